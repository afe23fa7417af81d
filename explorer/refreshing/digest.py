"""The digest of a run: what changed since the run that it goes on from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from explorer.corpus.reading import read_papers_by_id
from explorer.errors import NothingToCompareError
from explorer.plans.digest import Digest, happened, moves, new_papers, openings
from explorer.plans.niches import list_niches
from explorer.refreshing.run import read_events
from explorer.runs import Run, read_run, read_table

if TYPE_CHECKING:
    import pandas as pd

    from explorer.settings import Settings


def read_digest(settings: Settings, run: Run) -> Digest:
    """Compare a run with the one that it goes on from, and with what a person keeps today.

    Raises
    ------
    NothingToCompareError
        If it goes on from none.
    RunNotFoundError, RunDamagedError
        If the one before is gone.
    """
    facts = run.manifest
    if "continues" not in facts:
        raise NothingToCompareError(run.run_id)
    earlier = read_run(settings.runs, facts["continues"])
    before, after = _niches(earlier), _niches(run)
    held = read_table(earlier, "members", columns=["paper_id"])["paper_id"]
    opened, closed = openings(before, after)
    return Digest(
        since=date.fromisoformat(earlier.manifest["as_of"]),
        as_of=date.fromisoformat(facts["as_of"]),
        joined=facts["assigned"],
        papers=facts["papers"],
        anew=facts.get("anew", ""),
        saved=new_papers(list_niches(settings.user), read_table(run, "members"), held),
        moved=moves(before, after),
        opened=opened,
        closed=closed,
        events=happened(read_events(run), before, after),
        holes=tuple(facts["not_fetched"]),
        invented=facts["kind"] == "demonstration",
    )


def read_titles(settings: Settings, digest: Digest) -> dict[str, str]:
    """Read the titles of the papers that a digest names, by id."""
    ids = [paper_id for niche in digest.saved for paper_id in niche.papers]
    papers = read_papers_by_id(settings.papers, ids)
    return dict(zip(papers["id"], papers["title"], strict=True))


def _niches(run: Run) -> pd.DataFrame:
    niches = read_table(run, "niches")
    return niches[niches["level"] == "niche"]
