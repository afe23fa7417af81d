"""The chart of the landscape; computes nothing and changes no table.

Growth is told by colour and by shape, so that no reader needs colours to see it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import altair as alt

from explorer.charts.drawing import LOOKS_KEPT, Drawing, table, written
from explorer.charts.looks import BLUE, GREY, INKS, ORANGE, PAPER, PICKED, inked

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
) -> Drawing:
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
    most = int(groups["papers"].max()) if len(groups) else 1
    largest = min(LARGEST, COVERED * most / max(int(groups["papers"].sum()), 1))
    across, upwards = map(tuple, frames)
    return Drawing(
        _look(across, upwards, most, largest, height=height, dark=dark),
        {
            "groups": groups.drop(columns="named_from"),
            "names": groups.loc[groups["named_from"].notna(), ["x", "y", "name", "named_from"]],
        },
    )


@lru_cache(maxsize=LOOKS_KEPT)
def _look(
    across: tuple[float, ...],
    upwards: tuple[float, ...],
    most: int,
    largest: float,
    *,
    height: int,
    dark: bool,
) -> str:
    """Write the look of the map; ``largest`` is the area of a point of the ``most`` papers."""
    place = [
        channel(f"{axis}:Q").scale(domain=list(ends), nice=False, zero=False).axis(None)
        for channel, axis, ends in ((alt.X, "x", across), (alt.Y, "y", upwards))
    ]
    names = table("names").encode(
        *place,
        text="name:N",
        opacity=alt.condition(HAS_ROOM, alt.value(1), alt.value(0)),
    )
    halo = names.mark_text(
        dy=BELOW, fontSize=12, color=PAPER[dark], stroke=PAPER[dark], strokeWidth=3
    )
    layers = [
        _points(most, largest, INKS[dark]).encode(*place),
        halo,
        names.mark_text(dy=BELOW, fontSize=12, color=INKS[dark]),
    ]
    whole = alt.layer(*layers).resolve_scale(opacity="independent")
    return written(inked(whole.properties(height=height), dark=dark))


def _points(most: int, largest: float, ink: str) -> alt.Chart:
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
    return (
        table("groups")
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
