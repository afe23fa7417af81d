"""The chart of the landscape; computes nothing and changes no table.

Growth is told by colour and by shape, so that no reader needs colours to see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from explorer.charts.looks import BLUE, GREY, INKS, ORANGE, PAPER, PICKED, Layers, inked

if TYPE_CHECKING:
    import pandas as pd

HALVED, DOUBLED = 0.5, 2.0
"""Growth a year from which colours do not change any more."""

BELOW = 13
"""Pixels from a point to the middle of its name."""

HAS_ROOM = "isValid(datum.named_from) && datum.named_from <= width"
"""In the language of the chart, which knows how wide it is drawn."""

SHAPES = {"Rising": "triangle-up", "No clear change": "circle", "Falling": "triangle-down"}

COVERED, LARGEST = 55_000, 1_500
"""Square pixels: of all points together, about, and of one at most."""


def map_chart(
    groups: pd.DataFrame,
    *,
    frames: tuple[list[float], list[float]],
    height: int,
    dark: bool = False,
) -> Layers:
    """Chart groups of papers where they stand, like beside like.

    Parameters
    ----------
    groups : DataFrame
        As from ``landscape.on_map``.
    frames : pair of list
        Ends of both axes.
    height : int
        Pixels.
    dark : bool
        The page is dark; names are written in a colour that can be read there.
    """
    place = [
        channel(f"{axis}:Q").scale(domain=ends, nice=False, zero=False).axis(None)
        for channel, axis, ends in ((alt.X, "x", frames[0]), (alt.Y, "y", frames[1]))
    ]
    names = alt.Chart(groups[["x", "y", "name", "named_from"]]).encode(
        *place,
        text="name:N",
        opacity=alt.condition(HAS_ROOM, alt.value(1), alt.value(0)),
    )
    halo = names.mark_text(
        dy=BELOW, fontSize=12, color=PAPER[dark], stroke=PAPER[dark], strokeWidth=3
    )
    layers = [
        _points(groups, INKS[dark]).encode(*place),
        halo,
        names.mark_text(dy=BELOW, fontSize=12, color=INKS[dark]),
    ]
    whole = alt.layer(*layers).resolve_scale(opacity="independent")
    return inked(whole.properties(height=height), dark=dark)


def _points(groups: pd.DataFrame, ink: str) -> alt.Chart:
    """Draw one point a group, its area by its papers, that can be clicked and tells what it is."""
    pick = alt.selection_point(name=PICKED, fields=["slug"], on="click", empty=False)
    hover = alt.selection_point(name="hover", on="pointerover", clear="pointerout", empty=False)
    growth = alt.Scale(
        type="log",
        domain=[HALVED, 1, DOUBLED],
        range=[BLUE, GREY, ORANGE],
        interpolate="rgb",
        clamp=True,
    )
    most = int(groups["papers"].max()) if len(groups) else 1
    largest = min(LARGEST, COVERED * most / max(int(groups["papers"].sum()), 1))
    return (
        alt.Chart(groups.drop(columns="named_from"))
        .mark_point(filled=True, cursor="pointer", strokeWidth=2)
        .encode(
            color=alt.Color("growth:Q", scale=growth)
            .title("Growth a year")
            .legend(values=[HALVED, 1, DOUBLED], format=".1f", gradientLength=130),
            shape=alt.Shape("direction:N")
            .title(None)
            .scale(domain=list(SHAPES), range=list(SHAPES.values()))
            .legend(columns=1, symbolFillColor=GREY, symbolStrokeColor=GREY),
            size=alt.Size("papers:Q").scale(domain=[0, most], range=[12, largest]).legend(None),
            opacity=alt.value(0.85),
            stroke=alt.condition(hover, alt.value(ink), alt.value("transparent")),
            order=alt.Order("papers:Q").sort("descending"),
            tooltip=[
                alt.Tooltip("name:N").title("Name"),
                alt.Tooltip("part_of:N").title("Part of"),
                alt.Tooltip("kind:N").title("Kind"),
                alt.Tooltip("growth_text:N").title("Growth a year (80 % interval)"),
                alt.Tooltip("direction:N").title("Share of papers"),
                alt.Tooltip("papers_recent:Q", format=",").title("Papers in 12 months"),
                alt.Tooltip("papers:Q", format=",").title("Papers in all"),
                alt.Tooltip("primary_category:N").title("Commonest category"),
            ],
        )
        .add_params(pick, hover)
    )
