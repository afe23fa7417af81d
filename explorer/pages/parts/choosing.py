"""Niches to choose from, as a table and as a chart; each tells which one was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.charts.looks import PICKED
from explorer.charts.opportunities import opportunity_map
from explorer.pages.parts import places, taking
from explorer.presentation import forecast_texts
from explorer.presentation.comparison import LEAST, MOST
from explorer.presentation.name_places import name_sides
from explorer.presentation.niche_tables import on_front
from explorer.presentation.numbers import TIMES, counted

if TYPE_CHECKING:
    import pandas as pd
    from streamlit.elements.lib.column_types import ButtonColumnResult, ColumnConfig

TABLE, NAME, MAP = "niches", "niche-name", "niche-map"
"""Keys of the table, of the names in it, and of the chart."""

HEIGHT, HEADER, ROW = 562, 37, 35
"""Pixels: of the table at most, of its header, of a row."""


def from_table(niches: pd.DataFrame) -> str:
    """Draw the ranked niches; return the slug of the one chosen, or nothing.

    Rows are ticked to be compared.
    """
    columns = {name: each for name, each in _columns().items() if name in niches}
    if "fit" in niches:
        name = columns.pop("name")
        columns = {"name": name, **_fit_columns(), **columns}
    if (niches["name"] != niches["computed_name"]).any():
        columns["computed_name"] = st.column_config.TextColumn("Named by its papers", width=200)
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
    pressed, slugs = st.session_state.get(NAME), niches["slug"].tolist()
    if pressed and pressed.row < len(slugs):
        return str(slugs[pressed.row])
    return _under_table(niches, [slugs[row] for row in event.selection.rows if row < len(slugs)])


def _under_table(niches: pd.DataFrame, slugs: list[str]) -> str:
    """Draw what can be done with the table and its ticked rows; return the slug to open."""
    with st.container(horizontal=True, vertical_alignment="center"):
        opened = st.button("Open", disabled=len(slugs) != 1, help="Tick one row")
        enough = LEAST <= len(slugs) <= MOST
        if st.button("Compare", disabled=not enough, help="Tick two to four rows"):
            places.go_to(places.COMPARE, niches=",".join(slugs))
        taking.table("All as CSV", "niches", niches.drop(columns=["trend"]))
        st.caption(f"{len(slugs)} ticked" if slugs else "Tick two to four rows to compare them.")
    return slugs[0] if opened else ""


def from_map(niches: pd.DataFrame, *, novel: float, achievable: float, looked_at: str) -> str:
    """Draw the niches on both axes, with the lines of openings; return the slug of one chosen."""
    niches = niches.assign(front=on_front(niches))
    chart = opportunity_map(
        niches,
        front=niches[niches["front"]],
        named=niches.assign(side=name_sides(niches)),
        novel_line=novel,
        achievable_line=achievable,
        looked_at=looked_at,
        dark=places.is_dark(),
    )
    event = st.altair_chart(
        chart,
        key=MAP,
        on_select="rerun",
        selection_mode=PICKED,
        alt=(
            f"Chart of {counted(len(niches), 'niche')}: achievable to the right, novel upwards; "
            f"{counted(int(niches['opening'].sum()), 'opening')} in the upper right"
        ),
    )
    st.caption(
        "Shaded: the openings. Dashed: the front, on which no niche is beaten on both axes. "
        "The larger the point, the more papers."
    )
    points = event.selection.get(PICKED) or [{}]
    slug = str(points[0].get("slug", ""))
    return slug if slug in set(niches["slug"]) else ""


def _columns() -> dict[str, ColumnConfig | ButtonColumnResult]:
    """Say what each column shows, and how."""
    column = st.column_config
    return {
        "name": column.ButtonColumn(
            "Niche", type="tertiary", alignment="left", width=200, pinned=True, key=NAME
        ),
        "opening_text": column.TextColumn(
            "Flag",
            width=100,
            help="◆ Opening: novel and achievable enough. ✦ Newborn: found by a phrase that rises; "
            "its papers stand in other niches too",
        ),
        "trend": column.LineChartColumn(
            "Share", width=82, y_min=0, help="Share of all papers by quarter, up to now"
        ),
        forecast_texts.CHANCE: column.NumberColumn(
            "Chance",
            width=68,
            format="percent",
            help="That its share grows by more than 8 % a year for three years; none where too "
            "little is known to say",
        ),
        "growth": column.NumberColumn(
            "Growth",
            width=68,
            format=f"%.2f{TIMES}",
            help="Share of papers a year, against the year before; 1 is constant",
        ),
        "score": _rank("Score", help="Rank by expected growth among all niches, 0 to 100"),
        "achievable": _rank("Achievable", help="Rank by how one person could enter, 0 to 100"),
        "interval_text": column.TextColumn("80 % interval", width=94, help="Of growth a year"),
        "papers_recent": column.NumberColumn("Papers in 12 months", width=80, format="localized"),
        "papers": column.NumberColumn("Papers in all", width=80, format="localized"),
        "primary_category": column.TextColumn("Category", width=80, help="The commonest one"),
        "since_text": column.TextColumn(
            "Newborn since", width=120, help="Nine in ten of its papers came since that month"
        ),
    }


def _fit_columns() -> dict[str, ColumnConfig]:
    column = st.column_config
    return {
        "because": column.TextColumn("Because", width=190, help="Why it fits you, or does not"),
        "moved_text": column.TextColumn(
            "Moved", width=70, help="Places up or down by your profile, against the order without"
        ),
        "fit": _rank("Fit", help="How well it fits your profile, 0 to 100; no rank"),
    }


def _rank(label: str, *, help: str) -> ColumnConfig:  # noqa: A002 (Streamlit's own word)
    return st.column_config.ProgressColumn(
        label, format="%.0f", min_value=0, max_value=100, width=76, help=help
    )
