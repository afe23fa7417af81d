from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numbered_papers import numbers_held, tear

from explorer.corpus.id_gaps import estimate_coverage
from explorer.corpus.months import months_between

SHARED = Path(__file__).parents[3] / "shared" / "data"


def torn_months(coverage, below=0.95):
    return coverage.index[coverage < below].tolist()


@pytest.mark.parametrize("yearly", [0.85, 1.0, 1.4])
def test_a_field_that_grows_or_shrinks_has_no_hole(yearly):
    coverage = [estimate_coverage(numbers_held(yearly=yearly, seed=seed)) for seed in range(8)]
    found = sum(len(torn_months(each)) for each in coverage)
    judged = sum(each.notna().sum() for each in coverage)
    assert judged > 250
    assert found <= 0.005 * judged


def test_a_month_that_lost_weeks_is_a_hole_of_about_its_true_depth():
    errors = []
    for seed in range(12):
        torn, part = tear(numbers_held(seed=seed), "2014-06", seed=seed)
        coverage = estimate_coverage(torn)
        assert "2014-06" in torn_months(coverage)
        errors.append(coverage["2014-06"] - part)
    assert abs(np.mean(errors)) < 0.04
    assert np.max(np.abs(errors)) < 0.15


def test_two_holes_do_not_hide_each_other():
    torn, _ = tear(numbers_held(), "2014-06")
    torn, _ = tear(torn, "2014-08", days=(2, 24), keep=0.3)
    assert torn_months(estimate_coverage(torn)) == ["2014-06", "2014-08"]


def test_a_month_without_a_paper_is_held_to_no_part():
    held = numbers_held()
    coverage = estimate_coverage({**held, "2014-06": np.array([], dtype=np.int64)})
    assert coverage["2014-06"] == 0
    assert torn_months(coverage) == ["2014-06"]


def test_a_month_that_lost_its_end_is_a_hole():
    held = numbers_held()
    numbers = held["2014-06"]
    cut = {**held, "2014-06": numbers[numbers < 0.5 * numbers.max()]}
    assert estimate_coverage(cut)["2014-06"] == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("factor", [0.4, 2.5])
def test_where_one_collection_ends_and_another_begins_is_no_hole(factor):
    """All of arXiv up to a day and one category after it, or the other way round."""
    rng = np.random.default_rng(3)
    thin = min(factor, 1 / factor)
    held = {
        month: numbers[rng.random(len(numbers)) < thin]
        if (month < "2014") == (factor > 1)
        else numbers
        for month, numbers in numbers_held(rate=0.3).items()
    }
    assert torn_months(estimate_coverage(held)) == []


def test_a_season_of_every_year_is_no_hole():
    rng = np.random.default_rng(5)
    held = {
        month: numbers[rng.random(len(numbers)) < (0.65 if month.endswith("-10") else 1)]
        for month, numbers in numbers_held(first="2007-04", rate=0.2).items()
    }
    assert len(torn_months(estimate_coverage(held))) <= 1


def test_few_papers_tell_nothing():
    coverage = estimate_coverage(numbers_held(rate=0.01))
    assert coverage.isna().all()


def test_months_left_out_are_not_judged_and_not_compared_with():
    held = numbers_held()
    for month in ("2014-05", "2014-06", "2014-07"):
        held, _ = tear(held, month, days=(0, 30), keep=0.05)
    coverage = estimate_coverage(held, leave_out={"2014-05", "2014-06", "2014-07"})
    assert coverage[["2014-05", "2014-06", "2014-07"]].isna().all()
    assert torn_months(coverage) == []


def test_losing_papers_evenly_over_all_years_leaves_no_trace():
    rng = np.random.default_rng(7)
    held = {m: n[rng.random(len(n)) < 0.6] for m, n in numbers_held(rate=0.3).items()}
    assert torn_months(estimate_coverage(held)) == []


def test_the_answer_has_a_row_for_every_month_and_lies_between_0_and_1():
    torn, _ = tear(numbers_held(), "2014-06")
    coverage = estimate_coverage(torn)
    assert coverage.index.tolist() == months_between("2011-01", "2016-12")
    assert coverage.dropna().between(0, 1).all()
    assert estimate_coverage({}).empty


def test_the_order_of_papers_is_irrelevant():
    torn, _ = tear(numbers_held(), "2014-06")
    turned = {month: numbers[::-1] for month, numbers in torn.items()}
    pd.testing.assert_series_equal(estimate_coverage(torn), estimate_coverage(turned))


@given(
    st.lists(
        st.one_of(
            st.just([]),
            st.lists(st.integers(1, 40), max_size=3),
            st.integers(1, 900).map(lambda count: list(range(1, count))),
        ),
        max_size=30,
    )
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_held_there_is_an_answer(held):
    months = months_between("2015-01", "2017-12")[: len(held)]
    numbers = {m: np.array(n, dtype=np.int64) for m, n in zip(months, held, strict=True)}
    coverage = estimate_coverage(numbers)
    assert coverage.index.tolist() == months
    assert coverage.dropna().between(0, 1).all()


def real_numbers(name):
    """The numbers of a real corpus's whole months, and nothing else of it."""
    file = SHARED / name
    if not file.exists():
        pytest.skip(f"no real papers at {file}")
    papers = pd.read_parquet(file, columns=["id", "published"])
    last = str(papers["published"].max())[:7]
    ids = papers["id"][papers["id"].str.fullmatch(r"[0-9]{4}\.[0-9]{4,5}")]
    by_month = ids.str[5:].astype(int).groupby("20" + ids.str[:2] + "-" + ids.str[2:4])
    return {month: held.to_numpy() for month, held in by_month if month < last}


@pytest.mark.real
def test_the_known_holes_of_a_real_corpus_are_found_with_about_their_depth():
    held = estimate_coverage(real_numbers("arxiv_cs_stat_2007_2016.parquet"))
    known = {"2009-11": 0.83, "2014-11": 0.84, "2015-05": 0.75, "2015-06": 0.59}
    for month, part in known.items():
        assert held[month] == pytest.approx(part, abs=0.1), month
    others = set(torn_months(held)) - set(known)
    assert {month[:4] for month in others} <= {"2010", "2011"}  # of which 81 to 98 % are held
    assert held.loc["2010-01":].notna().all()


@pytest.mark.real
def test_a_real_corpus_that_is_whole_has_no_hole_though_its_share_of_arxiv_moves_fast():
    held = estimate_coverage(real_numbers("arxiv_cs_ai_2024_2026.parquet"))
    assert held.eq(1).all()
