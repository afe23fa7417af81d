"""The digest of a run: what changed since one that it goes on from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from explorer.corpus.reading import read_papers_by_id
from explorer.errors import NothingToCompareError, RunError
from explorer.merged_niches import members_together, read_wished
from explorer.own_niche import OwnNiche, find_own, open_basis
from explorer.plans.digest import (
    Digest,
    Event,
    happened,
    inherited,
    moves,
    new_papers,
    openings,
)
from explorer.plans.heirs import handed_on
from explorer.plans.niches import list_niches
from explorer.plans.plan_store import list_plans
from explorer.plans.wishes import list_wishes, parts_of, with_wishes
from explorer.refreshing.chain import last_before, runs_before
from explorer.refreshing.drift import check_plan
from explorer.refreshing.run import read_events
from explorer.runs import Run, read_run, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from explorer.plans.drift import PlanCheck
    from explorer.plans.records import SavedNiche
    from explorer.plans.wish import Wish
    from explorer.settings import Settings


def read_digest(settings: Settings, run: Run, *, since: date | None = None) -> Digest:
    """Compare a run with an earlier one, and with what a person keeps today.

    Niches bear a person's own names; of those that they hid, only events are told.

    Parameters
    ----------
    since : date, optional
        Compare with the newest run that looked from this day or before, or the oldest there is; if
        left out, with the one that this run goes on from.

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
    before_it = [read_run(settings.runs, facts["continues"])]
    if since is not None:
        before_it = runs_before(settings.runs, run)
    earlier = before_it[0] if since is None else last_before(before_it, since)
    later = [run, *before_it[: before_it.index(earlier)]][::-1]
    wishes = list_wishes(settings.user)
    before, after = (_wished(each, wishes) for each in (earlier, run))
    seen = [each[~each["hidden"]] for each in (before, after)]
    held = read_table(earlier, "members", columns=["paper_id"])["paper_id"]
    opened, closed = openings(*seen)
    saved = list_niches(settings.user)
    return Digest(
        since=date.fromisoformat(earlier.manifest["as_of"]),
        as_of=date.fromisoformat(facts["as_of"]),
        joined=facts["assigned"] if len(later) == 1 else _joined(run, held),
        papers=facts["papers"],
        anew="; ".join(filter(None, (each.manifest.get("anew", "") for each in later))),
        saved=new_papers(saved, _members(settings, run, saved, wishes), held),
        moved=moves(*seen),
        opened=opened,
        closed=closed,
        events=_happened(later, before, wishes),
        handed_on=inherited(wishes, run.manifest.get("ended", []), after),
        holes=tuple(dict.fromkeys(hole for each in later for hole in each.manifest["not_fetched"])),
        invented=facts["kind"] == "demonstration",
        judged=run.verdicts_as_of if "verdicts_as_of" in facts else None,
        plans=_plans(settings, run, earlier, saved),
    )


def _plans(
    settings: Settings, run: Run, earlier: Run, saved: Sequence[SavedNiche]
) -> tuple[PlanCheck, ...]:
    """Hold each plan against what came since an earlier run."""
    niches = {niche.niche_id: niche for niche in saved}
    plans = [plan for plan in list_plans(settings.user) if plan.niche_id in niches]
    try:
        basis = open_basis(run) if plans else None
    except RunError:
        basis = None
    if basis is None:
        return ()
    return tuple(
        check_plan(settings, basis, plan, niches[plan.niche_id], since=earlier) for plan in plans
    )


def _joined(run: Run, held: pd.Series) -> int:
    now = read_table(run, "members", columns=["paper_id"])["paper_id"].drop_duplicates()
    return int((~now.isin(held)).sum())


def _happened(
    later: Sequence[Run], before: pd.DataFrame, wishes: Sequence[Wish]
) -> tuple[Event, ...]:
    """Tell what happened in each of some runs, the oldest first, in the names of the time."""
    told: list[Event] = []
    for run in later:
        events = read_events(run)
        if len(events):
            after = with_wishes(_niches(run), _handed_on(run, wishes))
            told += happened(events, before, after)
            before = after
    return tuple(told)


def read_titles(settings: Settings, digest: Digest) -> dict[str, str]:
    """Read the titles of the papers that a digest names, by id."""
    ids = [paper_id for niche in digest.saved for paper_id in niche.papers]
    rungs = [rung for plan in digest.plans for rung in plan.rungs]
    ids += [near.paper_id for rung in rungs for near in rung.nearest if near.alert]
    papers = read_papers_by_id(settings.papers, ids)
    return dict(zip(papers["id"], papers["title"], strict=True))


def _members(
    settings: Settings, run: Run, saved: Sequence[SavedNiche], wishes: Sequence[Wish]
) -> pd.DataFrame:
    """Read which papers are in which niche, in saved niches by words too."""
    import pandas as pd

    parts = parts_of(_handed_on(run, wishes), _niches(run))
    members = members_together(read_table(run, "members"), parts)
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


def _wished(run: Run, wishes: Sequence[Wish]) -> pd.DataFrame:
    """Read the niches of a run as the person wants them."""
    return read_wished(run, _niches(run), _handed_on(run, wishes))[0]


def _handed_on(run: Run, wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    return handed_on(wishes, run.manifest.get("ended", []))


def _niches(run: Run) -> pd.DataFrame:
    niches = read_table(run, "niches")
    return niches[niches["level"] == "niche"]
