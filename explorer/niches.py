"""One niche of a run, joined to its papers and to what a person keeps of it."""

from __future__ import annotations

from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from explorer.corpus.reading import read_papers_by_id
from explorer.errors import NicheNotFoundError, PlanNotFoundError
from explorer.merged_niches import members_together, read_wished
from explorer.plans.heirs import handed_on
from explorer.plans.niches import save_niche
from explorer.plans.plan_store import read_plan
from explorer.plans.profile_store import read_profile
from explorer.plans.wishes import list_wishes, parts_of
from explorer.results import read_middles
from explorer.runs import Run, read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from explorer.own_niche import OwnNiche
    from explorer.plans.records import Plan, Rung
    from explorer.plans.wish import Wish
    from explorer.settings import Settings

NOT_OF_THE_RUN = frozenset({"computed_name", "part_of", "hidden"})
"""Columns of what a person wants."""

READ_FOR_A_LADDER = 400
"""Papers, most central first, that a ladder is drafted from."""

MOST_READ, FROM_EACH_END = 1_000, 50
"""Papers of a large niche by words that are read: the most central, the earliest, the newest."""


def find_niche(niches: pd.DataFrame, wanted: str) -> pd.Series:
    """Find a group of any level by id, slug or name, that of a person before that of its papers.

    Raises
    ------
    NicheNotFoundError
        With the nearest slugs, if there is none.
    """
    for column in ("niche_id", "slug", "name", "computed_name"):
        values = niches[column].tolist() if column in niches else []
        if wanted in values:
            return niches.iloc[values.index(wanted)]
    slugs = niches["slug"].tolist()
    raise NicheNotFoundError(wanted, get_close_matches(wanted.lower(), slugs, n=3, cutoff=0.5))


def wishes_on(settings: Settings, run: Run) -> tuple[Wish, ...]:
    """Read what a person wants of the niches of a run, handed on from those that ended."""
    return handed_on(list_wishes(settings.user), run.manifest.get("ended", []))


def niche_papers(
    settings: Settings,
    run: Run,
    niche_id: str,
    *,
    parts: Sequence[str] = (),
) -> pd.DataFrame:
    """Read a niche's papers, and those of its parts, with ``similarity``, most central first."""
    members = read_table(run, "members", niche_ids=[niche_id, *parts])
    members = members_together(members, {niche_id: parts})
    members = members.sort_values(["similarity", "paper_id"], ascending=[False, True])
    papers = read_papers_by_id(settings.papers, members["paper_id"].tolist())
    similarity = members.set_index("paper_id")["similarity"]
    return papers.assign(similarity=papers["id"].map(similarity))


def near_niches(run: Run, niche_id: str, *, most: int) -> dict[str, float]:
    """Return the niches whose papers speak most alike, with the cosine of their middles."""
    import numpy as np

    ids, middles = read_middles(run.path) or ([], np.empty((0, 0)))
    if niche_id not in ids:
        return {}
    cosines = middles @ middles[ids.index(niche_id)]
    order = [row for row in np.argsort(-cosines, kind="stable") if ids[row] != niche_id]
    return {str(ids[row]): float(cosines[row]) for row in order[:most]}


def combinations_of(
    run: Run, *niche_ids: str, read: Callable[[Run, str], pd.DataFrame] = read_table
) -> pd.DataFrame:
    """Return the open combinations of niches, of each the likeliest to be joined soon first.

    None if the run was made before runs had them. ``read`` is for those who keep tables read.
    """
    import pandas as pd

    from explorer.trends.open_combinations import DOCUMENTED, TABLE

    if f"{TABLE}.parquet" not in run.manifest["files"]:
        return pd.DataFrame(columns=list(DOCUMENTED))
    table = read(run, TABLE)
    return table[table["niche_id"].isin(niche_ids)].reset_index(drop=True)


def combinations_beside(
    run: Run, own: OwnNiche, *, read: Callable[[Run, str], pd.DataFrame] = read_table
) -> pd.DataFrame:
    """Return the open combinations of the niches that share the papers of one by words.

    Those of which it holds a side: a paper named for it is of the niche. Each pair once, the
    likeliest to be joined soon first.
    """
    found = combinations_of(run, *own.neighbours["niche_id"].tolist(), read=read)
    held = set(own.members["paper_id"].tolist())
    sides = zip(found["method_ids"].tolist(), found["problem_ids"].tolist(), strict=True)
    kept = [not held.isdisjoint([*method, *problem]) for method, problem in sides]
    found = found.loc[kept].drop_duplicates(["method", "problem"])
    order = ["score", "method", "problem"]
    return found.sort_values(order, ascending=[False, True, True], ignore_index=True)


def white_space_of(run: Run) -> pd.DataFrame | None:
    """Return the cells of rising methods and fields; ``None`` if the run is older than they are."""
    from explorer.trends.white_space import TABLE

    if f"{TABLE}.parquet" not in run.manifest["files"]:
        return None
    return read_table(run, TABLE)


def keep_niche(
    settings: Settings,
    run: Run,
    wanted: str,
    *,
    now: datetime,
    hours_per_week: float | None = None,
) -> Plan:
    """Save a niche with a ladder drafted from its papers; a niche saved before keeps its plan.

    Parameters
    ----------
    hours_per_week : float, optional
        Those of the person's profile if left out, or ``DEFAULT_WEEK`` where it has none.

    Raises
    ------
    NicheNotFoundError
        If the run has no such niche of the finest level.
    """
    niches = read_table(run, "niches")
    niches = niches[niches["level"] == "niche"]
    wishes = wishes_on(settings, run)
    named, judged = read_wished(run, niches, wishes)
    niche = {str(key): value for key, value in find_niche(named, wanted).items()}
    niche_id = niche["niche_id"]
    parts = parts_of(wishes, niches)[niche_id] if niche_id in judged else ()
    words = judged[niche_id].words if parts else read_table(run, "words")
    siblings = named[(named["parent_id"] == niche["parent_id"]) & (named["part_of"] != niche_id)]
    papers = niche_papers(settings, run, niche_id, parts=parts)
    return _keep(
        settings,
        run,
        niche,
        papers.head(READ_FOR_A_LADDER),
        paper_ids=papers["id"].tolist(),
        neighbours=siblings[siblings["niche_id"] != niche["niche_id"]],
        words=words[words["niche_id"] == niche["niche_id"]],
        open_pairs=combinations_of(run, niche_id),
        hours_per_week=hours_per_week,
        now=now,
    )


def own_papers(settings: Settings, own: OwnNiche) -> pd.DataFrame:
    """Read the papers of a niche by words with ``similarity``, most central first.

    Of a large niche, those are read that a person would be shown.
    """
    members = own.members
    if len(members) > MOST_READ:
        by_month = members.sort_values(["month", "paper_id"]).index
        ends = by_month[:FROM_EACH_END].union(by_month[-FROM_EACH_END:])
        members = members[members.index.isin(ends) | (members.index < MOST_READ)]
    papers = read_papers_by_id(settings.papers, members["paper_id"].tolist())
    similarity = members.set_index("paper_id")["similarity"]
    return papers.assign(similarity=papers["id"].map(similarity))


def keep_own(
    settings: Settings,
    run: Run,
    own: OwnNiche,
    *,
    now: datetime,
    hours_per_week: float | None = None,
) -> Plan:
    """Save a niche by words as ``keep_niche`` saves others; what defines it is kept with it."""
    return _keep(
        settings,
        run,
        own.niche,
        own_papers(settings, own).head(READ_FOR_A_LADDER),
        paper_ids=own.members["paper_id"].tolist(),
        neighbours=own.neighbours,
        words=own.words,
        open_pairs=combinations_beside(run, own),
        hours_per_week=hours_per_week,
        now=now,
        query=own.query.typed,
    )


def _keep(
    settings: Settings,
    run: Run,
    niche: Mapping[str, Any],
    papers: pd.DataFrame,
    *,
    paper_ids: list[str],
    neighbours: pd.DataFrame,
    words: pd.DataFrame,
    open_pairs: pd.DataFrame,
    hours_per_week: float | None,
    now: datetime,
    query: str = "",
) -> Plan:
    if kept := _plan_of(settings, niche["niche_id"]):
        return kept
    week = _week(settings) if hours_per_week is None else hours_per_week
    as_of = date.fromisoformat(run.manifest["as_of"])
    known = {"neighbours": neighbours, "words": words, "combinations": open_pairs}
    rungs = _ladder(settings, niche, papers, hours_per_week=week, as_of=as_of, **known)
    return save_niche(
        settings.user,
        {key: value for key, value in niche.items() if key not in NOT_OF_THE_RUN},
        paper_ids=paper_ids,
        run_id=run.run_id,
        as_of=as_of,
        rungs=rungs,
        hours_per_week=week,
        now=now,
        kind=run.manifest["kind"],
        query=query,
    )


def _ladder(
    settings: Settings,
    niche: Mapping[str, Any],
    papers: pd.DataFrame,
    *,
    combinations: pd.DataFrame,
    **known: Any,
) -> tuple[Rung, ...]:
    """Draft rungs, with the papers beside the niche that its open combinations come from."""
    from explorer.plans.drafting.combining import ids_beside
    from explorer.plans.ladder import draft_ladder

    beside = read_papers_by_id(settings.papers, ids_beside(combinations, papers))
    return draft_ladder(niche, papers, combinations=combinations, beside=beside, **known)


def _week(settings: Settings) -> float:
    """Return the hours a week of the person's profile, or the usual ones."""
    from explorer.plans.ladder import DEFAULT_WEEK

    return read_profile(settings.user).hours_per_week or DEFAULT_WEEK


def _plan_of(settings: Settings, niche_id: str) -> Plan | None:
    try:
        return read_plan(settings.user, niche_id)
    except PlanNotFoundError:
        return None
