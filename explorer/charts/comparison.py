"""The chart of several niches on the same axes; computes nothing and changes no table.

Lines differ by colour, by dashes and by the shape of their points, so that no reader and no printer
needs colours to tell them apart.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import altair as alt

from explorer.charts.drawing import LOOKS_KEPT, Drawing, table, written
from explorer.charts.looks import BLUE, ORANGE, UNITS, inked, months_axis

if TYPE_CHECKING:
    import pandas as pd

COLOURS = (BLUE, ORANGE, "#0f8f6b", "#b0568f")

DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3])

SHAPES = ("circle", "square", "triangle-up", "diamond")


def comparison_chart(curves: pd.DataFrame, *, unit: str, dark: bool = False) -> Drawing:
    """Chart the mean of 12 months of several niches, each with its interval.

    Parameters
    ----------
    curves : DataFrame
        niche (label) | month | month_name | and ``_mean``, ``_low`` and ``_high`` of the unit, as
        from ``comparison.curves``; up to four niches.
    unit : str
        A key of ``UNITS``.
    dark : bool
        The page is dark.
    """
    yearly = curves[curves["month"].dt.month == curves["month"].max().month]
    names = tuple(curves["niche"].drop_duplicates())
    look = _look(names, curves["month_name"].nunique(), unit, dark=dark)
    return Drawing(look, {"curves": curves, "yearly": yearly})


@lru_cache(maxsize=LOOKS_KEPT)
def _look(niches: tuple[str, ...], months: int, unit: str, *, dark: bool) -> str:
    """Write the look of the chart of some niches."""
    names, count = list(niches), len(niches)
    legend = alt.Legend(
        columns=1, labelLimit=330, symbolSize=110, symbolOpacity=1, symbolStrokeWidth=0
    )
    niche: dict[str, Any] = {"shorthand": "niche:N", "title": None, "sort": names, "legend": legend}
    colour = alt.Color(**niche).scale(domain=names, range=list(COLOURS[:count]))
    dash = alt.StrokeDash("niche:N", legend=None, sort=names).scale(
        domain=names, range=list(DASHES[:count])
    )
    shape = alt.Shape(**niche).scale(domain=names, range=list(SHAPES[:count]))
    x = months_axis(months)
    y = alt.Y(f"{unit}_mean:Q").title(f"{UNITS[unit]}, mean of 12 months")
    number = ".3f" if unit == "share" else ".1f"
    tooltip = [
        alt.Tooltip("niche:N").title("Niche"),
        alt.Tooltip("month_name:N").title("12 months to"),
        alt.Tooltip(f"{unit}_mean:Q", format=number).title(UNITS[unit]),
        alt.Tooltip(f"{unit}_low:Q", format=number).title("80 % interval from"),
        alt.Tooltip(f"{unit}_high:Q", format=number).title("to"),
    ]
    base = table("curves")
    band = base.mark_area(opacity=0.16).encode(
        x,
        alt.Y(f"{unit}_low:Q").title(f"{UNITS[unit]}, mean of 12 months"),
        alt.Y2(f"{unit}_high:Q"),
        colour,
    )
    line = base.mark_line(strokeWidth=2.5).encode(x, y, colour, dash)
    points = table("yearly").mark_point(filled=True, size=70, opacity=1).encode(x, y, colour, shape)
    touched = base.mark_point(size=160, opacity=0).encode(x, y, tooltip=tooltip)
    whole = alt.layer(band, line, points, touched).properties(height=450)
    return written(inked(whole, dark=dark))
