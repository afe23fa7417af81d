"""A plan together with its niche and belongings, as files that are read by people need them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from explorer.plans.belongings import Belongings, read_belongings
from explorer.plans.hours import day_reached
from explorer.plans.niches import list_niches, read_niche
from explorer.plans.plan_store import list_plans, read_plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from explorer.plans.records import Plan, Rung, RungPaper, SavedNiche


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a person keeps of one niche."""

    niche: SavedNiche
    plan: Plan
    belongings: Belongings = field(default_factory=Belongings)


def read_kept(url_or_path: str | Path, wanted: str | int) -> Kept:
    """Read a plan and what belongs to it by its number, or by the id or slug of the niche."""
    plan = read_plan(url_or_path, wanted)
    niche = read_niche(url_or_path, plan.niche_id)
    return Kept(niche=niche, plan=plan, belongings=read_belongings(url_or_path, plan.plan_id))


def list_kept(url_or_path: str | Path) -> tuple[Kept, ...]:
    """Read all plans, that of the niche saved first first."""
    plans = {plan.plan_id: plan for plan in list_plans(url_or_path)}
    saved = reversed(list_niches(url_or_path))
    return tuple(
        Kept(
            niche=niche,
            plan=plans[niche.plan_id],
            belongings=read_belongings(url_or_path, niche.plan_id),
        )
        for niche in saved
        if niche.plan_id in plans
    )


def rung_days(plan: Plan) -> Iterator[tuple[Rung, date, date]]:
    """Give each rung with its first day and the day after its last, one after the other."""
    spent = 0.0
    for rung in plan.rungs:
        start = day_reached(plan, spent)
        spent += rung.hours
        yield rung, start, day_reached(plan, spent)


def cited_papers(kept: Sequence[Kept]) -> dict[str, tuple[RungPaper, bool]]:
    """Map the id of each paper of any rung to how it is cited first, and whether it is real."""
    papers: dict[str, tuple[RungPaper, bool]] = {}
    for each in kept:
        for rung in each.plan.rungs:
            for paper in rung.papers:
                papers.setdefault(paper.arxiv_id, (paper, each.niche.kind == "real"))
    return {key: papers[key] for key in sorted(papers)}
