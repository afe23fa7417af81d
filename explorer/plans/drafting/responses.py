"""What one would do if a niche booms, gets crowded, goes on, or stalls: a first line for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.plans.records import Plan, SavedNiche

INNER = "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
"""Marks of a quotation inside of another."""


def draft_responses(plan: Plan, niche: SavedNiche, *, near: Sequence[str] = ()) -> dict[str, str]:
    """Draft a line for each scenario from the plan's own rungs and the niche's words.

    Parameters
    ----------
    near : sequence of str
        Names of the niches that are nearest, if they are known.

    Returns
    -------
    dict
        By name of scenario; a plan without an open rung has none.
    """
    ahead = [_inside(rung.title) for rung in plan.rungs if rung.state != "done"]
    if not ahead:
        return {}
    first, last = ahead[0], ahead[-1]
    narrow = niche.terms[1] if len(niche.terms) > 1 else niche.name
    beside = near[0] if near else "the niche nearest to it"
    sooner = f"Share a first result of “{first}” before all of it is done"
    return {
        "booms": f"{sooner}, then go straight to “{last}” while there is room.",
        "crowded": f"Narrow down to {narrow}, and to what others have not joined: “{last}”.",
        "steady": f"Go on as planned: “{first}” next, at {plan.hours_per_week:g} hours a week.",
        "stalls": f"Finish “{first}”, which is learned for good, and carry it over to {beside}.",
    }


def _inside(title: str) -> str:
    """Write a title as it stands inside of another quotation."""
    return title.replace("“", INNER[0]).replace("”", INNER[1])
