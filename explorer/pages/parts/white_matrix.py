"""The matrix of white space to choose from: two lists, and the chart."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

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
