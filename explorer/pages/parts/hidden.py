"""Niches that a person hid, to be seen and shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.errors import StoreError
from explorer.pages.parts import places, wished, wishing
from explorer.plans.wishes import show_niche, without_a_niche
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from explorer.pages.parts.view import RunView


def line(niches: pd.DataFrame) -> str | None:
    """Say how many of some niches a list leaves out; nothing if it leaves out none."""
    count = int(niches["hidden"].sum())
    return f"{counted(count, 'niche')} hidden by you: Discover shows them." if count else None


def draw(view: RunView, ranking: pd.DataFrame) -> None:
    """Draw what the person hid, each with buttons to open it and to show it again."""
    left_out = ranking[ranking["hidden"]]
    if not left_out.empty:
        with st.expander(f"{counted(len(left_out), 'niche')} hidden by you"):
            if len(left_out) > 1:
                st.button("Show all", on_click=_show_all, args=(view, left_out))
            for niche in left_out.to_dict("records"):
                _draw_one(view, niche)
    _tell_of_others(view, ranking)


def _draw_one(view: RunView, niche: Mapping[Any, Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        key, said = niche["niche_id"], (show_niche, view, niche)
        st.button("Show", key=f"show-{key}", on_click=wishing.carry_out, args=said)
        if st.button("Open", key=f"open-hidden-{key}"):
            places.go_to(places.NICHE, niche=niche["slug"])
        st.markdown(plain(niche["name"]))


def _show_all(view: RunView, hidden: pd.DataFrame) -> None:
    for niche_id, name in zip(hidden["niche_id"], hidden["computed_name"], strict=True):
        wishing.carry_out(show_niche, view, {"niche_id": niche_id, "name": name})


def _tell_of_others(view: RunView, ranking: pd.DataFrame) -> None:
    """Say what was wished of niches that are not here, and where wishes cannot be read."""
    wishing.say_problem()
    try:
        wishes = wished.wishes(view)
    except StoreError as error:
        st.warning(f"Your names of niches, and what you hid, are not shown: {plain(str(error))}")
        return
    gone = without_a_niche(wishes, ranking, kind=view.run.manifest["kind"])
    if gone:
        names = ", ".join(f"“{plain(wish.own_name or wish.computed_name)}”" for wish in gone[:5])
        more = f" and {len(gone) - 5:,} more" if len(gone) > 5 else ""
        st.caption(
            f"This analysis has no niche of these that you named or hid: {names}{more}. "
            "What you wanted of them is kept."
        )
