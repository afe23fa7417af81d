"""The back-test on real papers, against written targets: how right the score is, and what it costs.

The targets are those that were stated before the first look; nothing here is tuned to.
"""

import logging
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from explorer.backtesting.asked import Asked
from explorer.backtesting.flags import flag_record
from explorer.backtesting.run import back_test
from explorer.corpus.importing.files import import_file
from explorer.presentation.backtest_tables import by_cutoff, chance_table, pooled_table
from explorer.settings import Settings

pytestmark = [pytest.mark.benchmark, pytest.mark.real]

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "arxiv_cs_stat_2007_2016.parquet"

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

CUTOFFS = ("2010-12", "2011-12", "2012-12", "2013-12")

AUC, LIFT_20, ABOVE_EB = 0.72, 2.5, 0.08
"""Means over cutoffs; the last by how much the AUC of EB growth is below that of the score."""

CALIBRATION, COVERAGE = 0.05, (0.76, 0.84)
"""Error of the chance of growth over ten bins, at most, and what an 80 % interval of the share or
of the papers a year holds; of the niches of all cutoffs together."""

SECONDS = 480
"""Of processor time, for six cutoffs."""

log = logging.getLogger(__name__)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    if not REAL.exists():
        pytest.skip(f"needs the real corpus {REAL.name} in ../shared/data")
    settings = Settings(data_dir=tmp_path_factory.mktemp("real"))
    import_file(settings.papers, REAL, today=NOW.date())
    return settings


@pytest.fixture(scope="module")
def made(home):
    return back_test(home, Asked(cutoffs=CUTOFFS, horizons=(1, 2, 3), seeds=(0, 1)), now=NOW)


def test_the_score_is_as_right_as_was_stated(made):
    measures = made.tables["measures"].query("horizon == 3")
    pooled = pooled_table(measures).set_index("ranking")
    log.info("\n%s\n%s", pooled.round(3).to_string(), by_cutoff(measures, "auc").to_string())
    log.info("\n%s", flag_record(made.tables["niches"]).query("horizon == 3").to_string())
    assert pooled.loc["score", "auc"] >= AUC - 0.01
    assert pooled.loc["score", "lift_20"] >= LIFT_20
    assert pooled.loc["eb_growth", "below"] >= ABOVE_EB
    assert pooled.loc["eb_growth", "below_low"] > 0


@pytest.mark.parametrize("horizon", [1, 2, 3])
def test_chances_are_calibrated_and_intervals_hold_four_of_five(made, horizon):
    forecasts, chances = made.tables["forecasts"], made.tables["chances"]
    forecasts = forecasts[forecasts["horizon"] == horizon]
    chances = chances[chances["horizon"] == horizon]
    log.info("\n%s\n%s", forecasts.round(3).to_string(), chance_table(chances).to_string())
    pooled = forecasts[forecasts["cutoff"] == "pooled"].iloc[0]
    assert pooled["calibration_error"] <= CALIBRATION
    for name in ("share_inside", "papers_inside"):
        assert COVERAGE[0] <= pooled[name] <= COVERAGE[1]


def test_six_cutoffs_cost_less_than_eight_minutes(home):
    begun = time.process_time()
    cutoffs = tuple(f"{year}-12" for year in range(2010, 2016))
    back_test(home, Asked(cutoffs=cutoffs, horizons=(1,)), now=NOW)
    took = time.process_time() - begun
    log.info("six cutoffs took %.0f s of processor time", took)
    assert took < SECONDS
