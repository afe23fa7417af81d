"""What a person wants of the niche looked at: another name, another place, or not to see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.errors import ExplorerError
from explorer.pages.parts import places, wish_changes
from explorer.plans.wishes import (
    LONGEST_NAME,
    called_alike,
    hide_niche,
    rename_niche,
    show_niche,
    take_back_name,
    unmerge_niche,
)
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from explorer.pages.parts.shown import Shown
    from explorer.pages.parts.view import RunView


MOST_NAMED = 4


def describe(look: Shown, ranking: pd.DataFrame) -> None:
    """Say below its title what a person wanted of a niche, and what follows from it."""
    niche = look.niche
    if niche.get("computed_name", niche["name"]) != niche["name"]:
        st.caption(f"Your name. Its papers named it “{plain(niche['computed_name'])}”.")
        twins = called_alike(ranking, niche["niche_id"], niche["name"])
        if len(twins):
            st.warning("Another niche bears this name too; lists cannot tell them apart.")
            _open(twins.iloc[0]["slug"], "Open the other one")
    if niche.get("part_of"):
        whole = ranking[ranking["niche_id"] == niche["part_of"]].iloc[0]
        st.caption(f"Part of “{plain(whole['name'])}”, as you said: lists count it there.")
        _open(whole["slug"], "Open the whole")
    elif niche.get("hidden"):
        st.caption("Hidden by you: lists and pickers leave it out.")
    if look.together:
        names = ranking.loc[ranking["part_of"] == niche["niche_id"], "name"]
        st.caption(
            f"With its parts: {plain(listed(list(names), most=MOST_NAMED))}. All numbers count the "
            "papers of all, ranked among the niches that the analysis found. Its words are single "
            "words and pairs, and it is as stable as the least stable of them."
        )


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
        if niche["part_of"]:
            _button("Let it stand for itself", unmerge_niche, view, niche)
        elif niche["hidden"]:
            _button("Show it again", show_niche, view, niche)
        else:
            _button("Hide it from lists", hide_niche, view, niche)
        st.caption("Kept when papers are brought up to date, and in backups.")
    wish_changes.say_problem()


def _open(slug: str, label: str) -> None:
    if st.button(label, type="tertiary"):
        places.go_to(places.NICHE, niche=slug)


def _button(label: str, change: Any, view: RunView, niche: Mapping[str, Any]) -> None:
    st.button(label, width="stretch", on_click=wish_changes.carry_out, args=(change, view, niche))


def _rename(view: RunView, niche: Mapping[str, Any], name: str) -> None:
    try:
        rename_niche(view.place.user, niche, name, **wish_changes.said(view))
    except ExplorerError as error:
        st.error(plain(str(error)))
    else:
        st.rerun()
