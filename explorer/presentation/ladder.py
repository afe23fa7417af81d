"""The rungs of a plan as a table with dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.plans.hours import day_reached
from explorer.presentation.numbers import counted, day_name

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from explorer.plans.records import Plan


COLUMNS = ["rung", "start", "end", "dates", "hours", "state"]


def dated_rungs(plan: Plan) -> pd.DataFrame:
    """Lay the rungs one after the other from the day the plan was made, at its weekly hours.

    Returns
    -------
    DataFrame, one row a rung
        ``rung`` (place and kind), ``start`` and ``end`` (datetime), ``dates`` (text), ``hours``,
        ``state``.
    """
    import pandas as pd

    spent, rows = 0.0, []
    for rung in plan.rungs:
        start, end = day_reached(plan, spent), day_reached(plan, spent + rung.hours)
        spent += rung.hours
        rows.append(
            {
                "rung": rung_name(rung.position, rung.kind),
                "start": start,
                "end": end,
                "dates": f"{day_name(start)} to {day_name(end)}",
                "hours": rung.hours,
                "state": rung.state,
            }
        )
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.astype({"start": "datetime64[s]", "end": "datetime64[s]"})


def rung_name(position: int, kind: str) -> str:
    """Name a rung by its place and kind."""
    return f"{position}. {kind.capitalize()}"


def effort_text(plan: Plan, *, until: date | None = None) -> str:
    """Say how long the whole ladder takes; until when by its hours alone, if left out."""
    hours = sum(rung.hours for rung in plan.rungs)
    done = sum(rung.state == "done" for rung in plan.rungs)
    end = day_name(until or day_reached(plan, hours))
    return (
        f"{counted(len(plan.rungs), 'rung')}, {done} done · {hours:,.0f} hours at "
        f"{plan.hours_per_week:.3g} a week · until {end}"
    )
