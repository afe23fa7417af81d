"""The paths of people: one lane each, and what they wrote about when."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

import altair as alt

from explorer.charts.drawing import LOOKS_KEPT, Drawing, table, written
from explorer.charts.looks import BLUE, GREY, ORANGE, inked

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

COLOURS = (ORANGE, BLUE, "#1b9e77", "#7d5ba6", "#b58900")
SHAPES = ("diamond", "circle", "square", "triangle-up", "cross")
"""Of this niche and four subfields: told apart by shape as well as by colour; others are grey."""

LANE, MARGINS = 30, 120
"""Pixels of a lane, and of axis and legend."""


def lanes_chart(
    paths: pd.DataFrame, *, wheres: Sequence[str], others: str, dark: bool = False
) -> Drawing:
    """Chart what people wrote month by month, a lane for each.

    Parameters
    ----------
    paths : DataFrame
        name (in the order of the lanes) | month | month_name | where | papers.
    wheres : sequence of str
        Values of ``where`` that are told apart: this niche, and up to four subfields.
    others : str
        The value of all others.
    dark : bool
        The page is dark.
    """
    names = list(dict.fromkeys(paths["name"]))
    look = json.loads(_look(len(names), len(wheres), dark=dark))
    look["encoding"]["y"]["sort"] = names
    for channel in ("color", "shape"):
        look["encoding"][channel]["scale"]["domain"] = [*wheres, others]
    return Drawing(json.dumps(look), {"paths": paths})


@lru_cache(maxsize=LOOKS_KEPT)
def _look(lanes: int, wheres: int, *, dark: bool) -> str:
    """Write the look of so many lanes, in which so many places are told apart from all others."""
    colours = alt.Scale(range=[*COLOURS[:wheres], GREY])
    shapes = alt.Scale(range=[*SHAPES[:wheres], "circle"])
    marks = (
        table("paths")
        .mark_point(filled=True, opacity=0.85)
        .encode(
            alt.X("utcyearmonth(month):T").title(None).axis(grid=False, tickCount=6),
            alt.Y("name:N").title(None).axis(labelLimit=130, grid=True),
            alt.Color("where:N", scale=colours).title(None).legend(columns=3, labelLimit=170),
            alt.Shape("where:N", scale=shapes).title(None),
            alt.Size("papers:Q").scale(domain=[1, 6], range=[75, 260], clamp=True).legend(None),
            order=alt.Order("papers:Q").sort("descending"),
            tooltip=[
                alt.Tooltip("name:N").title("Name"),
                alt.Tooltip("month_name:N").title("Month"),
                alt.Tooltip("where:N").title("Subject"),
                alt.Tooltip("papers:Q").title("Papers"),
            ],
        )
    )
    return written(inked(marks.properties(height=LANE * lanes + MARGINS), dark=dark))
