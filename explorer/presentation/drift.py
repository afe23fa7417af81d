"""What became of a plan since it was drafted, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.presentation.ladder import rung_name
from explorer.presentation.numbers import counted, day_name, listed
from explorer.presentation.scenarios import MOVED
from explorer.trends.scenarios import TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.plans.drift import Nearest, PlanCheck

CHANGES = {
    "rose": "It grows faster than the interval that stood on screen when you saved it.",
    "cooled": "It grows slower than the interval that stood on screen when you saved it.",
    "crowded": "It got crowded: half as many papers again in 12 months, or more.",
    "split": "Its papers came apart when niches were found anew.",
    "merged": "It took in the papers of another niche.",
    "drifted": "Its papers are largely others since niches were found anew.",
    "gone": "It is in this analysis no more; your plan lives on with its own definition.",
    "over": "It ended, and its papers went over into {into}; your plan is held against them.",
    "part": "You made it part of {into}; look at that one, or undo it with --unmerge.",
    "whole": "It counts the papers of {into} too, which you made part of it.",
}


def check_lines(check: PlanCheck) -> list[str]:
    """Say what the niche did since the plan was drafted."""
    came = counted(check.new_papers, "paper")
    first = f"{came} came to it from {day_name(check.since)} to {day_name(check.as_of)}."
    into = listed([f"“{name}”" for name in check.into], most=5)
    return [first, *(CHANGES[each].format(into=into) for each in check.changes)]


def scenario_line(check: PlanCheck) -> str:
    """Say which scenario became likelier since it was looked at last; nothing if none did."""
    then, now = check.chances_then, check.chances_now
    if not then or not now:
        return ""
    name = max(now, key=lambda each: now[each] - then[each])
    if now[name] - then[name] < MOVED:
        return ""
    return (
        f"“{TITLES[name]}” became likelier: {100 * then[name]:.0f} % as of "
        f"{day_name(check.since)}, {100 * now[name]:.0f} % now; look at what you would then do."
    )


def alert_lines(check: PlanCheck, titles: Mapping[str, str]) -> list[str]:
    """Name the papers by which somebody may have done a rung."""
    return [
        f"{rung_name(each.rung.position, each.rung.kind)}: somebody may have done this. "
        + "; ".join(near_text(near, titles) for near in each.nearest if near.alert)
        for each in check.rungs
        if any(near.alert for near in each.nearest)
    ]


def near_text(near: Nearest, titles: Mapping[str, str]) -> str:
    """Name a paper and say how near it is."""
    title = titles.get(near.paper_id, near.paper_id)
    return f"“{title}” (arXiv:{near.paper_id}, likeness {near.likeness:.2f} of 1)"
