import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.months import months_between
from explorer.presentation.niche_tables import (
    growth_curve,
    month_totals,
    newborn_since,
    on_front,
    parents_of,
    quarterly_shares,
    ranking,
    set_apart,
)
from explorer.runs import read_run, read_table

points = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=30)


def table(pairs):
    return pd.DataFrame(pairs, columns=["novel", "achievable"])


@given(points)
@settings(max_examples=50, deadline=None)
def test_the_front_holds_exactly_the_niches_that_none_beats(pairs):
    def beaten(row):
        return any(other[0] >= row[0] and other[1] >= row[1] and other != row for other in pairs)

    assert on_front(table(pairs)).tolist() == [not beaten(row) for row in pairs]


def series_of(counts, others):
    """Monthly series of one niche, ``n``, beside another, ``m``."""
    months = months_between("2015-01", "2020-12")[: len(counts)]
    total = np.array(counts) + np.array(others)
    rows = [
        pd.DataFrame(
            {
                "niche_id": name,
                "month": months,
                "papers": papers,
                "share": np.array(papers) / np.maximum(total, 1),
            }
        )
        for name, papers in (("n", counts), ("m", others))
    ]
    return pd.concat(rows, ignore_index=True)


months_of_papers = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 90)), min_size=1, max_size=40
)


@given(months_of_papers)
@settings(max_examples=50, deadline=None)
def test_a_curve_has_every_month_and_an_interval_around_the_share(pairs):
    counts, others = zip(*pairs, strict=True)
    series = series_of(counts, others)
    niches = pd.DataFrame({"niche_id": ["n", "m"], "level": "niche", "kind": "partition"})
    totals = month_totals(niches, series)
    assert totals.tolist() == [a + b for a, b in pairs]
    curve = growth_curve(series, "n", totals)
    assert curve["papers"].tolist() == list(counts)
    assert curve["share_mean"].head(11).isna().all()
    known = curve.iloc[11:].dropna()
    for unit in ("share", "papers"):
        assert (known[f"{unit}_low"] <= known[f"{unit}_mean"] + 1e-9).all()
        assert (known[f"{unit}_mean"] <= known[f"{unit}_high"] + 1e-9).all()
        assert (known[f"{unit}_low"] >= 0).all()


def test_the_mean_is_that_of_the_twelve_months_up_to_each():
    series = series_of([1] * 12 + [3] * 12, [9] * 24)
    curve = growth_curve(series, "n", series.groupby("month")["papers"].sum())
    assert curve["papers_mean"].iloc[[11, 17, 23]].tolist() == [1, 2, 3]
    assert curve["share_mean"].iloc[[11, 23]].tolist() == [pytest.approx(10), pytest.approx(25)]
    assert curve["month_name"].iloc[0] == "January 2015"
    assert curve["month"].iloc[-1] == pd.Timestamp("2016-12-01")


def test_more_papers_make_the_interval_of_a_share_narrower():
    few, many = series_of([1] * 12, [9] * 12), series_of([100] * 12, [900] * 12)
    widths = []
    for series in (few, many):
        last = growth_curve(series, "n", series.groupby("month")["papers"].sum()).iloc[-1]
        widths.append(last["share_high"] - last["share_low"])
    assert widths[0] > 5 * widths[1]


def quarters(series, ids):
    return [trend.tolist() for trend in quarterly_shares(series, ids)]


def torn(series, month, part):
    """A series of which only a part of one month is held."""
    inside = (series["month"] == month).to_numpy()
    papers = np.where(inside, series["papers"] * part, series["papers"]).astype("int64")
    return series.assign(papers=papers, coverage=np.where(inside, part, 1.0))


def test_a_hole_moves_neither_mean_nor_share():
    whole = series_of([40] * 24, [160] * 24).assign(coverage=1.0)
    hole = torn(whole, "2016-06", 0.25)
    niches = pd.DataFrame({"niche_id": ["n", "m"], "level": "niche", "kind": "partition"})
    curves = [growth_curve(each, "n", month_totals(niches, each)) for each in (whole, hole)]
    for name in ("papers_mean", "share_mean", "share_all", "papers_all"):
        assert curves[1][name].dropna().to_numpy() == pytest.approx(
            curves[0][name].dropna().to_numpy()
        ), name
    last = curves[1].iloc[-1]
    assert last["share_high"] - last["share_low"] > (
        curves[0].iloc[-1]["share_high"] - curves[0].iloc[-1]["share_low"]
    )
    torn_month = curves[1][curves[1]["hole"]]
    assert torn_month["month_name"].tolist() == ["June 2016"]
    assert torn_month[["papers", "papers_all", "share", "share_all"]].iloc[0].tolist() == [
        10,
        40,
        5,
        20,
    ]


def test_a_run_that_tells_no_coverage_is_read_as_whole():
    series = series_of([1] * 12, [9] * 12)
    totals = series.groupby("month")["papers"].sum()
    older = growth_curve(series.drop(columns="coverage", errors="ignore"), "n", totals)
    pd.testing.assert_frame_equal(older, growth_curve(series.assign(coverage=1.0), "n", totals))
    assert not older["hole"].any()


def test_a_whole_year_without_a_paper_held_has_no_mean():
    series = series_of([0] * 12, [0] * 12).assign(coverage=0.0)
    curve = growth_curve(series, "n", series.groupby("month")["papers"].sum())
    assert curve["papers_mean"].isna().all()
    assert curve["share_mean"].isna().all()


def test_quarters_are_counted_back_from_the_last_month():
    shares = quarters(series_of([0, 1, 1, 1, 2, 2, 2], [1, 1, 1, 1, 2, 2, 2]), ["n"])
    assert shares == [[50.0, 50.0]]
    assert quarters(series_of([1, 1], [1, 3]), ["n"]) == [[50.0, 25.0]]


def test_a_niche_without_a_series_has_a_trend_of_zeros():
    assert quarters(series_of([1] * 3, [1] * 3), ["n", "gone"]) == [[50.0], [0.0]]


def test_the_order_of_months_in_a_table_changes_no_trend():
    series = series_of([0, 1, 1, 1, 2, 2, 2], [1, 1, 1, 1, 2, 2, 2])
    assert quarters(series.iloc[::-1], ["m", "n"]) == quarters(series, ["m", "n"])


@pytest.fixture(scope="module")
def run(demonstration):
    return read_run(demonstration.runs)


@pytest.fixture(scope="module")
def ranked(run):
    return ranking(read_table(run, "niches"), read_table(run, "series"))


def test_the_ranking_holds_each_niche_of_the_finest_level_once_best_first(run, ranked):
    niches = read_table(run, "niches")
    assert set(ranked["niche_id"]) == set(niches.loc[niches["level"] == "niche", "niche_id"])
    assert ranked["slug"].is_unique
    assert ranked["score"].is_monotonic_decreasing
    assert ranked["rank"].tolist() == list(range(1, len(ranked) + 1))
    assert (ranked["opening_text"].str.contains("Opening") == ranked["opening"]).all()


def test_a_trend_has_a_point_for_each_whole_quarter(run, ranked):
    months = read_table(run, "series")["month"].nunique()
    assert {len(trend) for trend in ranked["trend"]} == {months // 3}


def test_newborns_are_marked_and_not_counted_twice(ranked):
    row = ranked.iloc[[0]]
    niches = pd.concat(
        [
            row.assign(niche_id="a", kind="partition", opening=True),
            row.assign(niche_id="b", kind="newborn", opening=True),
            row.assign(niche_id="c", kind="newborn", opening=False),
        ]
    )
    series = pd.DataFrame(
        {"niche_id": ["a", "b", "c"], "month": "2020-01", "papers": [7, 5, 3], "share": 0.5}
    )
    ranked = ranking(niches, series).set_index("niche_id")
    assert dict(ranked["opening_text"]) == {"a": "◆ Opening", "b": "◆ Opening ✦", "c": "✦ Newborn"}
    assert dict(ranked["since_text"]) == {"a": "", "b": "January 2020", "c": "January 2020"}
    assert month_totals(niches, series).tolist() == [7]


@pytest.mark.parametrize(
    ("papers", "since"),
    [
        ([1, 0, 9], "2020-03"),
        ([2, 0, 8], "2020-01"),
        ([0, 1, 0], "2020-02"),
        ([0, 3, 30], "2020-03"),
    ],
)
def test_a_newborn_is_there_since_nine_in_ten_of_its_papers_came(papers, since):
    months = months_between("2020-01", "2020-03")
    series = pd.DataFrame({"niche_id": "b", "month": months, "papers": papers})
    assert newborn_since(series, ["a", "b"]) == {"b": since}


def test_every_niche_names_its_area_and_subfield(run, ranked):
    niches = read_table(run, "niches")
    by_id = niches.set_index("niche_id")
    niche = ranked.iloc[0]
    subfield = by_id.loc[niche["parent_id"]]
    assert parents_of(niches, niche) == [by_id.loc[subfield["parent_id"], "name"], subfield["name"]]


def test_tables_of_a_run_are_left_as_they_were(run):
    niches, series = read_table(run, "niches"), read_table(run, "series")
    before = niches.copy(deep=True), series.copy(deep=True)
    ranking(niches, series)
    growth_curve(series, niches["niche_id"].iloc[0], month_totals(niches, series))
    pd.testing.assert_frame_equal(niches, before[0])
    pd.testing.assert_frame_equal(series, before[1])


def test_debris_stands_last_and_is_set_apart(run):
    niches, series = read_table(run, "niches"), read_table(run, "series")
    best = ranking(niches, series)["niche_id"].iloc[0]
    spoiled = niches.assign(debris=np.where(niches["niche_id"] == best, "not in English", ""))
    subjects, aside = set_apart(ranking(spoiled, series))
    assert aside["niche_id"].tolist() == [best]
    assert best not in set(subjects["niche_id"])
    assert subjects["rank"].tolist() == list(range(1, len(subjects) + 1))


def test_a_run_that_knows_no_debris_has_none(run):
    old = read_table(run, "niches").drop(columns="debris")
    assert set_apart(ranking(old, read_table(run, "series")))[1].empty


def test_months_read_as_categories_say_the_same(run):
    niches, texts = read_table(run, "niches"), read_table(run, "series")
    encoded = read_table(run, "series", encoded=("niche_id", "month"))
    assert {str(encoded[name].dtype) for name in ("niche_id", "month")} == {"category"}
    pd.testing.assert_series_equal(month_totals(niches, encoded), month_totals(niches, texts))
    one, other = (ranking(niches, series) for series in (encoded, texts))
    assert [each.tolist() for each in one["trend"]] == [each.tolist() for each in other["trend"]]
    pd.testing.assert_frame_equal(*(each.drop(columns="trend") for each in (one, other)))
