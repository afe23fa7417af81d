"""A plan as it goes: from when to when its rungs are, by what was done, and the weeks behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.plans.plan_log import Entry
    from explorer.plans.records import Plan, Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class RungDays:
    """When a rung is, or was."""

    rung: Rung
    start: date
    end: date
    logged: float
    """Hours noted on it."""


def hours_logged(log: Sequence[Entry], rung_id: int | None) -> float:
    """Add up the hours that were noted on a rung."""
    return sum(each.minutes for each in log if each.rung_id == rung_id) / 60


def flow(plan: Plan, log: Sequence[Entry], *, today: date) -> list[RungDays]:
    """Lay the rungs one after the other by what was done and the hours a week that are left.

    What is done stays where it was. What is left begins today at the earliest: nothing is ever
    late, its days move on.
    """
    cursor, days = plan.created.date(), []
    for rung in plan.rungs:
        own = [each for each in log if each.rung_id == rung.rung_id]
        logged = hours_logged(own, rung.rung_id)
        first = own[0].day if own and rung.state != "planned" else None
        if rung.state == "done":
            start = first or cursor
            end = own[-1].day if own else min(_later(start, rung.hours, plan), max(today, start))
        else:
            start = first or max(cursor, today)
            left = max(rung.hours - logged, 0)
            end = max(_later(max(cursor, today), left, plan), start)
        days.append(RungDays(rung=rung, start=start, end=max(end, start), logged=logged))
        cursor = max(cursor, end)
    return days


def weekly_minutes(log: Sequence[Entry], *, today: date, weeks: int) -> list[tuple[date, int]]:
    """Add up the minutes of each of the last weeks, by their Monday, this week last."""
    this = monday(today)
    mondays = [this - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
    minutes = dict.fromkeys(mondays, 0)
    for each in log:
        if (week := monday(each.day)) in minutes:
            minutes[week] += each.minutes
    return list(minutes.items())


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _later(start: date, hours: float, plan: Plan) -> date:
    """Return the day on which so many hours from a day on are spent, or the last day there is."""
    try:
        return start + timedelta(weeks=hours / plan.hours_per_week)
    except OverflowError:
        return date.max
