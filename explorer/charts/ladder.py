"""The rungs of a plan, from when to when."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import altair as alt

from explorer.charts.drawing import LOOKS_KEPT, Drawing, table, written
from explorer.charts.looks import BLUE, GREY, ORANGE, inked

if TYPE_CHECKING:
    import pandas as pd


PAUSED = "#b79a6b"


def ladder_chart(rungs: pd.DataFrame, *, dark: bool = False) -> Drawing:
    """Chart when each rung of a plan is due, one bar a rung.

    Parameters
    ----------
    rungs : DataFrame
        rung (text, in order) | start | end (datetime) | dates (text) | hours | state.
    dark : bool
        The page is dark.
    """
    return Drawing(_look(len(rungs), dark=dark), {"rungs": rungs})


@lru_cache(maxsize=LOOKS_KEPT)
def _look(rungs: int, *, dark: bool) -> str:
    """Write the look of so many rungs."""
    states = alt.Scale(
        domain=["planned", "started", "paused", "done"], range=[BLUE, ORANGE, PAUSED, GREY]
    )
    y = alt.Y("rung:N").title(None).sort(None).axis(labelLimit=220, labelOverlap=False)
    bars = (
        table("rungs")
        .mark_bar(cornerRadius=3, height=18)
        .encode(
            alt.X("start:T").title(None).scale(type="utc"),
            alt.X2("end:T"),
            y,
            alt.Color("state:N", scale=states).title(None),
            tooltip=[
                alt.Tooltip("rung:N").title("Rung"),
                alt.Tooltip("dates:N").title("Dates"),
                alt.Tooltip("hours:Q", format=",").title("Hours"),
                alt.Tooltip("state:N").title("State"),
            ],
        )
    )
    return written(inked(bars.properties(height=30 * rungs + 90), dark=dark))
