"""Flags on real papers whose months were shuffled, where nothing grows, against the stated rate."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from explorer.analysis import analyze
from explorer.corpus.importing.files import import_file
from explorer.runs import read_table
from explorer.settings import Settings
from explorer.trends.scores import ACHIEVABLE_LINE, MIN_RECENT, NOVEL_LINE
from explorer.trends.stated_rate import FALSE_FLAGS

pytestmark = [pytest.mark.benchmark, pytest.mark.real]

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "arxiv_cs_stat_2007_2016.parquet"

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

CATEGORY = "stat.ML"
"""Papers that list it are shuffled, to be analysed in minutes."""

SEEDS = (0, 1, 2)

log = logging.getLogger(__name__)


@pytest.mark.parametrize("seed", SEEDS)
def test_where_nothing_grows_flags_stay_under_the_stated_rate(seed, tmp_path):
    if not REAL.exists():
        pytest.skip(f"needs the real corpus {REAL.name} in ../shared/data")
    papers = pd.read_parquet(REAL)
    papers = papers[papers["categories"].str.split().map(lambda codes: CATEGORY in codes)]
    order = np.random.default_rng(seed).permutation(len(papers))
    papers = papers.assign(published=papers["published"].to_numpy()[order])
    papers.to_parquet(tmp_path / "shuffled.parquet")
    settings = Settings(data_dir=tmp_path)
    import_file(settings.papers, tmp_path / "shuffled.parquet", today=NOW.date())
    niches = read_table(analyze(settings, now=NOW), "niches")
    niches = niches[niches["level"] == "niche"]
    above = (niches["novel"] >= NOVEL_LINE) & (niches["achievable"] >= ACHIEVABLE_LINE)
    above &= niches["papers_recent"] >= MIN_RECENT
    log.info(
        "%d papers, %d niches, %d newborn: %d above both lines, %d flagged",
        len(papers),
        len(niches),
        (niches["kind"] == "newborn").sum(),
        above.sum(),
        niches["opening"].sum(),
    )
    assert niches["opening"].mean() <= FALSE_FLAGS
