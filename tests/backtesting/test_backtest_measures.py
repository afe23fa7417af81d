import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from explorer.backtesting.intervals import measure_all
from explorer.backtesting.measures import (
    MEASURES,
    auc,
    average_precision,
    calibration_error,
    correlation,
    csi,
    median_growth,
    precision_at,
    ranks_within,
)

outcomes = st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=2, max_size=12)


def columns(*rankings):
    return np.array(rankings, dtype=float).T


@settings(deadline=None)
@given(outcomes)
def test_auc_is_the_chance_that_one_that_grew_stands_above_one_that_did_not(pairs):
    values, grew = np.array([v for v, _ in pairs], dtype=float), np.array([g for _, g in pairs])
    found = auc(values[:, None], grew)[0]
    if grew.all() or not grew.any():
        assert np.isnan(found)
        return
    wins = [(a > b) + (a == b) / 2 for a in values[grew] for b in values[~grew]]
    assert found == pytest.approx(np.mean(wins))
    assert auc(-values[:, None], grew)[0] == pytest.approx(1 - found)


@pytest.mark.parametrize("k", [1, 3, 5, 8])
def test_precision_of_equal_values_is_that_of_a_random_order_on_average(k):
    values = np.array([3.0, 2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 0.0])
    grew = np.array([True, True, False, False, True, False, False, True])
    rng = np.random.default_rng(0)
    orders = (np.lexsort((rng.random(len(values)), -values)) for _ in range(2_000))
    drawn = np.mean([grew[order[:k]].mean() for order in orders])
    assert precision_at(values[:, None], grew, k)[0] == pytest.approx(drawn, abs=0.03)


def test_of_more_than_there_are_nothing_is_said():
    assert np.isnan(precision_at(columns([1, 2]), np.array([True, False]), 3)).all()


def test_a_perfect_and_a_reversed_order():
    grew = np.array([True, True, False, False, False, False])
    values = columns([6, 5, 4, 3, 2, 1], [1, 2, 3, 4, 5, 6])
    assert auc(values, grew).tolist() == [1, 0]
    assert csi(values, grew).tolist() == [1, 0]
    assert average_precision(values, grew) == pytest.approx([1, (1 / 5 + 2 / 6) / 2])
    assert precision_at(values, grew, 4).tolist() == [0.5, 0]


def test_csi_of_half_right_is_a_third():
    """One hit, one miss, one false alarm."""
    grew = np.array([True, False, True, False])
    assert csi(columns([4, 3, 2, 1]), grew) == pytest.approx([1 / 3])


def test_within_a_kind_what_tells_kinds_apart_is_worth_nothing():
    kind = np.repeat(["a", "b"], 100)
    rng = np.random.default_rng(0)
    growth = np.where(kind == "a", 10, 0) + rng.random(200)
    by_kind = np.where(kind == "a", 1.0, 0.0) + rng.random(200) * 1e-3
    within = ranks_within(columns(by_kind, growth, growth), kind)
    found = correlation(within[:, :2], within[:, 2])
    assert abs(found[0]) < 0.2
    assert found[1] == pytest.approx(1)
    assert spearmanr(by_kind, growth).statistic > 0.7


def test_the_median_is_that_of_the_first():
    assert median_growth(columns([3, 2, 1]), np.array([2.0, 1.0, 9.0]), 2).tolist() == [1.5]
    assert np.isnan(median_growth(columns([3, 2, 1]), np.ones(3), 4)).all()


def test_stated_probabilities_are_held_against_what_came():
    grew = np.array([True, False, False, False])
    assert calibration_error(np.full(4, 0.25), grew) == 0
    assert calibration_error(np.full(4, 0.95), grew) == pytest.approx(0.7)
    assert np.isnan(calibration_error(np.full(4, 1.5), grew))


def test_only_what_states_a_probability_is_calibrated():
    table = judged(60).assign(cset_logit=0.25)
    measures = measure_all(table, ["telling", "cset_logit"], draws=20)
    assert np.isnan(of(measures, "telling", "calibration_error")["value"])
    came = table.groupby("cutoff")["grew"].mean()
    stated = of(measures, "cset_logit", "calibration_error")["value"]
    assert stated == pytest.approx(np.abs(came - 0.25).mean())


# Intervals


def judged(n, *, seed=0, seeds=(0,), strength=3.0):
    """Make niches of two cutoffs, with a ranking that tells and one that does not."""
    rng = np.random.default_rng(seed)
    tables = []
    for cutoff in ("2012-12", "2013-12"):
        for each in seeds:
            grew = rng.random(n) < 0.25
            tables.append(
                pd.DataFrame(
                    {
                        "cutoff": cutoff,
                        "seed": each,
                        "niche_id": [f"n{i:04d}" for i in range(n)],
                        "parent_id": [f"s{i // 5}" for i in range(n)],
                        "primary_category": rng.choice(["cs.RO", "cs.CL"], n),
                        "realised": np.where(grew, 1.2, 0.9) + rng.normal(0, 0.05, n),
                        "grew": grew,
                        "telling": rng.normal(0, 1, n) + strength * grew,
                        "blind": rng.random(n),
                    }
                )
            )
    return pd.concat(tables, ignore_index=True)


def of(measures, ranking, measure="auc", cutoff="pooled"):
    keys = measures.set_index(["ranking", "measure", "cutoff"])
    return keys.loc[(ranking, measure, cutoff)]


def test_a_telling_ranking_is_told_from_a_blind_one():
    measures = measure_all(judged(120), ["telling", "blind"], draws=60)
    telling, blind = of(measures, "telling"), of(measures, "blind")
    assert telling["low"] < telling["value"] < telling["high"]
    assert blind["low"] < 0.5 < blind["high"]
    assert blind["less_low"] > 0.2
    assert (telling["less"], telling["less_low"], telling["less_high"]) == (0, 0, 0)
    assert set(measures["measure"]) == set(MEASURES)


def test_the_pooled_value_is_the_mean_over_cutoffs_and_seeds():
    table = judged(60, seeds=(0, 1))
    measures = measure_all(table, ["telling", "blind"], draws=60)
    each = [
        auc(own[["telling"]].to_numpy(), own["grew"].to_numpy())[0]
        for _, own in table.groupby(["cutoff", "seed"])
    ]
    assert of(measures, "telling")["value"] == pytest.approx(np.mean(each))


def test_shuffled_outcomes_are_forecast_by_nothing():
    """The canary of the whole: where a ranking is right about shuffled outcomes, something leaks.

    Shuffled a hundred times, the mean leaves .5 by less than .03, and the lift 1 by little.
    """
    table, rng = judged(150), np.random.default_rng(1)
    told = columns(table["telling"], table["blind"])
    outcome = table["grew"].to_numpy()
    shuffled = [rng.permutation(outcome) for _ in range(100)]
    assert np.mean([auc(told, each) for each in shuffled], axis=0) == pytest.approx(0.5, abs=0.03)
    lift = np.mean([precision_at(told, each, 20) for each in shuffled], axis=0) / outcome.mean()
    assert lift == pytest.approx(1, abs=0.15)
    assert auc(told, outcome)[0] > 0.9


def test_a_ranking_that_says_nothing_of_some_niche_is_left_blank():
    table = judged(60)
    table.loc[3, "blind"] = np.nan
    measures = measure_all(table, ["telling", "blind"], draws=60)
    assert np.isnan(of(measures, "blind", cutoff="2012-12")["value"])
    only = of(measures, "blind", cutoff="2013-12")
    assert of(measures, "blind")["value"] == only["value"]
    assert of(measures, "blind")["less"] == only["less"]
    assert of(measures, "telling", cutoff="2012-12")["value"] > 0.5


def test_the_interval_narrows_with_more_niches():
    few, many = (of(measure_all(judged(n), ["blind"], draws=60), "blind") for n in (60, 480))
    assert many["high"] - many["low"] < (few["high"] - few["low"]) / 1.8
