import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.trends.forecast import (
    AHEAD,
    SCENARIOS,
    FieldSize,
    columns,
    field_size,
    forecast,
)
from explorer.trends.scores import MIN_RECENT

STILL = FieldSize(papers=10_000.0, growth=0.0, years=3.0)

SIZES = [f"{kind}_in_{months}" for kind in ("papers", "share") for months in AHEAD]


def forecast_of(novel=50.0, recent=60, size=STILL, **options):
    novel, recent = np.broadcast_arrays(np.atleast_1d(novel), np.atleast_1d(recent))
    return forecast(novel, recent, recent / size.papers, size, **options)


def width(found, name):
    return np.log(found[f"{name}_high"] / found[f"{name}_low"]).to_numpy()


@given(
    novel=st.floats(0, 100),
    recent=st.integers(MIN_RECENT, 5_000),
    growth=st.floats(-0.7, 0.7),
)
def test_what_is_expected_lies_in_its_interval_and_scenarios_sum_to_one(novel, recent, growth):
    size = FieldSize(papers=20_000.0, growth=growth, years=3.0)
    found = forecast_of(novel, recent, size)
    assert list(found) == columns()
    assert found.notna().all(axis=None)
    for name in SIZES:
        low, expected, high = (
            float(found[f"{name}{end}"].iloc[0]) for end in ("_low", "", "_high")
        )
        assert 0 < low < expected <= high
    scenarios = found[[f"chance_{name}" for name in SCENARIOS]].to_numpy()
    assert scenarios.sum() == pytest.approx(1)
    assert (scenarios >= -1e-12).all()
    grows = found["chance_booms"] + found["chance_crowded"]
    assert grows.to_numpy() == pytest.approx(found["chance_in_36"].to_numpy())


def test_intervals_widen_the_farther_they_look():
    found = forecast_of()
    for kind in ("papers", "share"):
        widths = [width(found, f"{kind}_in_{months}")[0] for months in AHEAD]
        assert widths == sorted(widths)
        assert widths[0] < widths[-1]


def test_intervals_narrow_with_more_papers():
    found = forecast_of(recent=[12, 50, 200, 2_000])
    for name in SIZES:
        assert (np.diff(width(found, name)) < 0).all()


def test_of_niches_chosen_for_their_growth_nothing_is_said():
    found = forecast_of(recent=[50, 50], chosen=np.array([False, True]))
    assert found["share"].notna().all()
    said = found.drop(columns="share").notna()
    assert said.all(axis=1).tolist() == [True, False]
    assert said.any(axis=1).tolist() == [True, False]


def test_a_higher_rank_has_a_larger_chance_and_a_larger_size():
    found = forecast_of(novel=np.linspace(0, 100, 21))
    for name in ("chance_in_12", "chance_in_24", "chance_in_36", "chance_crowded", *SIZES):
        assert (found[name].diff().dropna() > 0).all()
    assert (found["chance_stalls"].diff().dropna() < 0).all()


def test_a_growing_field_brings_papers_and_changes_no_share():
    grows = FieldSize(papers=STILL.papers, growth=0.3, years=3.0)
    still, growing = forecast_of(), forecast_of(size=grows)
    shares = [name for name in columns() if name.startswith(("share", "chance_in"))]
    pd.testing.assert_frame_equal(still[shares], growing[shares])
    assert (growing["papers_in_36"] > 1.5 * still["papers_in_36"]).all()
    assert (growing["chance_crowded"] > still["chance_crowded"]).all()


def test_of_too_few_papers_nothing_is_said():
    found = forecast_of(recent=[0, MIN_RECENT - 1, MIN_RECENT])
    said = found.drop(columns="share").notna()
    assert said.all(axis=1).tolist() == [False, False, True]
    assert said.any(axis=1).tolist() == [False, False, True]


def test_of_less_than_a_year_nothing_is_said():
    size = field_size(np.full(11, 100))
    assert forecast_of(size=size)["chance_in_12"].isna().all()


def test_the_order_of_niches_does_not_matter():
    rng = np.random.default_rng(0)
    novel, recent = rng.uniform(0, 100, 50), rng.integers(0, 300, 50)
    order = rng.permutation(50)
    straight = forecast_of(novel, recent).iloc[order].reset_index(drop=True)
    pd.testing.assert_frame_equal(straight, forecast_of(novel[order], recent[order]))


@pytest.mark.parametrize("growth", [-0.2, 0.0, 0.15, 0.4])
def test_a_field_that_grows_geometrically_is_measured(growth):
    size = field_size(1_000 * np.exp(growth * np.arange(60) / 12))
    assert size.growth == pytest.approx(growth)
    assert size.years == 3


def test_one_odd_month_does_not_move_the_growth_of_a_field():
    papers = 1_000 * np.exp(0.2 * np.arange(48) / 12)
    papers[[40, 47]] = [0, 1]
    assert field_size(papers).growth == pytest.approx(0.2, abs=0.02)


def test_shares_that_walk_as_was_planted_lie_in_their_intervals_as_often_as_is_said():
    """A wave of noise as large as is stated, counts drawn from it: four of five lie inside."""
    rng = np.random.default_rng(1)
    n, years = 4_000, 3
    share = rng.uniform(0.003, 0.02, n)
    recent = rng.poisson(share * STILL.papers)
    walk = rng.standard_t(4, n) * np.sqrt(0.027 * years)
    later = rng.poisson(share * STILL.papers * np.exp(walk - 0.04 * years))
    found = forecast(np.full(n, 50.0), recent, recent / STILL.papers, STILL)
    inside = (found["papers_in_36_low"] <= later) & (later <= found["papers_in_36_high"])
    assert inside[recent >= MIN_RECENT].mean() == pytest.approx(0.8, abs=0.06)
    grew = (later / np.maximum(recent, 1)) > 1.08**years
    assert found["chance_in_36"].mean() == pytest.approx(grew.mean(), abs=0.05)


@pytest.mark.parametrize("yearly", [0.88, 1.0, 1.1, 1.15])
def test_a_niche_that_grows_geometrically_stays_inside(yearly):
    """From 12 % less to 15 % more a year is within what four of five such niches do."""
    found = forecast_of(novel=75, recent=100)
    for months in AHEAD:
        later = 100 * yearly ** (months / 12)
        low, high = found[f"papers_in_{months}_low"], found[f"papers_in_{months}_high"]
        assert (low <= later).all()
        assert (later <= high).all()
