"""What a person wants of the niche that is looked at: a name of their own, or not to see it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.errors import ExplorerError
from explorer.plans.wishes import (
    LONGEST_NAME,
    hide_niche,
    rename_niche,
    show_niche,
    take_back_name,
)
from explorer.presentation.escaping import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.pages.parts.shown import Shown
    from explorer.pages.parts.view import RunView


PROBLEM = "wish-problem"
"""Where a button leaves what went wrong, for the page to say."""


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
    say_problem()


def _button(label: str, change: Any, view: RunView, niche: Mapping[str, Any]) -> None:
    st.button(label, width="stretch", on_click=carry_out, args=(change, view, niche))


def _rename(view: RunView, niche: Mapping[str, Any], name: str) -> None:
    now, kind = datetime.now(UTC), view.run.manifest["kind"]
    try:
        rename_niche(view.place.user, niche, name, kind=kind, now=now)
    except ExplorerError as error:
        st.error(plain(str(error)))
    else:
        st.rerun()


def carry_out(change: Any, view: RunView, niche: Mapping[str, Any]) -> None:
    """Change a wish; what goes wrong is left for ``say_problem``."""
    now, kind = datetime.now(UTC), view.run.manifest["kind"]
    try:
        change(view.place.user, niche, kind=kind, now=now)
    except ExplorerError as error:
        st.session_state[PROBLEM] = str(error)


def say_problem() -> None:
    """Say what went wrong when a button was pressed, once."""
    if problem := st.session_state.pop(PROBLEM, ""):
        st.error(plain(problem))
