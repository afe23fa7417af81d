"""A ladder for each of a hundred niches of real papers, against written targets."""

import logging
import re
import time
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from explorer.analysis import analyze
from explorer.corpus.importing.files import import_file
from explorer.corpus.reading import read_papers_by_id
from explorer.niches import READ_FOR_A_LADDER, combinations_of, niche_papers
from explorer.plans.drafting.combining import ids_beside
from explorer.plans.ladder import draft_ladder
from explorer.runs import read_table
from explorer.settings import Settings

pytestmark = [pytest.mark.benchmark, pytest.mark.real]

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "arxiv_cs_stat_2007_2016.parquet"

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)

NICHES = 100

OVERLAP = 0.5
"""Mean share of words of two ladders, outside headings, that both have."""

SECONDS = 0.7
"""Of processor time for the slowest ladder."""

JOINED = 0.5
"""Part of the ladders whose last rung is about an open combination."""

PARTS = ("problem", "approaches", "feasibility_and_value", "milestones", "budget", "done_when")

log = logging.getLogger(__name__)


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    """The ladders of niches spread over the ranking, the papers each is of, and their seconds."""
    if not REAL.exists():
        pytest.skip(f"needs the real corpus {REAL.name} in ../shared/data")
    settings = Settings(data_dir=tmp_path_factory.mktemp("real"))
    import_file(settings.papers, REAL, today=NOW.date())
    return ladders(settings, analyze(settings, now=NOW))


def ladders(settings, run):
    niches = read_table(run, "niches")
    niches = niches[niches["level"] == "niche"].reset_index(drop=True)
    words, as_of = read_table(run, "words"), date.fromisoformat(run.manifest["as_of"])
    found = []
    for row in np.linspace(0, len(niches) - 1, NICHES).astype(int):
        niche = niches.loc[row].to_dict()
        papers = niche_papers(settings, run, niche["niche_id"]).head(READ_FOR_A_LADDER)
        joinable = combinations_of(run, niche["niche_id"])
        beside = read_papers_by_id(settings.papers, ids_beside(joinable, papers))
        siblings = niches[niches["parent_id"] == niche["parent_id"]]
        own = words[words["niche_id"] == niche["niche_id"]]
        begun = time.process_time()
        ladder = draft_ladder(
            niche,
            papers,
            as_of=as_of,
            neighbours=siblings[siblings["niche_id"] != niche["niche_id"]],
            words=own,
            combinations=joinable,
            beside=beside,
        )
        found.append((ladder, set(papers["id"]), time.process_time() - begun))
    return found


def words_of(ladder):
    text = "\n".join(getattr(rung, part) for rung in ladder for part in PARTS)
    return set(re.findall(r"[a-z]+", text.lower()))


def test_every_rung_stands_on_a_paper_of_its_niche_and_no_two_on_the_same(drafted):
    for ladder, held, _ in drafted:
        mains = [rung.papers[0].arxiv_id for rung in ladder]
        assert len(mains) == len(set(mains)) == 4
        assert set(mains) <= held
        for rung in ladder:
            cited = [paper.arxiv_id for paper in rung.papers]
            assert len(cited) == len(set(cited))


def test_no_two_ladders_read_alike(drafted):
    pairs = combinations([words_of(ladder) for ladder, _, _ in drafted], 2)
    overlaps = [len(one & two) / len(one | two) for one, two in pairs]
    log.info("mean overlap %.3f, most %.3f", np.mean(overlaps), max(overlaps))
    assert np.mean(overlaps) <= OVERLAP


def test_a_ladder_is_drafted_well_within_a_second(drafted):
    seconds = [each for _, _, each in drafted]
    log.info("seconds: median %.2f, most %.2f", np.median(seconds), max(seconds))
    assert max(seconds) <= SECONDS


def test_most_last_rungs_join_what_no_paper_has_joined(drafted):
    said = [("No paper held joins them" in ladder[3].problem) for ladder, _, _ in drafted]
    log.info("%d of %d last rungs are about an open combination", sum(said), len(said))
    assert np.mean(said) >= JOINED
