"""What a finished rung left: what was learned, what was shared, and where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.errors import ExplorerError
from explorer.pages.parts import forms
from explorer.plans.outcomes import Outcome, save_outcome
from explorer.plans.records import LONGEST_TEXT
from explorer.presentation.escaping import plain

if TYPE_CHECKING:
    from explorer.pages.parts.view import View
    from explorer.plans.records import Rung


def draw(view: View, rung: Rung, stored: Outcome) -> None:
    """Draw what a rung left, once it is done; nothing of it must be filled in.

    It stays where the rung is opened again, with what is typed there.
    """
    key = f"left-{rung.rung_id}"
    if rung.state != "done" and key not in st.session_state:
        return
    was = st.session_state.setdefault(key, stored)
    form = forms.key(key)
    with st.form(f"form-{form}"):
        st.markdown("**What it left**, for your portfolio; all of it may stay empty")
        learned = st.text_area(
            "What I learned", was.learned, max_chars=LONGEST_TEXT, key=f"a{form}"
        )
        shared = st.text_area("What I shared", was.shared, max_chars=LONGEST_TEXT, key=f"b{form}")
        links = st.text_area(
            "Where it is: addresses of code, a paper, a talk, one a line",
            was.links,
            max_chars=LONGEST_TEXT,
            key=f"c{form}",
        )
        sent = st.form_submit_button("Keep what it left")
    if not sent:
        return
    wanted = Outcome(learned=learned, shared=shared, links=links)
    try:
        save_outcome(view.place.user, rung.rung_id or 0, wanted, was=was)
    except ExplorerError as error:
        st.error(plain(str(error)))
    else:
        st.session_state[key] = wanted
        st.success("Kept. *Take it along* has your portfolio as a page.")
