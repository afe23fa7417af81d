"""The chances of a niche's scenarios on the day a plan was made, and now."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from explorer.presentation.forecast_texts import SCENARIOS, TITLES
from explorer.presentation.numbers import day_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

MOVED = 0.1
"""Change of a chance from which it is worth to say that it moved."""


def chances(row: Mapping[str, Any]) -> dict[str, float]:
    """Return the chance of each scenario; none where there was no forecast."""
    found = {name: float(row.get(f"chance_{name}") or "nan") for name in SCENARIOS}
    return {} if any(map(math.isnan, found.values())) else found


def chance_line(name: str, then: Mapping[str, float], now: Mapping[str, float]) -> str:
    """Say what a scenario is, how likely it was, and how likely it is."""
    told = [f"{100 * then[name]:.0f} % when the plan was made"] if then else []
    told += [f"{100 * now[name]:.0f} % now"] if now and now != then else []
    return f"{TITLES[name]}: {SCENARIOS[name]}; {', '.join(told) or 'no chance is known'}"


def moved_line(then: Mapping[str, float], now: Mapping[str, float], *, as_of: date) -> str:
    """Say which scenario became likelier than when the plan was made; nothing if none did."""
    if not then or not now:
        return ""
    name = max(SCENARIOS, key=lambda each: now[each] - then[each])
    if now[name] - then[name] < MOVED:
        return ""
    return (
        f"By the papers up to {day_name(as_of)}, “{TITLES[name].lower()}” became likelier: "
        f"{100 * then[name]:.0f} % when the plan was made, {100 * now[name]:.0f} % now."
    )
