from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.months import add_months, months_between
from explorer.trends.series import monthly_series, window

LAST = "2020-06"

papers = st.lists(
    st.tuples(
        st.integers(-30, 2).map(lambda back: add_months(LAST, back)),
        st.sampled_from(["n1", "n2", "n3"]),
    ),
    min_size=1,
    max_size=60,
).filter(lambda rows: any(month <= LAST for month, _ in rows))


def series_of(rows):
    """The series of two levels: the groups given, and all papers in one."""
    table = pd.DataFrame(rows, columns=["month", "niche"], dtype="str")
    groups = table[["niche"]].assign(area="a1")
    return monthly_series(table["month"], groups, last_month=LAST)


@given(papers)
@settings(max_examples=50, deadline=None)
def test_counts_add_up_to_the_papers_of_whole_months(rows):
    series = series_of(rows)
    counted = series[series["papers"] > 0].set_index(["niche_id", "month"])["papers"].to_dict()
    expected = Counter()
    for month, niche in rows:
        if month <= LAST:
            expected[niche, month] += 1
            expected["a1", month] += 1
    assert counted == expected


@given(papers)
@settings(max_examples=50, deadline=None)
def test_every_group_has_a_row_for_every_month_to_the_last_whole_one(rows):
    months = months_between(min(month for month, _ in rows), LAST)
    for group, series in series_of(rows).groupby("niche_id"):
        assert series["month"].tolist() == months, group


@given(papers)
@settings(max_examples=50, deadline=None)
def test_the_shares_of_a_level_sum_to_one_in_every_month_with_papers(rows):
    series = series_of(rows)
    niches = series[series["niche_id"] != "a1"]
    by_month = niches.groupby("month")[["papers", "share"]].sum()
    expected = (by_month["papers"] > 0).to_numpy(dtype=float)
    assert by_month["share"].to_numpy() == pytest.approx(expected)


def test_a_series_by_hand():
    series = series_of([("2020-04", "n1"), ("2020-06", "n1"), ("2020-06", "n2"), ("2020-07", "n2")])
    assert series.to_dict("list") == {
        "niche_id": ["n1", "n1", "n1", "n2", "n2", "n2", "a1", "a1", "a1"],
        "month": ["2020-04", "2020-05", "2020-06"] * 3,
        "papers": [1, 0, 1, 0, 0, 1, 1, 0, 2],
        "share": [1.0, 0.0, 0.5, 0.0, 0.0, 0.5, 1.0, 0.0, 1.0],
        "coverage": [1.0] * 9,
    }


def test_a_group_seen_only_in_the_running_month_has_a_row_of_zeros():
    series = series_of([("2020-05", "n1"), ("2020-07", "n2")])
    late = series[series["niche_id"] == "n2"]
    assert late["month"].tolist() == ["2020-05", "2020-06"]
    assert late["papers"].tolist() == [0, 0]


def test_a_window_ends_before_the_months_left_out():
    assert window("2020-06", 12) == ("2019-07", "2020-06")
    assert window("2020-06", 12, back=12) == ("2018-07", "2019-06")
    assert window("2020-06", 1) == ("2020-06", "2020-06")
    first, last = window("2020-06", 24, back=5)
    assert len(months_between(first, last)) == 24
