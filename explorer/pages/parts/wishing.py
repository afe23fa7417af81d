"""What a person wants of niches, on the pages: names of their own, and what they hid."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.errors import ExplorerError, StoreError
from explorer.pages.parts import places, wished
from explorer.plans.wishes import (
    LONGEST_NAME,
    hide_niche,
    rename_niche,
    show_niche,
    take_back_name,
    without_a_niche,
)
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from explorer.pages.parts.shown import Shown
    from explorer.pages.parts.view import RunView


PROBLEM = "wish-problem"
"""Where a button leaves what went wrong, for the page to say."""


def hidden_line(niches: pd.DataFrame) -> str | None:
    """Say how many of some niches a list leaves out; nothing if it leaves out none."""
    count = int(niches["hidden"].sum())
    return f"{counted(count, 'niche')} hidden by you: Discover shows them." if count else None


def draw_hidden(view: RunView, ranking: pd.DataFrame) -> None:
    """Draw what the person hid, each with buttons to open it and to show it again."""
    hidden = ranking[ranking["hidden"]]
    if not hidden.empty:
        with st.expander(f"{counted(len(hidden), 'niche')} hidden by you"):
            if len(hidden) > 1:
                st.button("Show all", on_click=_show_all, args=(view, hidden))
            for niche in hidden.to_dict("records"):
                _draw_one(view, niche)
    _tell_of_others(view, ranking)


def _draw_one(view: RunView, niche: Mapping[Any, Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        key, said = niche["niche_id"], (show_niche, view, niche)
        st.button("Show", key=f"show-{key}", on_click=_carry_out, args=said)
        if st.button("Open", key=f"open-hidden-{key}"):
            places.go_to(places.NICHE, niche=niche["slug"])
        st.markdown(plain(niche["name"]))


def describe(look: Shown) -> None:
    """Say below its title what the papers named a niche, and that it is hidden."""
    niche = look.niche
    if niche.get("computed_name", niche["name"]) != niche["name"]:
        st.caption(f"Your name. Its papers named it “{plain(niche['computed_name'])}”.")
    if niche.get("hidden"):
        st.caption("Hidden by you: lists and pickers leave it out.")


def offer(view: RunView, look: Shown) -> None:
    """Draw where a niche is named and hidden; one that words define has its words already."""
    if look.own:
        return
    niche = look.niche
    renamed = niche["computed_name"] != niche["name"]
    with st.popover("Make it yours", width="stretch"):
        with st.form(f"name-{niche['niche_id']}", border=False):
            name = st.text_input(
                "Your name for it",
                niche["name"] if renamed else "",
                max_chars=LONGEST_NAME,
                placeholder=str(niche["name"]),
            )
            if st.form_submit_button("Rename", width="stretch"):
                _rename(view, niche, name)
        if renamed:
            _button("Use the name of its papers", take_back_name, view, niche)
        if niche["hidden"]:
            _button("Show it again", show_niche, view, niche)
        else:
            _button("Hide it from lists", hide_niche, view, niche)
        st.caption("Kept when papers are brought up to date, and in backups.")
    if problem := st.session_state.pop(PROBLEM, ""):
        st.error(plain(problem))


def _button(label: str, change: Any, view: RunView, niche: Mapping[str, Any]) -> None:
    st.button(label, width="stretch", on_click=_carry_out, args=(change, view, niche))


def _rename(view: RunView, niche: Mapping[str, Any], name: str) -> None:
    now, kind = datetime.now(UTC), view.run.manifest["kind"]
    try:
        rename_niche(view.place.user, niche, name, kind=kind, now=now)
    except ExplorerError as error:
        st.error(plain(str(error)))
    else:
        st.rerun()


def _carry_out(change: Any, view: RunView, niche: Mapping[str, Any]) -> None:
    now, kind = datetime.now(UTC), view.run.manifest["kind"]
    try:
        change(view.place.user, niche, kind=kind, now=now)
    except ExplorerError as error:
        st.session_state[PROBLEM] = str(error)


def _show_all(view: RunView, hidden: pd.DataFrame) -> None:
    for niche_id, name in zip(hidden["niche_id"], hidden["computed_name"], strict=True):
        _carry_out(show_niche, view, {"niche_id": niche_id, "name": name})


def _tell_of_others(view: RunView, ranking: pd.DataFrame) -> None:
    """Say what was wished of niches that are not here, and where wishes cannot be read."""
    if problem := st.session_state.pop(PROBLEM, ""):
        st.error(plain(problem))
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
