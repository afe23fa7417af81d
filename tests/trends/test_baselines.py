import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from explorer.trends.baselines.bursts import burst_weight
from explorer.trends.baselines.every import BASELINES, baseline_values
from explorer.trends.baselines.forecasts import damped_trend, theta
from explorer.trends.baselines.history import History, read_history
from explorer.trends.baselines.logit import cset_logit, fit_logit
from explorer.trends.baselines.windows import (
    eb_growth,
    escore,
    last_year_growth,
    linear_trend,
    macd,
    size,
)
from explorer.trends.baselines.youth import stage, vitality
from explorer.trends.field import read_field

N_MONTHS = 84

OF_GROWTH = (last_year_growth, eb_growth, linear_trend, macd, escore, theta, damped_trend)


def history(*rows, rest=200.0):
    """Make a history whose field holds the rows and a constant rest."""
    counts = np.array(rows, dtype=float)
    return History(counts=counts, totals=counts.sum(axis=0) + rest)


FLAT = np.full(N_MONTHS, 10.0)
RISING = 10 * 1.3 ** (np.arange(N_MONTHS) / 12 - 4)
FALLING = RISING[::-1].copy()


@pytest.mark.parametrize("rule", OF_GROWTH)
def test_what_rises_ranks_above_what_stands_above_what_falls(rule):
    rising, flat, falling = rule(history(RISING, FLAT, FALLING, rest=5_000))
    assert rising > flat > falling


@pytest.mark.parametrize("rule", [last_year_growth, linear_trend, macd, theta, damped_trend])
def test_a_constant_share_is_no_growth_however_the_field_grows(rule):
    field = np.linspace(400, 1600, N_MONTHS)
    constant = History(counts=np.array([field / 4, field * 3 / 4]), totals=field)
    assert rule(constant) == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize("name", sorted(set(BASELINES) - {"random"}))
def test_niches_in_another_order_have_the_same_values(name):
    rng = np.random.default_rng(0)
    counts = rng.poisson(rng.uniform(1, 12, (9, 1)) * 1.1 ** np.linspace(-3, 3, N_MONTHS))
    order = rng.permutation(9)
    one, other = (
        baseline_values(history(*rows), years=3)[name].to_numpy()
        for rows in (counts, counts[order])
    )
    assert np.isfinite(one).all()
    assert other == pytest.approx(one[order])


def test_size_is_that_of_the_last_year():
    assert size(history(FLAT, np.arange(N_MONTHS))).tolist() == [120, 84 * 12 - 78]


def test_last_years_growth_is_the_log_ratio_of_shares():
    counts = np.array([np.repeat([100.0, 200.0], 12), np.repeat([100.0, 100.0], 12)])
    found = last_year_growth(History(counts=counts, totals=np.full(24, 1000.0)))
    assert found == pytest.approx([np.log(2), 0], abs=1e-3)


def test_growth_of_few_papers_is_drawn_towards_none():
    many, few = np.repeat([100.0, 200.0], 24), np.repeat([0.1, 0.2], 24)
    others = [FLAT[:48]] * 20
    found = eb_growth(History(counts=np.array([many, few, *others]), totals=np.full(48, 1000.0)))
    assert found[0] > 0.5
    assert abs(found[1]) < found[0] / 2


def test_the_slope_is_that_of_the_share_over_three_years_by_its_mean():
    straight = np.full(N_MONTHS, 1.0)
    straight[-36:] = np.arange(36) + 1
    found = linear_trend(History(counts=straight[None], totals=np.full(N_MONTHS, 1000.0)))
    assert found == pytest.approx([1 / 18.5])


def test_escore_is_the_sum_of_its_three_parts():
    """Seven years of 1 to 7 papers a month in a field of 100 a year."""
    counts = np.repeat(np.arange(1, 8) / 12, 12)[None]
    root = np.sqrt(100)
    active = 18 / (3 * root) - 6 / (3 * root)
    recent = 10 * (13 / (2 * root) - 9 / (2 * root))
    slope = 10 * (7 / root - 4 / root) / 3
    found = escore(History(counts=counts, totals=np.full(84, 100 / 12)))
    assert found == pytest.approx([2 * active + recent + slope])


def test_escore_says_nothing_of_less_than_seven_months():
    assert np.isnan(escore(history(FLAT[:6]))).all()


def test_the_young_are_vital():
    old, young = np.zeros(N_MONTHS), np.zeros(N_MONTHS)
    old[:12], young[-12:] = 5, 5
    found = vitality(history(old, young, FLAT))
    assert found[1] > found[2] > found[0]
    newest = np.zeros(N_MONTHS)
    newest[-1] = 3
    assert vitality(history(newest)) == pytest.approx([1])


def test_stage_counts_years_since_the_peak():
    peak = np.repeat([1, 1, 1, 9, 1, 1, 1], 12)
    assert stage(history(RISING, peak, rest=2_000)).tolist() == [1, pytest.approx(1 / 4)]


def test_a_burst_weighs_and_a_steady_niche_does_not():
    burst, gone = FLAT.copy(), FLAT.copy()
    burst[-18:], gone[24:42] = 30, 30
    found = burst_weight(history(FLAT, burst, gone, rest=5_000))
    assert found[1] > 10
    assert found[[0, 2]].tolist() == [0, 0]


def test_chance_alone_makes_few_bursts():
    rng = np.random.default_rng(0)
    found = burst_weight(history(*rng.poisson(5, (200, N_MONTHS))))
    assert (found > 0).mean() < 0.05


def test_a_trend_that_is_damped_expects_less_than_it_saw():
    known = 12 * np.log(1.3) / 12 * 3
    assert 0 < damped_trend(history(RISING, rest=50_000))[0] < known


# The classifier


def test_the_logit_finds_planted_weights():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(20_000, 2))
    p = 1 / (1 + np.exp(-(1.5 * x[:, 0] - 0.5 * x[:, 1] - 1)))
    assert fit_logit(x, rng.random(20_000) < p) == pytest.approx([1.5, -0.5, -1], abs=0.08)


def test_the_logit_of_what_is_told_apart_wholly_stays_finite():
    x = np.linspace(-1, 1, 40)[:, None]
    weights = fit_logit(x, x[:, 0] > 0)
    assert np.isfinite(weights).all()
    assert weights[0] > 1


def test_the_classifier_learns_from_what_became_of_the_same_niches():
    """Three years ago the large ones fell, so it expects less of those that are large now."""
    rng = np.random.default_rng(0)
    rate = np.repeat([4.0, 16.0], 30)[:, None] * np.ones(N_MONTHS)
    rate[:, -36:] = rate[::-1, -36:]
    found = cset_logit(history(*rng.poisson(rate), rest=5_000), years=3)
    assert ((found >= 0) & (found <= 1)).all()
    assert found[:30].mean() < 0.5 < found[30:].mean()


def test_the_classifier_says_nothing_where_the_past_is_short_or_all_went_one_way():
    rng = np.random.default_rng(0)
    short = history(*rng.poisson(10, (30, 48)))
    assert np.isnan(cset_logit(short, years=3)).all()
    assert np.isnan(cset_logit(history(FLAT, FLAT), years=3)).all()


# Counting


def test_papers_are_counted_by_month_up_to_the_last_whole_one():
    papers = pd.DataFrame(
        {
            "month": ["2012-01", "2012-01", "2012-03", "2012-04"],
            "authors": "A B",
            "title": "",
            "abstract": "",
            "comments": "",
            "categories": "cs.RO",
        }
    )
    uses = csr_array(np.ones((4, 1)))
    field = read_field(papers, uses, last_month="2012-03")
    found = read_history(field, np.array([0, 1, 1, 0]), 2, disjoint=2)
    assert found.counts.tolist() == [[1, 0, 0], [1, 0, 1]]
    assert found.totals.tolist() == [2, 0, 1]
    half = read_field(papers, uses, last_month="2012-03", held=pd.Series({"2012-03": 0.5}))
    found = read_history(half, np.array([0, 1, 1, 0]), 2, disjoint=2)
    assert found.counts.tolist() == [[1, 0, 0], [1, 0, 2]]
    assert found.totals.tolist() == [2, 0, 2]


def test_an_earlier_state_knows_nothing_of_what_came():
    whole = history(RISING, FLAT)
    assert whole.up_to(36).counts.tolist() == whole.counts[:, :-36].tolist()
    assert whole.papers(12, back=36).tolist() == whole.up_to(36).papers(12).tolist()
