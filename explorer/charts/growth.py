"""A niche's months."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from explorer.charts.looks import BLUE, GREY, ORANGE, UNITS, Layers, inked, months_axis

if TYPE_CHECKING:
    import pandas as pd


def growth_chart(curve: pd.DataFrame, *, unit: str, dark: bool = False) -> Layers:
    """Chart a niche's months as bars, with the mean of the 12 months up to each and its interval.

    Parameters
    ----------
    curve : DataFrame
        month | month_name | hole | coverage, and for the unit: its value, ``_all``, ``_mean``,
        ``_low`` and ``_high``. Months with a hole get a hollow bar up to ``_all``.
    unit : str
        A key of ``UNITS``.
    dark : bool
        The page is dark.
    """
    number = ".2f" if unit == "share" else ",.0f"
    x = months_axis(curve["month_name"].nunique())
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
    base = alt.Chart(curve)
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
        alt.Chart(curve[curve["hole"]])
        .mark_bar(fillOpacity=0, stroke=GREY, strokeWidth=1.5, strokeDash=[3, 2])
        .encode(x, alt.Y(f"{unit}_all:Q").title(UNITS[unit]))
    )
    torn = [hollow] if curve["hole"].any() else []
    whole = base.mark_bar(opacity=0).encode(x, tooltip=tooltip)
    return inked(alt.layer(months, *torn, band, line, whole).properties(height=370), dark=dark)
