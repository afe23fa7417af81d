"""A niche's months."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import altair as alt

from explorer.charts.drawing import LOOKS_KEPT, Drawing, table, written
from explorer.charts.looks import (
    BLUE,
    GREY,
    INKS,
    ORANGE,
    UNITS,
    YEARS_NAMED,
    inked,
    months_axis,
)

if TYPE_CHECKING:
    import pandas as pd


def growth_chart(
    curve: pd.DataFrame, *, unit: str, fan: pd.DataFrame | None = None, dark: bool = False
) -> Drawing:
    """Chart a niche's months as bars, with the mean of the 12 months up to each and its interval.

    Parameters
    ----------
    curve : DataFrame
        month | month_name | hole | coverage, and for the unit: its value, ``_all``, ``_mean``,
        ``_low`` and ``_high``. Months with a hole get a hollow bar up to ``_all``.
    unit : str
        A key of ``UNITS``.
    fan : DataFrame, optional
        What is forecast, from the last month on: month | month_name, and for the unit ``_mean``,
        ``_low`` and ``_high``.
    dark : bool
        The page is dark.
    """
    tables = {"months": curve}
    if curve["hole"].any():
        tables["torn"] = curve[curve["hole"]]
    if fan is not None and len(fan):
        text = "Forecast to " + fan["month_name"] + ", 80 %"
        tables |= {"fan": fan, "ahead": fan.iloc[1:], "end": fan.assign(text=text).tail(1)}
    months = curve["month_name"].nunique()
    return Drawing(_look(unit, frozenset(tables), long=months > YEARS_NAMED, dark=dark), tables)


@lru_cache(maxsize=LOOKS_KEPT)
def _look(unit: str, tables: frozenset[str], *, long: bool, dark: bool) -> str:
    """Write the look of the chart of some tables."""
    number = ".2f" if unit == "share" else ",.0f"
    ahead = _fan(unit=unit, dark=dark) if "fan" in tables else []
    x = months_axis(YEARS_NAMED + (long or bool(ahead)))
    tooltip = [
        alt.Tooltip("month_name:N").title("Month"),
        alt.Tooltip("papers:Q", format=",").title("Papers held"),
        alt.Tooltip("coverage:Q", format=".0%").title("Held, of the papers there were"),
        alt.Tooltip("share_all:Q", format=".2f").title("Share of papers (%)"),
        alt.Tooltip(f"{unit}_mean:Q", format=number if unit == "share" else ".1f").title(
            "Mean of 12 months"
        ),
        alt.Tooltip(f"{unit}_low:Q", format=".2f").title("80 % interval from"),
        alt.Tooltip(f"{unit}_high:Q", format=".2f").title("to"),
    ]
    base = table("months")
    months = base.mark_bar(color=BLUE, opacity=0.35).encode(
        x, alt.Y(f"{unit}:Q").title(UNITS[unit]), tooltip=tooltip
    )
    band = base.mark_area(color=ORANGE, opacity=0.22).encode(
        x, alt.Y(f"{unit}_low:Q").title(UNITS[unit]), alt.Y2(f"{unit}_high:Q")
    )
    line = base.mark_line(color=ORANGE, strokeWidth=2.5).encode(
        x, alt.Y(f"{unit}_mean:Q").title(UNITS[unit])
    )
    hollow = (
        table("torn")
        .mark_bar(fillOpacity=0, stroke=GREY, strokeWidth=1.5, strokeDash=[3, 2])
        .encode(x, alt.Y(f"{unit}_all:Q").title(UNITS[unit]))
    )
    torn = [hollow] if "torn" in tables else []
    whole = base.mark_bar(opacity=0).encode(x, tooltip=tooltip)
    drawn = alt.layer(months, *torn, band, *ahead, line, whole)
    return written(inked(drawn.properties(height=370), dark=dark))


def _fan(*, unit: str, dark: bool) -> list[alt.Chart]:
    """Draw a forecast: its interval edged and its middle dashed, so that no colour is needed."""
    x, title = months_axis(YEARS_NAMED + 1), UNITS[unit]
    base = table("fan")
    low, high, mean = (alt.Y(f"{unit}_{end}:Q").title(title) for end in ("low", "high", "mean"))
    area = base.mark_area(color=ORANGE, opacity=0.12).encode(x, low, alt.Y2(f"{unit}_high:Q"))
    edges = [
        base.mark_line(color=ORANGE, strokeWidth=1.2, strokeDash=[2, 3]).encode(x, end)
        for end in (low, high)
    ]
    middle = base.mark_line(color=ORANGE, strokeWidth=2.5, strokeDash=[7, 4]).encode(x, mean)
    number = ".3f" if unit == "share" else ".1f"
    tooltip = [
        alt.Tooltip("month_name:N").title("Forecast, 12 months to"),
        alt.Tooltip(f"{unit}_mean:Q", format=number).title(title),
        alt.Tooltip(f"{unit}_low:Q", format=number).title("80 % interval from"),
        alt.Tooltip(f"{unit}_high:Q", format=number).title("to"),
    ]
    points = (
        table("ahead")
        .mark_point(color=ORANGE, size=50, filled=False)
        .encode(x, mean, tooltip=tooltip)
    )
    label = (
        table("end")
        .mark_text(align="right", baseline="bottom", dy=-4, color=INKS[dark], fontSize=12)
        .encode(x, high, alt.Text("text:N"))
    )
    return [area, *edges, middle, points, label]
