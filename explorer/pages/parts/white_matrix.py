"""The matrix of white space to choose from: two lists, the chart, and the table of marked cells."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.charts.matrix import matrix_chart
from explorer.pages.parts import charting, places, taking
from explorer.pages.parts.places import keep_in_link, named_in_link, say_unusable
from explorer.presentation import white_space
from explorer.presentation.numbers import counted

if TYPE_CHECKING:
    import pandas as pd

    from explorer.pages.parts.view import RunView

METHOD, FIELD = "method", "field"
"""What is looked at, as the link names it."""

HEIGHT, HEADER, ROW = 420, 37, 35
"""Pixels: of the table at most, of its header, of a row."""

PRESSED = "white-method"
"""Key of the methods of the table, which can be pressed."""

EVERY = {METHOD: "All methods", FIELD: "All fields"}


def choose(table: pd.DataFrame) -> tuple[str, str]:
    """Draw the choice of a method and of a field; return both, either may be empty."""
    names = {METHOD: white_space.method_names(table), FIELD: white_space.field_names(table)}
    asked = {name: named_in_link(name) for name in names}
    if bad := [each for name, each in asked.items() if each and each not in names[name]]:
        say_unusable(bad)
        asked = {name: each if each in names[name] else "" for name, each in asked.items()}
    now = {}
    for column, name in zip(st.columns(2), names, strict=True):
        options = {"": EVERY[name], **names[name]}
        # Keys with the view in them: one that came by link must not meet an older choice.
        now[name] = column.selectbox(
            name.capitalize(),
            list(options),
            list(options).index(asked[name]),
            format_func=options.__getitem__,
            key=f"white-{name}-{asked[METHOD]}-{asked[FIELD]}",
        )
    look(now[METHOD], now[FIELD])
    if now != asked:
        st.rerun()
    return now[METHOD], now[FIELD]


def look(method: str, field: str) -> None:
    """Write into the link what is looked at."""
    for name, value in ((METHOD, method), (FIELD, field)):
        if value:
            keep_in_link(name, value)
        else:
            places.forget(name)
            st.query_params.pop(name, None)


def draw(table: pd.DataFrame, method: str, field: str, view: RunView) -> tuple[str, str] | None:
    """Draw the matrix; return the method and the field of a cell that was clicked."""
    label = str(table.loc[table["field"] == field, "label"].iloc[0]) if field else ""
    methods = white_space.rows_shown(table, method)
    fields = white_space.columns_shown(table, label)
    cells = table[table["method"].isin(methods) & table["label"].isin(fields)]
    picked = charting.pick(
        partial(matrix_chart, cells[list(white_space.DRAWN)], methods=methods, fields=fields),
        key=f"white-{method}-{field}",
        alt=white_space.described(cells),
        picture=taking.picture(view, "white-space", white_space.DRAWN_TITLE),
    )
    left_out = table["method"].nunique() - len(methods), table["label"].nunique() - len(fields)
    more = (
        f" {counted(left_out[0], 'more method')} and {counted(left_out[1], 'more field')} can be "
        "chosen above."
        if any(left_out)
        else ""
    )
    st.caption(f"A diamond is a cell about to open; a blank cell has no paper of 12 months.{more}")
    clicked = cells[cells["slug"] == picked]
    if clicked.empty:
        return None
    found = str(clicked["method"].iloc[0]), str(clicked["field"].iloc[0])
    return found if found != (method, field) else None


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
