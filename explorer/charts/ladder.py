"""The rungs of a plan, from when to when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from explorer.charts.looks import BLUE, GREY, ORANGE, inked

if TYPE_CHECKING:
    import pandas as pd


PAUSED = "#b79a6b"


def ladder_chart(rungs: pd.DataFrame, *, dark: bool = False) -> alt.Chart:
    """Chart when each rung of a plan is due, one bar a rung.

    Parameters
    ----------
    rungs : DataFrame
        rung (text, in order) | start | end (datetime) | dates (text) | hours | state.
    dark : bool
        The page is dark.
    """
    states = alt.Scale(
        domain=["planned", "started", "paused", "done"], range=[BLUE, ORANGE, PAUSED, GREY]
    )
    y = alt.Y("rung:N").title(None).sort(None).axis(labelLimit=220, labelOverlap=False)
    bars = (
        alt.Chart(rungs)
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
    return inked(bars.properties(height=30 * len(rungs) + 90), dark=dark)
