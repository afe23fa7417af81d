"""The matrix of methods and fields; computes nothing and changes no table.

One hue tells the share. What is about to open has a sign of its own, so that no reader needs
colours to see it, and an empty cell stays empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from explorer.charts.drawing import Drawing, table, written
from explorer.charts.looks import INKS, ORANGE, PICKED, inked

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

ROW, MARGINS = 26, 120
"""Pixels of a row, and of what stands around the rows."""

ROOM = 32
"""Pixels of a cell from which its number is written into it."""

PALE, FULL = {False: "#e6f0f9", True: "#1b2f45"}, {False: "#6aa6dc", True: "#2f6ea6"}
"""Ends of the one hue on a light and on a dark page; ink can be read on both."""

EDGE = {False: "#d5dae1", True: "#2a323d"}

LEAST_SHARE, MOST_SHARE = 0.1, 10.0
"""Shares, in per cent, from which colours do not change any more."""


def matrix_chart(
    cells: pd.DataFrame, *, methods: Sequence[str], fields: Sequence[str], dark: bool = False
) -> Drawing:
    """Chart the share of each field's papers that use each method.

    Parameters
    ----------
    cells : DataFrame
        slug | method | label (of the field) | percent | number (of papers, in words) | and what is
        told of a cell: field_name, state, papers_text, speed_text, lag_text, chance_text.
    methods, fields : sequence of str
        Rows and columns (labels) in their order.
    """
    place: dict[str, Any] = {
        "x": alt.X("label:N")
        .sort(list(fields))
        .title(None)
        .axis(orient="top", labelAngle=-90, labelLimit=140, ticks=False, domain=False),
        "y": alt.Y("method:N")
        .sort(list(methods))
        .title(None)
        .axis(labelLimit=150, labelOverlap=False, ticks=False, domain=False),
    }
    base = table("cells")
    named = alt.condition(f"width > {ROOM * len(fields)}", alt.value(1), alt.value(0))
    numbers = (
        base.transform_filter("datum.papers > 0 && datum.state != 'opening'")
        .mark_text(fontSize=11, color=INKS[dark])
        .encode(text="number:N", opacity=named, **place)
    )
    signs = (
        base.transform_filter("datum.state == 'opening'")
        .mark_point(shape="diamond", filled=True, color=ORANGE, opacity=1, size=70)
        .encode(**place)
    )
    layers = [_squares(base, dark=dark).encode(**place), signs, numbers]
    whole = alt.layer(*layers).resolve_scale(opacity="independent")
    look = inked(whole.properties(height=ROW * len(methods) + MARGINS), dark=dark)
    return Drawing(written(look), {"cells": cells})


def _squares(base: alt.Chart, *, dark: bool) -> alt.Chart:
    """Draw each cell, filled by its share where a paper uses the method."""
    pick = alt.selection_point(name=PICKED, fields=["slug"], on="click", empty=False)
    hover = alt.selection_point(name="hover", on="pointerover", clear="pointerout", empty=False)
    share = alt.Scale(
        type="log",
        domain=[LEAST_SHARE, MOST_SHARE],
        range=[PALE[dark], FULL[dark]],
        interpolate="rgb",
        clamp=True,
    )
    colour = (
        alt.Color("percent:Q", scale=share)
        .title("Share of the field's papers (%)")
        .legend(values=[LEAST_SHARE, 1, MOST_SHARE], format=".1~f", gradientLength=130)
    )
    return (
        base.mark_rect(cursor="pointer", strokeWidth=1)
        .encode(
            fill=alt.condition("datum.papers > 0", colour, alt.value("transparent")),
            stroke=alt.condition(hover, alt.value(INKS[dark]), alt.value(EDGE[dark])),
            tooltip=[
                alt.Tooltip("method:N").title("Method"),
                alt.Tooltip("field_name:N").title("Field"),
                alt.Tooltip("state_text:N").title("State"),
                alt.Tooltip("papers_text:N").title("Papers of the last 12 months"),
                alt.Tooltip("speed_text:N").title("Speed"),
                alt.Tooltip("lag_text:N").title("Behind the first field"),
                alt.Tooltip("chance_text:N").title("Chance to open"),
            ],
        )
        .add_params(pick, hover)
    )
