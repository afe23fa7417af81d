"""Tidy tables drawn as Altair charts; computes nothing and changes no table.

Colours keep 3:1 contrast on both themes and differ for all kinds of colour vision; nothing is told
by colour alone. Months are drawn in UTC, so that no time zone moves them.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, TypeVar

import altair as alt

if TYPE_CHECKING:
    import pandas as pd

ORANGE, BLUE, GREY = "#d4651a", "#2f7fc1", "#858b94"

INKS = {False: "#10141a", True: "#f2f5f9"}
SOFT_INKS = {False: "#4a5260", True: "#c3cad4"}
"""Colours of names and of axes on a light and on a dark page; no colour can be read on both."""

POINT = ["slug", "name", "novel", "achievable"]
"""Columns that place a point and name it."""

TOLD = ["papers", "papers_recent", "growth_text", "opening", "primary_category"]

PICKED = "niche"
"""Name of the selection that a click on a point makes."""

UNITS = {"share": "Share of papers (%)", "papers": "Papers a month"}

HEIGHT = 540

YEARS_NAMED = 24
"""Months above which only years are written."""

LINE = 58
"""Letters in a line of a chart on a telephone."""

Drawn = TypeVar("Drawn", alt.Chart, alt.LayerChart, alt.LayerChart | alt.FacetChart)

Layers = alt.LayerChart | alt.FacetChart
"""What Altair says that a layered chart is."""


def trust_charts() -> None:
    """Draw charts without checking each against the schema, which takes longer than drawing it.

    Tests draw them with the check.
    """
    from altair.utils import schemapi

    schemapi.disable_debug_mode()


def opportunity_map(
    niches: pd.DataFrame,
    *,
    front: pd.DataFrame,
    named: pd.DataFrame,
    novel_line: float,
    achievable_line: float,
    looked_at: str = "",
    dark: bool = False,
) -> Layers:
    """Chart how novel and how achievable each niche is, with the front of those that lead.

    Parameters
    ----------
    niches : DataFrame
        slug | name | novel | achievable | papers | papers_recent | growth_text | opening |
        primary_category.
    front : DataFrame
        The rows that no other beats on both axes.
    named : DataFrame
        The rows whose name is written beside their point.
    novel_line, achievable_line : float
        Thresholds of an opening.
    looked_at : str
        Slug of the niche that was opened last; it gets a ring.
    dark : bool
        The page is dark; names are written in a colour that can be read there.
    """
    x = alt.X("achievable:Q").title("Achievable, rank among niches")
    y = alt.Y("novel:Q").title("Novel, rank among niches")
    place = x.scale(domain=[0, 102], nice=False), y.scale(domain=[0, 102], nice=False)
    ink = INKS[dark]
    layers = [
        *_corner(niches, novel_line=novel_line, achievable_line=achievable_line),
        alt.Chart(front[POINT])
        .mark_line(color=GREY, strokeDash=[6, 3], strokeWidth=2, interpolate="step-before")
        .encode(*place, order="achievable:Q"),
        _points(niches, ink).encode(*place),
        alt.Chart(niches.loc[niches["slug"] == looked_at, POINT])
        .mark_point(size=650, strokeWidth=2.5, color=GREY)
        .encode(*place),
        alt.Chart(named[POINT])
        .mark_text(color=ink, align="right", dx=-11, fontSize=12, limit=200)
        .encode(*place, text="name:N"),
    ]
    return inked(alt.layer(*layers).properties(height=HEIGHT), dark=dark)


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


def coverage_chart(counts: pd.DataFrame, *, dark: bool = False) -> alt.Chart:
    """Chart how many papers are held of each category in each month.

    Parameters
    ----------
    counts : DataFrame
        month (datetime) | month_name | category | category_name | papers | expected_text | hole.
        Cells of holes have a frame.
    dark : bool
        The page is dark.
    """
    rows = counts["category"].nunique()
    cells = (
        alt.Chart(counts)
        .mark_rect(strokeWidth=1.5)
        .encode(
            months_axis(counts["month_name"].nunique()),
            alt.Y("category:N")
            .title(None)
            .sort(field="papers", op="sum", order="descending")
            .axis(labelOverlap=False, ticks=False, domain=False),
            alt.Color("papers:Q")
            .title("Papers a month")
            .scale(type="sqrt")
            .legend(gradientLength=220),
            stroke=alt.condition("datum.hole", alt.value(ORANGE), alt.value("transparent")),
            tooltip=[
                alt.Tooltip("category_name:N").title("Category"),
                alt.Tooltip("month_name:N").title("Month"),
                alt.Tooltip("papers:Q", format=",").title("Papers held"),
                alt.Tooltip("expected_text:N").title("Expected"),
            ],
        )
        .properties(height=22 * rows + 140)
    )
    return inked(cells, dark=dark)


def ladder_chart(rungs: pd.DataFrame, *, dark: bool = False) -> alt.Chart:
    """Chart when each rung of a plan is due, one bar a rung.

    Parameters
    ----------
    rungs : DataFrame
        rung (text, in order) | start | end (datetime) | dates (text) | hours | state.
    dark : bool
        The page is dark.
    """
    states = alt.Scale(domain=["planned", "started", "done"], range=[BLUE, ORANGE, GREY])
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


def _points(niches: pd.DataFrame, ink: str) -> alt.Chart:
    """Draw one point a niche, to be put in place, that can be clicked and tells what it is."""
    pick = alt.selection_point(name=PICKED, fields=["slug"], on="click", empty=False)
    hover = alt.selection_point(name="hover", on="pointerover", clear="pointerout", empty=False)
    kinds = ["Opening", "Other niche"]
    return (
        alt.Chart(niches[[*POINT, *TOLD]])
        .transform_calculate(kind="datum.opening ? 'Opening' : 'Other niche'")
        .mark_point(filled=True, cursor="pointer", strokeWidth=1.5)
        .encode(
            color=alt.Color("kind:N").title(None).scale(domain=kinds, range=[ORANGE, BLUE]),
            shape=alt.Shape("kind:N").title(None).scale(domain=kinds, range=["diamond", "circle"]),
            size=alt.Size("papers:Q").scale(type="sqrt", range=_sizes(len(niches))).legend(None),
            opacity=alt.condition("datum.opening", alt.value(0.95), alt.value(0.75)),
            stroke=alt.condition(hover, alt.value(ink), alt.value("transparent")),
            tooltip=[
                alt.Tooltip("name:N").title("Niche"),
                alt.Tooltip("novel:Q", format=".0f").title("Novel, 0 to 100"),
                alt.Tooltip("achievable:Q", format=".0f").title("Achievable, 0 to 100"),
                alt.Tooltip("growth_text:N").title("Growth a year (80 % interval)"),
                alt.Tooltip("papers_recent:Q", format=",").title("Papers in 12 months"),
                alt.Tooltip("papers:Q", format=",").title("Papers in all"),
                alt.Tooltip("primary_category:N").title("Commonest category"),
            ],
        )
        .add_params(pick, hover)
    )


def _corner(niches: pd.DataFrame, *, novel_line: float, achievable_line: float) -> list[alt.Chart]:
    """Shade the corner of openings, and draw its two thresholds."""
    once = alt.Chart(niches[["slug"]].head(1))
    rule = once.mark_rule(color=ORANGE, opacity=0.6)
    x, y, end = alt.datum(achievable_line), alt.datum(novel_line), alt.datum(102)
    return [
        once.mark_rect(color=ORANGE, opacity=0.07).encode(x=x, x2=end, y=y, y2=end),
        rule.encode(y=y),
        rule.encode(x=x),
    ]


def months_axis(count: int) -> alt.X:
    """Lay months from left to right; a short span has its months named, a long one its years."""
    axis = alt.Axis(format="%b %Y", grid=False)
    if count > YEARS_NAMED:
        axis = alt.Axis(format="%Y", tickCount="year", grid=False)
    return alt.X("utcyearmonth(month):T").title(None).axis(axis)


def _sizes(points: int) -> list[float]:
    """Return the areas of the smallest and largest point, smaller where there are many."""
    largest = min(500.0, max(70.0, 30_000 / max(points, 1)))
    return [largest / 12, largest]


def inked(chart: Drawn, *, dark: bool) -> Drawn:
    """Write axes and legend in a colour that can be read on the page, the legend on top."""
    soft = SOFT_INKS[dark]
    axes = chart.configure_axis(labelColor=soft, titleColor=soft)
    return axes.configure_legend(orient="top", labelColor=soft, titleColor=soft)


def sourced(chart: Layers, *, title: str, source: str, dark: bool = False) -> Layers:
    """Write a title and what was looked at into a chart, so that a picture of it carries both."""
    text = alt.TitleParams(
        title,
        subtitle=wrap(source, LINE),
        anchor="start",
        color=INKS[dark],
        subtitleColor=SOFT_INKS[dark],
        subtitlePadding=4,
        offset=10,
    )
    return chart.properties(title=text)
