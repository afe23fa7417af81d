import numpy as np
import pandas as pd
import pytest

from explorer.backtesting.forecasts import BINS, forecast_tables
from explorer.backtesting.run import measured_tables
from explorer.presentation.backtest_tables import chance_table
from explorer.trends.forecast import SCENARIOS, FieldSize, forecast

SIZE = FieldSize(papers=20_000.0, growth=0.0, years=3.0)


def niches_of(n, *, horizon=3, strays=1.0, seed=0):
    """Make niches whose shares walk as a forecast says, or ``strays`` times as far."""
    rng = np.random.default_rng(seed)
    novel, recent = rng.uniform(0, 100, n), rng.integers(20, 200, n)
    told = forecast(novel, recent, recent / SIZE.papers, SIZE)
    end = f"share_in_{12 * horizon}"
    scale = np.log(told[f"{end}_high"] / told[end]) / 1.533  # 80 % of Student's t with 4
    later = told[end] * np.exp(strays * scale * rng.standard_t(4, n))
    realised = (later / told["share"]) ** (1 / horizon)
    return told.assign(
        cutoff=np.where(np.arange(n) % 2, "2012-12", "2013-12"),
        seed=0,
        horizon=horizon,
        niche_id=[f"n{i:05d}" for i in range(n)],
        parent_id=[f"s{i // 10}" for i in range(n)],
        measured=True,
        papers_recent=recent,
        later=later * SIZE.papers,
        realised=realised,
        grew=realised > 1.08,
    )


@pytest.fixture(scope="module")
def walked():
    return forecast_tables(niches_of(6_000))


def pooled(tables):
    return tables["forecasts"].query("cutoff == 'pooled'").iloc[0]


def test_what_walks_as_was_said_is_calibrated_and_inside_as_often(walked):
    found = pooled(walked)
    assert found["calibration_error"] < 0.03
    assert found["share_inside"] == pytest.approx(0.8, abs=0.02)
    assert found["papers_inside"] > found["share_inside"]
    assert found["stated"] == pytest.approx(found["grew"], abs=0.02)
    for name in ("calibration_error", "share_inside", "papers_inside"):
        assert found[f"{name}_low"] <= found[f"{name}_high"]
    assert found["share_inside_low"] < 0.81
    assert found["share_inside_high"] > 0.79


def test_what_strays_twice_as_far_is_found_out():
    found = pooled(forecast_tables(niches_of(2_000, strays=2.0)))
    assert found["share_inside"] < 0.65


def test_scenarios_are_calibrated_too(walked):
    events = chance_table(walked["chances"]).set_index("event")
    assert set(events.index) == {"grew", *SCENARIOS}
    assert (events["error"] < 0.05).all()
    assert events.loc[list(SCENARIOS), ["stated", "came"]].sum().to_numpy() == pytest.approx(1)


def test_every_cutoff_has_a_row_and_every_bin_its_niches(walked):
    forecasts, chances = walked["forecasts"], walked["chances"]
    assert forecasts["cutoff"].tolist() == ["2012-12", "2013-12", "pooled"]
    assert forecasts["niches"].tolist() == [3_000, 3_000, 6_000]
    assert (chances.groupby("event")["niches"].sum() == 6_000).all()
    assert (chances["stated"].between(chances["bin"] / BINS, (chances["bin"] + 1) / BINS)).all()


def test_only_niches_that_count_in_the_measures_count_here():
    niches = niches_of(200)
    niches.loc[niches.index < 40, "measured"] = False
    assert pooled(forecast_tables(niches))["niches"] == 160


def test_a_horizon_that_is_not_forecast_or_an_older_run_has_nothing_to_measure():
    later = forecast_tables(niches_of(50).assign(horizon=7))
    older = forecast_tables(niches_of(50)[["cutoff", "seed", "horizon", "measured"]])
    for tables in (later, older):
        assert all(table.empty for table in tables.values())


def test_order_does_not_matter(walked):
    turned = forecast_tables(niches_of(6_000).iloc[::-1])
    for name, table in walked.items():
        pd.testing.assert_frame_equal(turned[name], table)


def test_a_back_test_measures_the_forecasts_of_its_runs(made):
    found = made.tables["forecasts"]
    assert set(found["cutoff"]) == {"2012-12", "2013-12", "pooled"}
    assert found["share_inside"].between(0, 1).all()
    again = measured_tables(made.tables["niches"])["forecasts"]
    pd.testing.assert_frame_equal(again, found)
