"""A plan as it goes, as tables for its charts and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.plans.rhythm import flow, weekly_minutes
from explorer.presentation.ladder import COLUMNS, rung_name
from explorer.presentation.numbers import counted, day_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import pandas as pd

    from explorer.plans.plan_log import Entry
    from explorer.plans.records import Plan

WEEKS = 12
"""Weeks that are looked back on."""


def flowing_rungs(plan: Plan, log: Sequence[Entry], *, today: date) -> pd.DataFrame:
    """Lay the rungs out by what was done.

    Returns
    -------
    DataFrame, one row a rung
        As from ``dated_rungs``, and ``logged`` and ``left`` (hours).
    """
    import pandas as pd

    rows = [
        {
            "rung": rung_name(each.rung.position, each.rung.kind),
            "start": each.start,
            "end": each.end,
            "dates": f"{day_name(each.start)} to {day_name(each.end)}",
            "hours": each.rung.hours,
            "state": each.rung.state,
            "logged": each.logged,
            "left": max(each.rung.hours - each.logged, 0.0) * (each.rung.state != "done"),
        }
        for each in flow(plan, log, today=today)
    ]
    table = pd.DataFrame(rows, columns=[*COLUMNS, "logged", "left"])
    return table.astype({"start": "datetime64[s]", "end": "datetime64[s]"})


def progress_rows(rungs: pd.DataFrame) -> pd.DataFrame:
    """Part the hours of each rung into those noted and those left, for a chart.

    Returns
    -------
    DataFrame
        ``rung``, ``part`` (``noted`` or ``left``) and ``hours``.
    """
    import pandas as pd

    parts = [
        rungs[["rung"]].assign(part=part, hours=rungs[column])
        for part, column in (("noted", "logged"), ("left", "left"))
    ]
    return pd.concat(parts, ignore_index=True)


def week_rows(log: Sequence[Entry], *, today: date) -> pd.DataFrame:
    """List the last weeks with their hours.

    Returns
    -------
    DataFrame
        ``week`` (its Monday, datetime), ``hours`` and ``told`` (text).
    """
    import pandas as pd

    weeks = weekly_minutes(log, today=today, weeks=WEEKS)
    table = pd.DataFrame(
        {
            "week": [week for week, _ in weeks],
            "hours": [minutes / 60 for _, minutes in weeks],
            "told": [f"week of {day_name(week)}: {spent(minutes)}" for week, minutes in weeks],
        }
    )
    return table.astype({"week": "datetime64[s]"})


def week_text(plan: Plan, log: Sequence[Entry], *, today: date) -> str:
    """Say what was done this week and lately; a week without is a gap and no debt."""
    weeks = weekly_minutes(log, today=today, weeks=WEEKS)
    this = weeks[-1][1]
    active = sum(minutes > 0 for _, minutes in weeks)
    told = f"This week: {spent(this)} of {plan.hours_per_week:.3g} hours planned. "
    if not active:
        return told + "Ten minutes are a beginning."
    return told + (
        f"{counted(active, 'week')} of the last {WEEKS} had time for it; one without is a gap, "
        "nothing to catch up on: the dates move on."
    )


def spent(minutes: int) -> str:
    """Write a time spent, such as ``1 h 20 min``."""
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60:,} h {minutes % 60:02d} min" if minutes % 60 else f"{minutes // 60:,} h"
