"""What was done on a plan: hours of each rung, and of each week."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import altair as alt

from explorer.charts.drawing import LOOKS_KEPT, Drawing, table, written
from explorer.charts.looks import BLUE, GREY, ORANGE, inked

if TYPE_CHECKING:
    import pandas as pd


def progress_chart(parts: pd.DataFrame, *, dark: bool = False) -> Drawing:
    """Chart the hours noted and left of each rung, one bar a rung.

    Parameters
    ----------
    parts : DataFrame
        rung (text, in order) | part (noted or left) | hours.
    dark : bool
        The page is dark.
    """
    return Drawing(_look_of_rungs(parts["rung"].nunique(), dark=dark), {"parts": parts})


@lru_cache(maxsize=LOOKS_KEPT)
def _look_of_rungs(rungs: int, *, dark: bool) -> str:
    colors = alt.Scale(domain=["noted", "left"], range=[ORANGE, GREY])
    bars = (
        table("parts")
        .mark_bar(cornerRadius=3, height=18)
        .encode(
            alt.X("hours:Q").title("hours"),
            alt.Y("rung:N").title(None).sort(None).axis(labelLimit=220, labelOverlap=False),
            alt.Color("part:N", scale=colors).title(None),
            alt.Order("part:N", sort="descending"),
            tooltip=[
                alt.Tooltip("rung:N").title("Rung"),
                alt.Tooltip("part:N").title("Hours"),
                alt.Tooltip("hours:Q", format=",.1f").title("Count"),
            ],
        )
    )
    return written(inked(bars.properties(height=30 * rungs + 130), dark=dark))


def weeks_chart(weeks: pd.DataFrame, *, planned: float, dark: bool = False) -> Drawing:
    """Chart the hours of the last weeks beside those planned.

    Parameters
    ----------
    weeks : DataFrame
        week (datetime) | hours | told (text).
    planned : float
        Hours a week.
    dark : bool
        The page is dark.
    """
    return Drawing(_look_of_weeks(planned, dark=dark), {"weeks": weeks})


@lru_cache(maxsize=LOOKS_KEPT)
def _look_of_weeks(planned: float, *, dark: bool) -> str:
    bars = (
        table("weeks")
        .mark_bar(color=BLUE, cornerRadius=2, width=14)
        .encode(
            alt.X("week:T").title(None).scale(type="utc"),
            alt.Y("hours:Q").title("hours"),
            tooltip=[alt.Tooltip("told:N").title("Spent")],
        )
    )
    line = alt.Chart().mark_rule(color=GREY, strokeDash=[4, 4]).encode(y=alt.datum(planned))
    both = alt.layer(bars, line)
    return written(inked(both.properties(height=140), dark=dark))
