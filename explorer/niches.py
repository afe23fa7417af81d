"""One niche of a run, joined to its papers and to what a person keeps of it."""

from __future__ import annotations

from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING

from explorer.corpus.reading import read_papers_by_id
from explorer.errors import NicheNotFoundError, PlanNotFoundError
from explorer.plans.ladder import DEFAULT_WEEK, draft_ladder
from explorer.plans.niches import save_niche
from explorer.plans.plan_store import read_plan
from explorer.runs import Run, read_table

if TYPE_CHECKING:
    import pandas as pd

    from explorer.plans.records import Plan
    from explorer.settings import Settings

READ_FOR_A_LADDER = 400
"""Papers, most central first, that a ladder is drafted from."""


def find_niche(niches: pd.DataFrame, wanted: str) -> pd.Series:
    """Find a group of any level by id, slug or name.

    Raises
    ------
    NicheNotFoundError
        With the nearest slugs, if there is none.
    """
    for column in ("niche_id", "slug", "name"):
        found = niches[niches[column] == wanted]
        if len(found):
            return found.iloc[0]
    slugs = niches["slug"].tolist()
    raise NicheNotFoundError(wanted, get_close_matches(wanted.lower(), slugs, n=3, cutoff=0.5))


def niche_papers(settings: Settings, run: Run, niche_id: str) -> pd.DataFrame:
    """Read a niche's papers with ``similarity``, most central first."""
    members = read_table(run, "members")
    members = members[members["niche_id"] == niche_id]
    members = members.sort_values(["similarity", "paper_id"], ascending=[False, True])
    papers = read_papers_by_id(settings.papers, members["paper_id"].tolist())
    similarity = members.set_index("paper_id")["similarity"]
    return papers.assign(similarity=papers["id"].map(similarity))


def keep_niche(
    settings: Settings,
    run: Run,
    wanted: str,
    *,
    now: datetime,
    hours_per_week: float = DEFAULT_WEEK,
) -> Plan:
    """Save a niche with a ladder drafted from its papers; a niche saved before keeps its plan.

    Raises
    ------
    NicheNotFoundError
        If the run has no such niche of the finest level.
    """
    niches = read_table(run, "niches")
    niches = niches[niches["level"] == "niche"]
    niche = {str(key): value for key, value in find_niche(niches, wanted).items()}
    if kept := _plan_of(settings, niche["niche_id"]):
        return kept
    papers = niche_papers(settings, run, niche["niche_id"])
    words = read_table(run, "words")
    siblings = niches[niches["parent_id"] == niche["parent_id"]]
    rungs = draft_ladder(
        niche,
        papers.head(READ_FOR_A_LADDER),
        hours_per_week=hours_per_week,
        as_of=date.fromisoformat(run.manifest["as_of"]),
        neighbours=siblings[siblings["niche_id"] != niche["niche_id"]],
        words=words[words["niche_id"] == niche["niche_id"]],
    )
    return save_niche(
        settings.user,
        niche,
        paper_ids=papers["id"].tolist(),
        run_id=run.run_id,
        as_of=date.fromisoformat(run.manifest["as_of"]),
        rungs=rungs,
        hours_per_week=hours_per_week,
        now=now,
        kind=run.manifest["kind"],
    )


def _plan_of(settings: Settings, niche_id: str) -> Plan | None:
    try:
        return read_plan(settings.user, niche_id)
    except PlanNotFoundError:
        return None
