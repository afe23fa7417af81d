"""Niches that a person hid or merged, to be seen and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer import cached
from explorer.errors import StoreError
from explorer.pages.parts import places, wish_changes, wished
from explorer.plans.digest import inherited
from explorer.plans.wishes import (
    show_niche,
    understand_endings,
    unmerge_niche,
    without_a_niche,
)
from explorer.presentation.digest import inherited_line
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from explorer.pages.parts.view import RunView


def line(niches: pd.DataFrame) -> str | None:
    """Say how many of some niches a list leaves out; nothing if it leaves out none."""
    said = _counted(niches)
    return f"{said}: Discover shows them." if said else None


def draw(view: RunView, ranking: pd.DataFrame) -> None:
    """Draw what the person hid or merged, each with buttons to open it and to undo that."""
    if said := _counted(ranking):
        with st.expander(said):
            left_out = ranking[ranking["hidden"] & (ranking["part_of"] == "")]
            if len(left_out) > 1:
                st.button("Show all", on_click=_show_all, args=(view, left_out))
            for niche in left_out.to_dict("records"):
                _draw_one(view, niche, "Show", show_niche, plain(niche["name"]))
            names = dict(zip(ranking["niche_id"], ranking["name"], strict=True))
            for part in ranking[ranking["part_of"] != ""].to_dict("records"):
                text = f"{plain(part['name'])}, part of {plain(names[part['part_of']])}"
                _draw_one(view, part, "Part", unmerge_niche, text)
    _tell_of_others(view, ranking)


def _counted(niches: pd.DataFrame) -> str:
    """Say how many niches the person hid, and how many are part of others."""
    parts = int((niches["part_of"] != "").sum())
    count = int(niches["hidden"].sum()) - parts
    said = [f"{counted(count, 'niche')} hidden by you"] * bool(count)
    said += [f"{counted(parts, 'niche')} merged by you"] * bool(parts)
    return ", ".join(said)


def _draw_one(view: RunView, niche: Mapping[Any, Any], label: str, change: Any, text: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        key, said = niche["niche_id"], (change, view, niche)
        st.button(label, key=f"show-{key}", on_click=wish_changes.carry_out, args=said)
        if st.button("Open", key=f"open-hidden-{key}"):
            places.go_to(places.NICHE, niche=niche["slug"])
        st.markdown(text)


def _show_all(view: RunView, hidden: pd.DataFrame) -> None:
    for niche_id, name in zip(hidden["niche_id"], hidden["computed_name"], strict=True):
        wish_changes.carry_out(show_niche, view, {"niche_id": niche_id, "name": name})


def _tell_of_others(view: RunView, ranking: pd.DataFrame) -> None:
    """Say what was wished of niches that are not here, and where wishes cannot be read."""
    wish_changes.say_problem()
    try:
        wishes = wished.wishes(view)
    except StoreError as error:
        st.warning(f"Your names of niches, and what you hid, are not shown: {plain(str(error))}")
        return
    if any(wish.part_of for wish in wishes) and not cached.can_judge(view.run):
        st.warning(
            "Niches that you merged stand apart: this analysis cannot judge them anew. "
            "Make it again on Data and method."
        )
    _tell_of_endings(view, ranking)
    gone = without_a_niche(wishes, ranking, kind=view.run.manifest["kind"])
    if gone:
        names = ", ".join(f"“{plain(wish.called)}”" for wish in gone[:5])
        more = f" and {len(gone) - 5:,} more" if len(gone) > 5 else ""
        st.caption(
            f"This analysis has no niche of these that you named, hid or merged: {names}{more}. "
            "What you wanted of them is kept."
        )


def _tell_of_endings(view: RunView, ranking: pd.DataFrame) -> None:
    """Say what went over from niches that ended, until the person says that they know."""
    told = inherited(wished.wishes(view), [], ranking)
    if told:
        lines = [f"- {inherited_line(each, plain)}" for each in told]
        st.info("What you wanted of niches that ended:\n" + "\n".join(lines))
        st.button("Understood", on_click=_understand, args=(view,))


def _understand(view: RunView) -> None:
    try:
        understand_endings(view.place.user, ended=view.run.manifest.get("ended", []))
    except StoreError as error:
        st.session_state[wish_changes.PROBLEM] = str(error)
