"""The table of cells of white space that are about to open, each of which leads to its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.pages.parts import taking
from explorer.presentation import white_space
from explorer.presentation.numbers import counted

if TYPE_CHECKING:
    import pandas as pd

    from explorer.pages.parts.view import RunView

HEIGHT, HEADER, ROW = 420, 37, 35
"""Pixels: of the table at most, of its header, of a row."""

PRESSED = "white-method"
"""Key of the methods of the table, which can be pressed."""


def listing(table: pd.DataFrame, method: str, field: str, view: RunView) -> tuple[str, str] | None:
    """Draw the marked cells of a method or a field, or all; return those of a row pressed."""
    within = table
    if bool(method) != bool(field):
        within = table[(table["method"] == method) | (table["field"] == field)]
    rows = white_space.marked_cells(within)
    if rows.empty:
        st.markdown("None: no empty cell has a chance of 30 % or more.")
    else:
        st.dataframe(
            rows.assign(chance=rows["chance"].round(2))[list(columns := _columns())],
            key=f"white-list-{method}-{field}",
            height=min(HEIGHT, HEADER + ROW * len(rows)),
            hide_index=True,
            column_config=columns,
            placeholder="",
            alt=f"{counted(len(rows), 'cell')} about to open, the likeliest first",
        )
    taking.table("All cells as CSV", f"white-space-{view.last_month}", white_space.exported(table))
    pressed = st.session_state.get(PRESSED)
    if not pressed or pressed.row >= len(rows):
        return None
    row = rows.iloc[pressed.row]
    return str(row["method"]), str(row["field"])


def _columns() -> dict[str, Any]:
    """Say which columns of marked cells are shown, and how."""
    column, text = st.column_config, st.column_config.TextColumn
    return {
        "method": column.ButtonColumn(
            "Method", type="tertiary", alignment="left", width=230, pinned=True, key=PRESSED
        ),
        "field_name": text("Field", width=220),
        "chance": column.NumberColumn(
            "Chance", width=70, format="percent", help="To come into use within the years named"
        ),
        "papers_text": text("Papers", width=130, help="Of the field's last 12 months"),
        "speed_text": text("Speed", width=130, help="Change of the share, drawn to that of all"),
        "first": text("First in", width=120, help="The field that had three papers a year first"),
        "lag_text": text("Behind it", width=100),
        "beside": column.NumberColumn(
            "Listed", width=70, help="Papers of 24 months elsewhere that are listed in the field"
        ),
        "by_authors": column.NumberColumn(
            "By its people", width=90, help="Papers of 24 months elsewhere by people of the field"
        ),
    }
