"""Tidy tables drawn as Altair charts; computes nothing and changes no table.

Colours keep 3:1 contrast on both themes and differ for all kinds of colour vision; nothing is told
by colour alone. Months are drawn in UTC, so that no time zone moves them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

if TYPE_CHECKING:
    import pandas as pd

ORANGE, BLUE, GREY = "#d4651a", "#2f7fc1", "#858b94"

PICKED = "niche"
"""Name of the selection that a click on a point makes."""

UNITS = {"share": "Share of papers (%)", "papers": "Papers a month"}

TOP_LABELS = 8


def opportunity_map(
    niches: pd.DataFrame,
    *,
    front: pd.DataFrame,
    novel_line: float,
    achievable_line: float,
    looked_at: str = "",
) -> alt.LayerChart:
    """Chart how novel and how achievable each niche is, with the front of those that lead.

    Parameters
    ----------
    niches : DataFrame
        slug | name | novel | achievable | papers | papers_recent | growth_text | opening |
        primary_category.
    front : DataFrame
        The rows that no other beats on both axes.
    novel_line, achievable_line : float
        Thresholds of an opening.
    looked_at : str
        Slug of the niche that was opened last; it gets a ring.
    """
    x = alt.X("achievable:Q").title("Achievable, rank among niches").scale(domain=[0, 102])
    y = alt.Y("novel:Q").title("Novel, rank among niches").scale(domain=[0, 102])
    base = alt.Chart(niches)
    pick = alt.selection_point(name=PICKED, fields=["slug"], on="click", empty=False)
    hover = alt.selection_point(name="hover", on="pointerover", clear="pointerout", empty=False)
    kinds = alt.Scale(domain=["Opening", "Other niche"], range=[ORANGE, BLUE])
    shapes = alt.Scale(domain=["Opening", "Other niche"], range=["diamond", "circle"])
    points = (
        base.transform_calculate(kind="datum.opening ? 'Opening' : 'Other niche'")
        .mark_point(filled=True, opacity=0.75, cursor="pointer", strokeWidth=1.5)
        .encode(
            x,
            y,
            alt.Color("kind:N", scale=kinds).title(None),
            alt.Shape("kind:N", scale=shapes).title(None),
            alt.Size("papers:Q").scale(type="sqrt", range=[30, 500]).legend(None),
            stroke=alt.condition(hover, alt.value("#111111"), alt.value("transparent")),
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
    layers = [
        *_thresholds(niches, novel_line=novel_line, achievable_line=achievable_line),
        alt.Chart(front)
        .mark_line(color=GREY, strokeDash=[5, 3], interpolate="step-before")
        .encode(x, y, order="achievable:Q"),
        points,
        alt.Chart(niches[niches["slug"] == looked_at])
        .mark_point(size=650, strokeWidth=2.5, color=GREY)
        .encode(x, y),
        _names(front, x, y),
    ]
    return alt.layer(*layers).properties(height=520).configure_legend(orient="top")


def growth_chart(curve: pd.DataFrame, *, unit: str) -> alt.LayerChart:
    """Chart a niche's months as bars, with the mean of the 12 months up to each and its interval.

    Parameters
    ----------
    curve : DataFrame
        month | month_name, and for the unit: its value, ``_mean``, ``_low`` and ``_high``.
    unit : str
        A key of ``UNITS``.
    """
    number = ".2f" if unit == "share" else ",.0f"
    x = alt.X("utcyearmonth(month):T").title(None).axis(format="%Y", tickCount="year", grid=False)
    tooltip = [
        alt.Tooltip("month_name:N").title("Month"),
        alt.Tooltip("papers:Q", format=",").title("Papers"),
        alt.Tooltip("share:Q", format=".2f").title("Share of papers (%)"),
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
    whole = base.mark_bar(opacity=0).encode(x, tooltip=tooltip)
    return alt.layer(months, band, line, whole).properties(height=320)


def coverage_chart(counts: pd.DataFrame) -> alt.Chart:
    """Chart how many papers are held of each category in each month.

    Parameters
    ----------
    counts : DataFrame
        month (datetime) | month_name | category | category_name | papers.
    """
    rows = counts["category"].nunique()
    return (
        alt.Chart(counts)
        .mark_rect()
        .encode(
            alt.X("utcyearmonth(month):T").title(None).axis(format="%Y", tickCount="year"),
            alt.Y("category:N")
            .title(None)
            .sort(alt.EncodingSortField("papers", "sum", "descending")),
            alt.Color("papers:Q").title("Papers a month").scale(scheme="viridis", type="sqrt"),
            tooltip=[
                alt.Tooltip("category_name:N").title("Category"),
                alt.Tooltip("month_name:N").title("Month"),
                alt.Tooltip("papers:Q", format=",").title("Papers"),
            ],
        )
        .properties(height=max(80, 22 * rows))
        .configure_legend(orient="top", gradientLength=220)
    )


def ladder_chart(rungs: pd.DataFrame) -> alt.LayerChart:
    """Chart when each rung of a plan is due, one bar a rung.

    Parameters
    ----------
    rungs : DataFrame
        rung (text, in order) | start | end (datetime) | dates (text) | hours | state.
    """
    states = alt.Scale(domain=["planned", "started", "done"], range=[BLUE, ORANGE, GREY])
    y = alt.Y("rung:N").title(None).sort(None).axis(labelLimit=220)
    base = alt.Chart(rungs)
    bars = base.mark_bar(cornerRadius=3, height=18).encode(
        alt.X("start:T").title(None).scale(type="utc"),
        alt.X2("end:T"),
        y,
        alt.Color("state:N", scale=states).title("State"),
        tooltip=[
            alt.Tooltip("rung:N").title("Rung"),
            alt.Tooltip("dates:N").title("Dates"),
            alt.Tooltip("hours:Q", format=",").title("Hours"),
            alt.Tooltip("state:N").title("State"),
        ],
    )
    return alt.layer(bars).properties(height=38 * len(rungs) + 30).configure_legend(orient="top")


def _thresholds(
    niches: pd.DataFrame, *, novel_line: float, achievable_line: float
) -> list[alt.Chart]:
    """Mark the corner of openings and its two thresholds."""
    corner = alt.Chart(niches.head(1)).mark_rect(color=ORANGE, opacity=0.07)
    rule = {"color": ORANGE, "opacity": 0.6, "strokeWidth": 1}
    one = alt.Chart(niches.head(1))
    return [
        corner.encode(
            x=alt.datum(achievable_line),
            x2=alt.datum(102),
            y=alt.datum(novel_line),
            y2=alt.datum(102),
        ),
        one.mark_rule(**rule).encode(y=alt.datum(novel_line)),
        one.mark_rule(**rule).encode(x=alt.datum(achievable_line)),
    ]


def _names(front: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    """Write the names of those that lead beside their points."""
    named = front.head(TOP_LABELS)
    return (
        alt.Chart(named)
        .mark_text(align="right", dx=-12, fontSize=12, limit=190)
        .encode(x, y, text="name:N")
    )
