"""How novel and how achievable each niche is."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import altair as alt

from explorer.charts.drawing import LOOKS_KEPT, Drawing, table, written
from explorer.charts.looks import BLUE, GREY, INKS, ORANGE, PAPER, PICKED, inked

if TYPE_CHECKING:
    import pandas as pd

POINT = ["slug", "name", "novel", "achievable"]
"""Columns that place a point and name it."""

TOLD = ["papers", "papers_recent", "growth_text", "opening", "primary_category"]

CELL = ["achievable", "novel", "achievable_end", "novel_end", "niches"]
"""Columns of cells in which niches are counted."""

HEIGHT = 540

END = 102
"""Of both axes, a little beyond the highest rank."""

ASIDE: dict[str, dict[str, Any]] = {
    "left": {"align": "right", "dx": -11},
    "right": {"align": "left", "dx": 11},
    "above": {"align": "center", "baseline": "bottom", "dy": -9},
    "below": {"align": "center", "baseline": "top", "dy": 9},
}
"""How a name stands on each side of its point."""


def opportunity_map(
    niches: pd.DataFrame,
    *,
    front: pd.DataFrame,
    named: pd.DataFrame,
    novel_line: float,
    achievable_line: float,
    looked_at: str = "",
    others: pd.DataFrame | None = None,
    dark: bool = False,
) -> Drawing:
    """Chart how novel and how achievable each niche is, with the front of those that lead.

    Parameters
    ----------
    niches : DataFrame
        slug | name | novel | achievable | papers | papers_recent | growth_text | opening |
        primary_category.
    front : DataFrame
        The rows that no other beats on both axes.
    named : DataFrame
        The same rows with ``side``: where the name stands beside its point; empty for no name.
    novel_line, achievable_line : float
        Thresholds of an opening.
    looked_at : str
        Slug of the niche that was opened last; it gets a ring.
    others : DataFrame, optional
        How many niches there are besides, in each cell of the chart: achievable | novel |
        achievable_end | novel_end | niches.
    dark : bool
        The page is dark; names are written in a colour that can be read there.
    """
    import pandas as pd

    lines = {"novel": [novel_line], "achievable": [achievable_line], "end": [END]}
    tables = {
        "lines": pd.DataFrame(lines),
        "niches": niches[[*POINT, *TOLD]],
        "front": front[POINT],
        "looked at": niches.loc[niches["slug"] == looked_at, POINT],
        "others": pd.DataFrame(columns=CELL) if others is None else others,
        "named": named.loc[named["side"].isin(list(ASIDE)), [*POINT, "side"]],
    }
    largest = min(500.0, max(70.0, 30_000 / max(len(niches), 1)))
    return Drawing(_look(largest, dark=dark), tables)


@lru_cache(maxsize=LOOKS_KEPT)
def _look(largest: float, *, dark: bool) -> str:
    """Write the look of the chart; ``largest`` is the area of the largest point."""
    x = alt.X("achievable:Q").title("Achievable, rank among niches")
    y = alt.Y("novel:Q").title("Novel, rank among niches")
    place = x.scale(domain=[0, END], nice=False), y.scale(domain=[0, END], nice=False)
    ink = INKS[dark]
    layers = [
        *_corner(),
        _others(),
        table("front")
        .mark_line(
            color=GREY, strokeDash=[6, 3], strokeWidth=2, interpolate="step-before", aria=False
        )
        .encode(*place, order="achievable:Q"),
        _points(largest, ink).encode(*place),
        table("looked at")
        .mark_point(size=650, strokeWidth=2.5, color=GREY, aria=False)
        .encode(*place),
        *(layer.encode(*place) for layer in _names(dark=dark)),
    ]
    return written(inked(alt.layer(*layers).properties(height=HEIGHT), dark=dark))


def _points(largest: float, ink: str) -> alt.Chart:
    """Draw one point a niche, to be put in place, that can be clicked and tells what it is."""
    pick = alt.selection_point(name=PICKED, fields=["slug"], on="click", empty=False)
    hover = alt.selection_point(name="hover", on="pointerover", clear="pointerout", empty=False)
    kinds = ["Opening", "Other niche"]
    return (
        table("niches")
        .transform_calculate(kind="datum.opening ? 'Opening' : 'Other niche'")
        .mark_point(filled=True, cursor="pointer", strokeWidth=1.5)
        .encode(
            color=alt.Color("kind:N").title(None).scale(domain=kinds, range=[ORANGE, BLUE]),
            shape=alt.Shape("kind:N").title(None).scale(domain=kinds, range=["diamond", "circle"]),
            size=alt.Size("papers:Q")
            .scale(type="sqrt", range=[largest / 12, largest])
            .legend(None),
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


def _names(*, dark: bool) -> list[alt.Chart]:
    """Write names beside their points, to be put in place; for each side a halo and the name."""
    halo = {"color": PAPER[dark], "stroke": PAPER[dark], "strokeWidth": 3, "aria": False}
    return [
        table("named")
        .transform_filter(alt.datum.side == side)
        .mark_text(fontSize=12, **marks, **look)
        .encode(text="name:N")
        for look in (halo, {"color": INKS[dark]})
        for side, marks in ASIDE.items()
    ]


def _others() -> alt.Chart:
    """Shade the cells in which there are niches that are not drawn."""
    return (
        table("others")
        .mark_rect(color=GREY, aria=False)
        .encode(
            x=alt.X("achievable:Q"),
            x2="achievable_end:Q",
            y=alt.Y("novel:Q"),
            y2="novel_end:Q",
            opacity=alt.Opacity("niches:Q").scale(type="symlog", range=[0.1, 0.6]).legend(None),
            tooltip=[alt.Tooltip("niches:Q", format=",").title("Niches here, besides those drawn")],
        )
    )


def _corner() -> list[alt.Chart]:
    """Shade the corner of openings, and draw its two thresholds, to be put in place."""
    rule = table("lines").mark_rule(color=ORANGE, opacity=0.6, aria=False)
    corner = table("lines").mark_rect(color=ORANGE, opacity=0.07, aria=False)
    x, y = alt.X("achievable:Q"), alt.Y("novel:Q")
    return [corner.encode(x=x, x2="end:Q", y=y, y2="end:Q"), rule.encode(y=y), rule.encode(x=x)]
