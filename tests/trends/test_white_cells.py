from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planted_fields import RISING, ground

from explorer.trends.fields import IN_USE
from explorer.trends.rising_methods import says_again
from explorer.trends.white_cells import cells_of


def cell(cells, field, method="deep widget"):
    table = cells.table
    number = cells.methods.index(method)
    (row,) = table[(table["method"] == number) & (table["field"] == field)].to_dict("records")
    return row


@pytest.fixture(scope="module")
def cells():
    return cells_of(ground())


def test_a_rising_method_is_found_and_what_stands_still_is_not(cells):
    assert cells.methods == ["deep widget"]
    assert len(cells.table) == 4


def test_papers_and_shares_are_those_that_were_written_down(cells):
    for field, counts in RISING["deep widget"].items():
        row = cell(cells, field)
        assert (row["papers"], row["before"], row["ever"]) == (counts[-1], counts[-2], sum(counts))
        assert row["share"] == pytest.approx(counts[-1] / (60 + counts[-1]))
    assert cell(cells, 3)["papers"] == 0


def test_years_of_adoption_and_lag_behind_the_first_field(cells):
    assert [cell(cells, field)["adopted"] for field in range(4)] == [3, 2, -1, -1]
    assert [cell(cells, field)["lag"] for field in range(4)] == [0, 1, 3, 3]


def test_speed_is_above_zero_where_the_share_grows_and_shrunk_where_little_is_known(cells):
    own, empty = cell(cells, 0), cell(cells, 3)
    assert 0 < own["speed"] < own["share"]
    assert 0 < empty["speed"] < own["speed"]


def test_only_a_cell_that_is_nearly_empty_and_never_was_in_use_may_open(cells):
    assert [cell(cells, field)["may_open"] for field in range(4)] == [False, False, True, True]
    scored = cells.table["score"].notna()
    assert (scored == cells.table["may_open"]).all()


def test_a_cell_with_a_paper_stands_above_one_without(cells):
    assert cell(cells, 2)["score"] > cell(cells, 3)["score"]


def test_papers_that_are_listed_in_a_field_bring_it_nearer():
    row = cell(cells_of(ground(beside=[("deep widget", 3)])), 3)
    assert row["beside"] == 57
    assert row["score"] > cell(cells_of(ground()), 3)["score"]


def test_papers_by_people_of_a_field_bring_it_nearer():
    def who(used, field):
        migrates = (used, field) in {("deep widget", 1), ("plain3 ground0", 3)}
        return "Ann Migrant" if migrates else f"Somebody {used} {field}"

    row = cell(cells_of(ground(authors=who)), 3)
    assert row["by_authors"] == 24
    assert row["score"] > cell(cells_of(ground()), 3)["score"]


def test_what_comes_later_changes_nothing():
    whole = ground(years=5)
    early = replace(whole, last=47)
    known = whole.month <= 47
    changed = replace(early, points=np.where(known[:, None], whole.points, 0.5).astype(np.float32))
    a, b = cells_of(early), cells_of(changed)
    assert a.methods == b.methods
    assert a.table.drop(columns="alike").equals(b.table.drop(columns="alike"))


def test_a_method_that_falls_is_left_out():
    falls = {"deep widget": {0: (40, 40, 40, 40, 10), 1: (20, 20, 20, 20, 5)}}
    found = cells_of(ground(falls))
    assert found.methods == []
    assert found.table.empty


def test_a_method_of_one_field_is_left_out():
    assert cells_of(ground({"deep widget": {0: (0, 4, 9, 20, 40)}})).methods == []


def test_weak_words_beside_a_method_make_no_other_one():
    assert says_again("deep widget approach", frozenset({"deep widget"}))
    assert not says_again("deep widget", frozenset({"deep widget"}))
    assert not says_again("robust widget grammar", frozenset({"deep widget"}))


@settings(max_examples=10)
@given(seed=st.integers(0, 1_000))
def test_counts_add_up_whatever_was_written(seed):
    draw = np.random.default_rng(seed)
    uses = {
        method: {field: tuple(sorted(draw.integers(0, 30, 4).tolist())) for field in range(4)}
        for method in ("red widget", "blue gadget")
    }
    found = cells_of(ground(uses, years=4, seed=seed))
    table = found.table
    assert (table["papers"] <= table["field_papers"]).all()
    assert (table["papers"] <= table["ever"]).all()
    assert (table["lag"] >= 0).all()
    assert (table.loc[table["papers"] >= IN_USE, "adopted"] >= 0).all()
    for method, text in enumerate(found.methods):
        for field, counts in uses[text].items():
            rows = table[(table["method"] == method) & (table["field"] == field)]
            assert rows["ever"].item() == sum(counts)
