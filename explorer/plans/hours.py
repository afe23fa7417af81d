"""Milestones of a rung: what to do, the metric, and the week, counted from the rung's start."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.plans.records import Plan

BASE_HOURS = (20, 40, 90, 200)
"""Hours of the four rungs for somebody with five hours a week."""
BASE_WEEK = 5.0


def rung_hours(hours_per_week: float) -> tuple[int, ...]:
    """Scale the four rungs to a person's week: more time means both larger and sooner.

    Hours grow with the square root of the time at hand, so that one hour a week does not
    stretch a first reproduction over a year, nor forty hours turn it into an afternoon.
    """
    factor = (hours_per_week / BASE_WEEK) ** 0.5
    hours: list[int] = []
    for base in BASE_HOURS:
        wanted = max(5, round(base * factor / 5) * 5)
        hours.append(max(wanted, hours[-1] + 5) if hours else wanted)
    return tuple(hours)


def weeks(hours: float, hours_per_week: float) -> int:
    """Count the weeks that hours take, the begun one included."""
    return max(1, ceil(round(hours / hours_per_week, 6)))


def day_reached(plan: Plan, hours: float) -> date:
    """Return the day on which so many hours of a plan are spent, or the last day there is."""
    try:
        return plan.created.date() + timedelta(weeks=hours / plan.hours_per_week)
    except OverflowError:
        return date.max


def milestones(
    steps: Sequence[tuple[float, str, str]], *, hours: float, hours_per_week: float
) -> str:
    """Write one line for each step, a ``(part of the hours, what, metric)``."""
    lines = []
    for part, what, metric in steps:
        spent = hours * part
        week = weeks(spent, hours_per_week)
        lines.append(f"- Week {week} ({spent:.0f} h): {what}. Metric: {metric}.")
    return "\n".join(lines)
