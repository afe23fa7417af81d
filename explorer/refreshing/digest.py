"""The digest of a run: what changed since the run that it goes on from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from explorer.corpus.reading import read_papers_by_id
from explorer.errors import NothingToCompareError
from explorer.own_niche import OwnNiche, find_own, open_basis
from explorer.plans.digest import Digest, happened, moves, new_papers, openings
from explorer.plans.niches import list_niches
from explorer.refreshing.run import read_events
from explorer.runs import Run, read_run, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from explorer.plans.records import SavedNiche
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
    saved = list_niches(settings.user)
    return Digest(
        since=date.fromisoformat(earlier.manifest["as_of"]),
        as_of=date.fromisoformat(facts["as_of"]),
        joined=facts["assigned"],
        papers=facts["papers"],
        anew=facts.get("anew", ""),
        saved=new_papers(saved, _members(settings, run, saved), held),
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


def _members(settings: Settings, run: Run, saved: Sequence[SavedNiche]) -> pd.DataFrame:
    """Read which papers are in which niche, in saved niches by words too."""
    import pandas as pd

    members = read_table(run, "members")
    by_words = [niche for niche in saved if niche.query]
    if not by_words:
        return members
    basis = open_basis(run)
    found = [(niche, find_own(settings, basis, niche.query)) for niche in by_words]
    own = [
        each.members.assign(niche_id=niche.niche_id)
        for niche, each in found
        if isinstance(each, OwnNiche)
    ]
    return pd.concat([members, *own], ignore_index=True)


def _niches(run: Run) -> pd.DataFrame:
    niches = read_table(run, "niches")
    return niches[niches["level"] == "niche"]
