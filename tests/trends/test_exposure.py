"""Holes in what is held must not look like subjects that shrank."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from explorer.corpus.months import months_between
from explorer.trends.exposure import LARGEST_WEIGHT, exposure_of, holes_of, read_exposure
from explorer.trends.field import read_field
from explorer.trends.outlook import judge
from explorer.trends.series import monthly_series

FIRST, LAST = "2014-01", "2017-12"
MONTHS = months_between(FIRST, LAST)
HOME = ["cs.RO", "cs.RO", "cs.RO", "cs.CV", "cs.CV", "cs.CV cs.LG", "cs.LG", "cs.LG"]
"""Categories of the papers of each group."""
SIZES = [14, 9, 20, 14, 9, 12, 20, 11]
"""Papers of each group a month."""


def field_of_papers(*, seed=0, growth=()):
    """Draw papers of groups whose shares are constant but for the growth of the last year."""
    rng = np.random.default_rng(seed)
    rows = []
    for group, (categories, size) in enumerate(zip(HOME, SIZES, strict=True)):
        for back, month in enumerate(MONTHS):
            times = dict(growth).get(group, 1) if back >= len(MONTHS) - 12 else 1
            rows += [(month, group, categories)] * rng.poisson(size * times)
    papers = pd.DataFrame(rows, columns=["month", "group", "categories"])
    nothing = dict.fromkeys(("title", "abstract", "comments", "authors"), "")
    return papers.assign(**nothing).astype({"month": "str", "categories": "str"})


def lose(papers, held, *, seed=1):
    """Lose papers at random so that of each category and month the part ``held`` is left."""
    rng = np.random.default_rng(seed)
    kinds = papers["categories"].unique()
    best = pd.concat([held[kind.split()].max(axis=1).rename(kind) for kind in kinds], axis=1)
    row, column = (
        best.index.get_indexer(papers["month"]),
        best.columns.get_indexer(papers["categories"]),
    )
    part = best.to_numpy()[row, column]
    return papers[rng.random(len(papers)) < part].reset_index(drop=True)


def holes(*torn):
    """The part held of each category in every month: all, but for (months, categories, part)."""
    held = pd.DataFrame(1.0, index=MONTHS, columns=["cs.CV", "cs.LG", "cs.RO"])
    for first, last, categories, part in torn:
        held.loc[months_between(first, last), categories] = part
    return held


def scores_of(papers, held=None):
    uses = csr_array(np.ones((len(papers), 1), dtype=np.float32))
    field = read_field(papers, uses, last_month=LAST, held=held)
    fit = np.ones(len(papers))
    return judge(field, papers["group"].to_numpy(), fit, first_month=FIRST).scores


@cache
def whole_field(seed):
    """Return a field of papers that lost none, and its scores; not to be written."""
    papers = field_of_papers(seed=seed)
    return papers, scores_of(papers)


ALL = ["cs.CV", "cs.LG", "cs.RO"]
TORN = {
    "a year of one category": holes(("2017-01", "2017-12", ["cs.RO"], 0.4)),
    "a year before of one category": holes(("2016-01", "2016-12", ["cs.RO"], 0.4)),
    "months of one category": holes(("2017-03", "2017-06", ["cs.RO"], 0.3)),
    "months of all": holes(("2017-03", "2017-08", ALL, 0.3)),
    "single months": holes(("2016-05", "2016-05", ALL, 0.6), ("2017-05", "2017-05", ALL, 0.75)),
    "a month that is gone": holes(("2017-05", "2017-05", ["cs.RO"], 0.0)),
}


@pytest.mark.parametrize("what", TORN)
def test_losing_papers_at_random_changes_no_growth_beyond_its_interval_on_average(what):
    whole, torn, called = [], [], []
    for seed in range(8):
        papers, before = whole_field(seed)
        after = scores_of(lose(papers, TORN[what], seed=seed), TORN[what])
        whole.append(before["growth"])
        torn.append(after["growth"])
        called.append(after["rising"] & ~before["rising"])
    shift = np.log(torn).mean(axis=0) - np.log(whole).mean(axis=0)
    assert np.abs(shift).max() < 0.07
    assert np.mean(called) < 0.08


def test_without_the_part_held_a_hole_of_one_category_looks_like_a_shrinking_subject():
    """The law above can fail: this is what it guards against."""
    held = TORN["a year of one category"]
    papers = lose(field_of_papers(), held)
    blind, seeing = scores_of(papers)["growth"], scores_of(papers, held)["growth"]
    assert blind[:3].max() < 0.7
    assert blind[3:].min() > 1.1
    assert seeing.between(0.85, 1.18).all()


def test_a_subject_that_truly_grew_is_still_found_in_a_hole():
    held = TORN["a year of one category"]
    papers = lose(field_of_papers(growth={1: 2.0}), held)
    scores = scores_of(papers, held)
    assert scores["rising"].tolist() == [group == 1 for group in range(len(HOME))]
    assert scores["growth"].idxmax() == 1


def test_fewer_papers_make_wider_intervals():
    held = TORN["a year of one category"]
    papers = field_of_papers()
    width = [
        np.log(scores["growth_high"] / scores["growth_low"])[:3]
        for scores in (scores_of(papers), scores_of(lose(papers, held), held))
    ]
    assert (width[1] > width[0]).all()


def test_nothing_is_known_where_a_whole_window_is_missing():
    held = holes(("2017-01", "2017-12", ["cs.RO"], 0.0))
    scores = scores_of(lose(field_of_papers(), held), held)
    assert scores["growth"][:3].to_numpy() == pytest.approx(1, abs=0.05)
    assert not scores["rising"][:3].any()
    assert np.isfinite(scores["growth"]).all()


@pytest.mark.parametrize("held", [None, holes(), holes().iloc[:0], pd.Series(1.0, index=MONTHS)])
def test_where_all_is_held_every_number_is_as_without_it(held):
    papers = field_of_papers()
    assert read_exposure(papers, MONTHS, held) is None
    pd.testing.assert_frame_equal(scores_of(papers, held), scores_of(papers))


def test_a_hole_that_hits_all_alike_leaves_growth_as_it_is_counted():
    held = pd.Series(1.0, index=MONTHS)
    held["2017-05"] = 0.5
    papers = lose(field_of_papers(), holes(("2017-05", "2017-05", ALL, 0.5)))
    growth = [f"growth{end}" for end in ("", "_low", "_high")]
    pd.testing.assert_frame_equal(scores_of(papers, held)[growth], scores_of(papers)[growth])


def series_of(papers, held):
    exposure = read_exposure(papers, MONTHS, held)
    groups = papers[["group"]].astype("str")
    return monthly_series(papers["month"], groups, last_month=LAST, exposure=exposure)


@pytest.mark.parametrize("what", TORN)
def test_shares_do_not_dip_in_a_hole_and_sum_to_one(what):
    share = [
        series_of(lose(field_of_papers(seed=seed), TORN[what], seed=seed), TORN[what])
        for seed in range(8)
    ]
    mean = pd.concat(share).pivot_table(index="niche_id", columns="month", values="share")
    assert mean.sum().to_numpy() == pytest.approx(1)
    torn = TORN[what].index[(TORN[what] < 1).any(axis=1)]
    usual = np.array(SIZES) / sum(SIZES)
    assert mean[torn].mean(axis=1).to_numpy() == pytest.approx(usual, rel=0.2)


def test_the_coverage_of_a_group_is_that_of_its_categories():
    held = holes(("2017-05", "2017-05", ["cs.RO"], 0.4), ("2017-05", "2017-05", ["cs.CV"], 0.7))
    series = series_of(field_of_papers(), held)
    may = series[series["month"] == "2017-05"].set_index("niche_id")["coverage"]
    assert may.to_numpy() == pytest.approx([0.4] * 3 + [0.7] * 2 + [1.0] * 3)
    assert (series.loc[series["month"] != "2017-05", "coverage"] == 1).all()


def test_a_paper_is_held_as_soon_as_one_of_its_categories_is():
    papers = field_of_papers()
    held = holes(("2017-05", "2017-05", ["cs.CV"], 0.2), ("2017-05", "2017-05", ["cs.LG"], 0.5))
    exposure = read_exposure(papers, MONTHS, held)
    may = papers["month"] == "2017-05"
    by_group = pd.Series(exposure.of_paper[may]).groupby(papers.loc[may, "group"].to_numpy())
    assert by_group.mean().tolist() == [1, 1, 1, 0.2, 0.2, 0.5, 0.5, 0.5]
    assert (exposure.of_paper[~may] == 1).all()


def test_what_nobody_can_tell_is_taken_to_be_held():
    held = holes(("2017-05", "2017-05", ["cs.CV"], np.nan), ("2017-05", "2017-05", ["cs.LG"], 0.5))
    papers = field_of_papers()
    parts = exposure_of(
        read_exposure(papers, MONTHS, held), papers["group"].to_numpy(), len(HOME), len(MONTHS)
    )
    assert parts[:, MONTHS.index("2017-05")].tolist() == [1, 1, 1, 1, 1, 0.5, 0.5, 0.5]


def test_the_holes_of_a_field_are_told_with_the_part_held():
    papers = field_of_papers()
    assert holes_of(read_exposure(papers, MONTHS, TORN["single months"]), papers["month"]) == {
        "2016-05": 0.6,
        "2017-05": 0.75,
    }


def test_no_paper_stands_for_more_than_three_or_so():
    papers = field_of_papers()
    exposure = read_exposure(papers, MONTHS, holes(("2017-05", "2017-05", ALL, 0.01)))
    assert exposure.weight.max() == pytest.approx(LARGEST_WEIGHT)
    assert exposure.weight.min() == 1


def test_the_order_of_papers_is_irrelevant():
    held = TORN["months of one category"]
    papers = lose(field_of_papers(), held)
    turned = papers[::-1].reset_index(drop=True)
    columns = ["growth", "growth_low", "growth_high", "growing_terms"]
    pd.testing.assert_frame_equal(
        scores_of(papers, held)[columns], scores_of(turned, held)[columns], atol=1e-6
    )
