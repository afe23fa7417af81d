"""One cell of white space: what is known of it, who was first, its papers, and the way in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer import cached
from explorer.pages.parts import asking, places, wished
from explorer.pages.parts.papers import titled
from explorer.presentation import white_space
from explorer.presentation.escaping import plain
from explorer.trends.white_space import OPENING

if TYPE_CHECKING:
    import pandas as pd

    from explorer.pages.parts.view import RunView

FIRST_SHOWN = 5
"""Fields that adopted the method first."""


def draw(view: RunView, table: pd.DataFrame, method: str, field: str) -> None:
    """Draw a cell that was chosen."""
    rows = table[table["method"] == method]
    row: dict[Any, Any] = rows[rows["field"] == field].iloc[0].to_dict()
    st.header(plain(f"{method} in {row['field_name']}"), anchor=False)
    marked = row["state"] == OPENING
    sign, chance = "◆ " if marked else "", f", chance {row['chance_text']}" if marked else ""
    behind = f"{row['lag_text']} behind the first field" if row["lag"] else row["lag_text"]
    st.markdown(
        f"**{sign}{row['state_text'].capitalize()}{chance}.** {row['papers_text']} papers of the "
        f"last 12 months, {row['speed_text']}; {behind}."
    )
    _ways_in(view, row)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**Fields that took it up first**")
        lines = white_space.adopted_lines(rows, most=FIRST_SHOWN)
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))
        st.caption(white_space.why_text(row))
    with right:
        _papers(view, row)


def _ways_in(view: RunView, row: dict[Any, Any]) -> None:
    """Draw what leads on: the nearest niche of the field, and a niche of one's own."""
    groups = wished.groups(view).set_index("niche_id")
    with st.container(horizontal=True):
        if row["niche_id"] in groups.index:
            niche = groups.loc[row["niche_id"]]
            if st.button(f"Nearest niche: {plain(str(niche['name']))}", key="white-niche"):
                places.forget(asking.NAME)
                places.go_to(places.NICHE, niche=str(niche["slug"]))
        if st.button("A niche of your own by these words", key="white-own", help=row["query"]):
            places.forget("niche")
            places.go_to(places.NICHE, **{asking.NAME: row["query"]})


def _papers(view: RunView, row: dict[Any, Any]) -> None:
    """Draw the first papers of the cell, and the last ones beside it."""
    own, near = tuple(row["own_ids"]), tuple(row["near_ids"])
    titles = cached.titles(view.place.papers, own + near)
    for what, ids in (
        ("First papers of the field that use it", own),
        ("Last papers elsewhere that use it and are listed in the field", near),
    ):
        lines = [
            f"- {titled(each, titles[each], invented=view.invented)}"
            for each in ids
            if each in titles
        ]
        if lines:
            st.markdown("\n".join([f"**{what}**", "", *lines]))
    if not own and not near:
        st.markdown("No paper of the field uses it yet, and none that is listed there.")
