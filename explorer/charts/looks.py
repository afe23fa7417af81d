"""How every chart looks: colours, axes, the lines that say what it shows and from where."""

from __future__ import annotations

from typing import TypeVar

import altair as alt

ORANGE, BLUE, GREY = "#d4651a", "#2f7fc1", "#858b94"

INKS = {False: "#10141a", True: "#f2f5f9"}
PAPER = {False: "#ffffff", True: "#12161d"}
"""Colours of the page itself, as ``.streamlit/config.toml`` has them; for halos of names."""

SOFT_INKS = {False: "#4a5260", True: "#c3cad4"}
"""Colours of names and of axes on a light and on a dark page; no colour can be read on both."""

PICKED = "niche"
"""Name of the selection that a click on a point makes."""

UNITS = {"share": "Share of papers (%)", "papers": "Papers a month"}

YEARS_NAMED = 24
"""Months above which only years are written."""

Drawn = TypeVar("Drawn", alt.Chart, alt.LayerChart, alt.LayerChart | alt.FacetChart)


def trust_charts() -> None:
    """Draw charts without checking each against the schema, which takes longer than drawing it.

    Tests draw them with the check.
    """
    from altair.utils import schemapi

    schemapi.disable_debug_mode()


def months_axis(count: int) -> alt.X:
    """Lay months from left to right; a short span has its months named, a long one its years."""
    axis = alt.Axis(format="%b %Y", grid=False)
    if count > YEARS_NAMED:
        axis = alt.Axis(format="%Y", tickCount="year", grid=False)
    return alt.X("utcyearmonth(month):T").title(None).axis(axis)


def inked(chart: Drawn, *, dark: bool) -> Drawn:
    """Write axes and legend in a colour that can be read on the page, the legend on top.

    Names of rows stand in the middle of them, the first and the last too.
    """
    soft = SOFT_INKS[dark]
    axes = chart.configure_axis(labelColor=soft, titleColor=soft)
    axes = axes.configure_axisYDiscrete(labelFlush=False)
    return axes.configure_legend(orient="top", labelColor=soft, titleColor=soft)
