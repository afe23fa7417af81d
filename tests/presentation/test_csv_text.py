import csv
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.presentation.csv_text import FORMULA, NUMBER, safe_cell, safe_csv

texts = st.text(max_size=30) | st.sampled_from(
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "a;=1+1"]
)


def read(text):
    return list(csv.reader(io.StringIO(text, newline="")))


@given(st.lists(texts, min_size=1, max_size=5))
def test_no_cell_begins_as_a_formula_and_nothing_else_is_changed(values):
    rows = read(safe_csv(pd.DataFrame({"a": values})))
    assert rows[0] == ["a"]
    for (cell,), value in zip(rows[1:], values, strict=True):
        assert not FORMULA.match(cell) or NUMBER.fullmatch(cell)
        whole = value.replace("\0", "").encode(errors="replace").decode()
        assert cell in {whole, f"'{whole}"}


@pytest.mark.parametrize("text", ["-3", "+4.5", "-1e-7", "0.2"])
def test_a_number_that_is_text_stays_a_number(text):
    assert safe_cell(text) == text


@pytest.mark.parametrize("text", ["-3+4", "--3", "+1-2", "-", "=3", "-3\n"])
def test_what_only_begins_like_a_number_is_guarded(text):
    assert safe_cell(text) == f"'{text}"


def test_numbers_stay_numbers_and_what_is_missing_is_empty():
    table = pd.DataFrame(
        {"n": [-1, 2], "x": [-0.5, np.nan], "yes": [True, False], "t": ["a", None]}
    )
    again = pd.read_csv(io.StringIO(safe_csv(table)))
    assert again["n"].tolist() == [-1, 2]
    assert again["x"].iloc[0] == -0.5
    assert again["x"].isna().tolist() == [False, True]
    assert again["yes"].tolist() == [True, False]
    assert again["t"].isna().tolist() == [False, True]


def test_names_of_columns_are_guarded_as_well():
    assert read(safe_csv(pd.DataFrame({"=1": [1]})))[0] == ["'=1"]


def test_lists_are_joined_and_days_written_out():
    terms = pd.Series([np.array(["=a", "b"], dtype=object)])
    table = pd.DataFrame({"l": terms, "d": [pd.Timestamp("2024-12-31")]})
    assert read(safe_csv(table))[1] == ["'=a; b", "2024-12-31"]


def test_text_is_quoted_so_that_a_semicolon_parts_nothing():
    assert '"a;=1+1"' in safe_csv(pd.DataFrame({"a": ["a;=1+1"]}))


def test_an_empty_table_is_its_names_and_the_input_is_not_changed():
    table = pd.DataFrame({"a": ["=1"]})
    safe_csv(table)
    assert table["a"].tolist() == ["=1"]
    assert read(safe_csv(table.head(0))) == [["a"]]
