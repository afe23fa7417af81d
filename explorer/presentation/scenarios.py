"""The chances of a niche's scenarios on the day a plan was made, and now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.presentation.numbers import day_name
from explorer.trends.scenarios import MEANINGS, TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

MOVED = 0.1
"""Change of a chance from which it is worth to say that it moved."""


def chance_line(name: str, then: Mapping[str, float], now: Mapping[str, float]) -> str:
    """Say what a scenario is, how likely it was, and how likely it is."""
    told = [f"{100 * then[name]:.0f} % when the plan was made"] if then else []
    told += [f"{100 * now[name]:.0f} % now"] if now and now != then else []
    return f"{TITLES[name]}: {MEANINGS[name]}; {', '.join(told) or 'no chance is known'}"


def moved_line(then: Mapping[str, float], now: Mapping[str, float], *, as_of: date) -> str:
    """Say which scenario became likelier than when the plan was made; nothing if none did."""
    if not then or not now:
        return ""
    name = max(TITLES, key=lambda each: now[each] - then[each])
    if now[name] - then[name] < MOVED:
        return ""
    return (
        f"By the papers up to {day_name(as_of)}, “{TITLES[name].lower()}” became likelier: "
        f"{100 * then[name]:.0f} % when the plan was made, {100 * now[name]:.0f} % now."
    )
