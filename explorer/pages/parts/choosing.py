"""Niches to choose from, as a table and as a chart; each tells which one was chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.charts.opportunities import POINT, TOLD, opportunity_map
from explorer.pages.parts import charting, niche_columns, places, taking
from explorer.presentation import forecast_texts
from explorer.presentation.comparison import LEAST, MOST
from explorer.presentation.crowds import MOST_DRAWN, count_by_place, drawn_alone
from explorer.presentation.name_places import PLACED
from explorer.presentation.niche_tables import on_front
from explorer.presentation.numbers import counted

if TYPE_CHECKING:
    import pandas as pd

TABLE, MAP = "niches", "niche-map"
"""Keys of the table and of the chart."""

HEIGHT, HEADER, ROW = 562, 37, 35
"""Pixels: of the table at most, of its header, of a row."""


def from_table(niches: pd.DataFrame) -> str:
    """Draw the ranked niches; return the slug of the one chosen, or nothing.

    Rows are ticked to be compared.
    """
    everything, niches = niches, niches.head(MOST_DRAWN)
    columns = niche_columns.shown(niches)
    event = st.dataframe(
        niches[list(columns)].round({forecast_texts.CHANCE: 2}),
        key=TABLE,
        height=min(HEIGHT, HEADER + ROW * len(niches)),
        hide_index=True,
        column_config=columns,
        placeholder="",
        on_select="rerun",
        selection_mode="multi-row",
        alt=f"{counted(len(niches), 'niche')}, best score first; Shift and Space tick a row",
    )
    pressed, slugs = st.session_state.get(niche_columns.NAME), niches["slug"].tolist()
    if pressed and pressed.row < len(slugs):
        return str(slugs[pressed.row])
    return _under_table(
        everything, [slugs[row] for row in event.selection.rows if row < len(slugs)]
    )


def _under_table(niches: pd.DataFrame, slugs: list[str]) -> str:
    """Draw what can be done with the table and its ticked rows; return the slug to open."""
    with st.container(horizontal=True, vertical_alignment="center"):
        opened = st.button("Open", disabled=len(slugs) != 1, help="Tick one row")
        enough = LEAST <= len(slugs) <= MOST
        if st.button("Compare", disabled=not enough, help="Tick two to four rows"):
            places.go_to(places.COMPARE, niches=",".join(slugs))
        taking.table("All as CSV", "niches", niches.drop(columns=["trend"]))
        st.caption(f"{len(slugs)} ticked" if slugs else "Tick two to four rows to compare them.")
    if len(niches) > MOST_DRAWN:
        st.caption(
            f"The table holds the first {MOST_DRAWN:,} of {counted(len(niches), 'niche')}; filters "
            "and another order bring up others."
        )
    return slugs[0] if opened else ""


def from_map(
    niches: pd.DataFrame, *, novel: float, achievable: float, looked_at: str, source: str
) -> str:
    """Draw the niches on both axes, with the lines of openings; return the slug of one chosen."""
    niches = niches[[*POINT, *TOLD]].assign(front=on_front(niches))
    always = niches["front"] | (niches["slug"] == looked_at)
    alone = drawn_alone(niches, always=always.to_numpy())
    points, others = niches[alone], niches[~alone]
    chart = partial(
        opportunity_map,
        points,
        front=niches[niches["front"]],
        named=points.assign(side=cached.name_sides(points[list(PLACED)])),
        others=count_by_place(others),
        novel_line=novel,
        achievable_line=achievable,
        looked_at=looked_at,
    )
    slug = charting.pick(
        chart,
        key=MAP,
        alt=(
            f"Chart of {counted(len(niches), 'niche')}: achievable to the right, novel upwards; "
            f"{counted(int(niches['opening'].sum()), 'opening')} in the upper right"
        ),
        picture=charting.Picture("niches", "Niches, how novel and how achievable", source),
    )
    st.caption(
        "Shaded: the openings. Dashed: the front, on which no niche is beaten on both axes. "
        "The larger the point, the more papers."
        + (f" Grey: where the other {counted(len(others), 'niche')} lie." if len(others) else "")
    )
    return slug if slug in set(niches["slug"]) else ""
