import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from explorer.trends.growth import growth_spread, share_growth, yearly

BACKGROUND = [(30, 30), (52, 41), (18, 25), (77, 90), (44, 40), (63, 70), (25, 14), (38, 37)]
"""(recent, before) of niches that stand around those a test looks at."""

counts = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=30)


def estimate(pairs, **fields):
    recent, before = np.array(pairs).T
    fields = {
        "field_recent": max(recent.sum(), 1),
        "field_before": max(before.sum(), 1),
        **fields,
    }
    return share_growth(recent, before, **fields)


def simulate(spread, *, n=400, mean=40, field_growth=1.3, seed=0):
    """Draw niches whose true log growth of share has a known spread; return truth and estimate."""
    rng = np.random.default_rng(seed)
    size = mean * rng.gamma(2.0, 0.5, n)
    log_growth = rng.normal(0, spread, n) if np.isscalar(spread) else np.asarray(spread)
    before, recent = rng.poisson(size), rng.poisson(size * field_growth * np.exp(log_growth))
    found = share_growth(
        recent, before, field_recent=size.sum() * field_growth, field_before=size.sum()
    )
    return np.exp(log_growth), found


@given(st.lists(st.integers(1, 400), min_size=1, max_size=30), st.integers(1, 30))
@settings(max_examples=50, deadline=None)
def test_a_constant_share_is_no_growth_however_the_field_grows(before, times):
    found = estimate([(times * papers, papers) for papers in before])
    assert found["growth"].to_numpy() == pytest.approx(1, abs=0.02)
    assert (found["growth_low"] < 1).all()
    assert (found["growth_high"] > 1).all()
    assert found["p_growth"].to_numpy() == pytest.approx(0.5, abs=0.1)


@given(counts)
@example([(0, 1)])
@settings(max_examples=50, deadline=None)
def test_swapping_the_windows_inverts_the_growth(pairs):
    forth, back = estimate(pairs), estimate([(before, recent) for recent, before in pairs])
    assert (forth["growth"] * back["growth"]).to_numpy() == pytest.approx(1, rel=1e-6)
    assert (forth["growth_low"] * back["growth_high"]).to_numpy() == pytest.approx(1, rel=1e-6)
    assert (forth["p_growth"] + back["p_growth"]).to_numpy() == pytest.approx(1, abs=1e-6)


@given(counts, st.floats(0.05, 0.95))
@settings(max_examples=50, deadline=None)
def test_the_interval_holds_the_median_and_a_wider_one_holds_it(pairs, level):
    found, wider = estimate(pairs, level=level), estimate(pairs, level=0.97)
    assert (found["growth_low"] <= found["growth"]).all()
    assert (found["growth"] <= found["growth_high"]).all()
    assert (wider["growth_low"] <= found["growth_low"]).all()
    assert (found["growth_high"] <= wider["growth_high"]).all()
    assert ((found["p_growth"] >= 0) & (found["p_growth"] <= 1)).all()
    assert np.array_equal(found["growth"], wider["growth"])


@given(counts, st.integers(2, 50))
@settings(max_examples=25, deadline=None)
def test_doubling_both_fields_changes_nothing(pairs, times):
    once = estimate(pairs, field_recent=900, field_before=700)
    more = estimate(pairs, field_recent=900 * times, field_before=700 * times)
    pd.testing.assert_frame_equal(once, more)


@given(counts)
@settings(max_examples=25, deadline=None)
def test_the_order_of_niches_is_irrelevant(pairs):
    turned = estimate(pairs[::-1])[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(estimate(pairs), turned, rtol=1e-9)


@pytest.mark.parametrize(("recent", "before"), [(2, 1), (1, 2), (1, 1), (3, 0)])
def test_more_papers_narrow_the_interval(recent, before):
    pairs = [(recent * times, before * times) for times in (1, 10, 100)]
    found = estimate([*pairs, *BACKGROUND], field_recent=700, field_before=700)[:3]
    width = np.log(found["growth_high"] / found["growth_low"]).to_numpy()
    assert width[0] > width[1] > width[2]


def test_growth_rises_with_the_recent_papers():
    found = estimate([(n, 20) for n in range(0, 60, 5)] + BACKGROUND)[:12]
    assert found["growth"].is_monotonic_increasing
    assert found["p_growth"].is_monotonic_increasing


def test_two_papers_after_one_are_no_doubling_and_two_hundred_after_a_hundred_are():
    pairs = [(2, 1), (200, 100), *BACKGROUND]
    found = estimate(pairs, field_recent=700, field_before=700)
    assert found["growth"][0] < 1.3
    assert found["growth_low"][0] < 1
    assert found["growth"][1] > 1.7
    assert found["growth_low"][1] > 1


def test_without_papers_nothing_is_known():
    found = estimate([(0, 0), *BACKGROUND])
    assert found["growth"][0] == pytest.approx(1, abs=1e-6)
    assert found["growth_low"][0] < 1 < found["growth_high"][0]
    alone = share_growth(np.array([0]), np.array([0]), field_recent=1, field_before=1)
    assert np.isfinite(alone.to_numpy()).all()


@pytest.mark.parametrize("field_growth", [0.5, 1.0, 3.0])
def test_without_true_growth_hardly_any_niche_is_called_rising(field_growth):
    _, found = simulate(0.0, n=600, field_growth=field_growth)
    assert (found["growth_low"] > 1).mean() < 0.10
    assert (found["growth_high"] < 1).mean() < 0.10


def coverage(spread):
    """The share of intervals that hold the truth."""
    covered = []
    for seed in range(3):
        truth, found = simulate(spread, n=700, seed=seed)
        covered.append((found["growth_low"] < truth) & (truth < found["growth_high"]))
    return np.mean(covered)


@pytest.mark.parametrize("spread", [0.2, 0.4, 0.8])
def test_four_intervals_in_five_hold_the_truth(spread):
    assert coverage(spread) == pytest.approx(0.8, abs=0.04)


def test_intervals_of_niches_that_hardly_differ_are_wide_rather_than_narrow():
    assert coverage(0.1) > 0.78


def test_most_niches_that_doubled_are_found_and_few_others():
    planted = np.where(np.arange(400) < 40, np.log(2), 0.0)
    _, found = simulate(planted, mean=80)
    rising = found["growth_low"] > 1
    assert rising[:40].mean() > 0.85
    assert rising[40:].mean() < 0.10
    assert 1.5 < found["growth"][:40].median() < 2


def test_the_chance_of_growth_is_calibrated():
    truth, found = simulate(0.3, n=1_500)
    sure = found["p_growth"] > 0.9
    assert (truth[sure] > 1).mean() > 0.9
    unsure = found["p_growth"].between(0.45, 0.55)
    assert (truth[unsure] > 1).mean() == pytest.approx(0.5, abs=0.15)


@given(counts, st.sampled_from([0.5, 1, 2, 3]))
@settings(max_examples=20, deadline=None)
def test_growth_a_year_compounds_to_growth_over_the_years(pairs, years):
    whole = estimate(pairs)
    a_year = yearly(whole, years=years)
    for name in ("growth", "growth_low", "growth_high"):
        assert (a_year[name] ** years).to_numpy() == pytest.approx(whole[name].to_numpy())
        assert ((a_year[name] > 1) == (whole[name] > 1)).all()
    assert a_year["p_growth"].equals(whole["p_growth"])


def test_one_niche_with_the_spread_of_all_has_the_growth_it_has_among_them():
    recent, before = np.array([*BACKGROUND, (20, 10)]).T
    fields = {"field_recent": int(recent.sum()), "field_before": int(before.sum())}
    together = share_growth(recent, before, **fields)
    spread = growth_spread(recent, before, **fields)
    alone = share_growth(recent[-1:], before[-1:], **fields, spread=spread)
    pd.testing.assert_frame_equal(alone, together.iloc[[-1]].reset_index(drop=True))
