"""One rung, edited in place.

A form shows the rung as it was when this window opened it, so that what is typed outlives a change
made in another window; a save names the version it started from. A rung that was only started,
paused or finished is the same text, so its form goes on.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from explorer.errors import ExplorerError
from explorer.pages.parts import forms, rung_papers
from explorer.plans.markdown import PARTS
from explorer.plans.plan_store import update_rung
from explorer.plans.records import LONGEST_TEXT, RUNG_HOURS, STATES, Rung
from explorer.presentation.escaping import plain

if TYPE_CHECKING:
    from explorer.pages.parts.view import View
    from explorer.plans.records import SavedNiche

HINTS = {
    "problem": "In its own terms: what is not known or not possible, and for whom it matters",
    "approaches": "Several candidate solutions, one a line",
    "feasibility_and_value": "Why it can work, why it is worth it, and what would show otherwise",
    "milestones": "Steps, each with a metric and a week",
    "budget": "Hours, data, compute, people",
    "done_when": "What anybody can check at the end; every rung needs one",
}


def draw(view: View, niche: SavedNiche, stored: Rung) -> None:
    """Draw a rung's form and save what is sent."""
    opened = _opened(stored)
    if stored.version != opened.version:
        st.warning("This rung was changed in another window. Your text is still here.")
        if st.button("Show the other version", key=f"other-{stored.rung_id}"):
            _open(stored)
    if st.session_state.get("saved-rung") == stored.rung_id:
        del st.session_state["saved-rung"]
        st.success("Saved.")
    titles = rung_papers.titles(view, niche, opened)
    with st.form(f"form-{forms.key(_name(opened))}", border=False):
        edited = _fields(opened, titles)
        if st.form_submit_button("Save this rung", type="primary", key=f"save-{opened.rung_id}"):
            _save(view, edited, opened.version)
    rung_papers.listing(opened, invented=niche.kind != "real")


def _opened(stored: Rung) -> Rung:
    """Return the rung that the form shows; it goes on if nothing but the state was changed."""
    opened: Rung = st.session_state.setdefault(_name(stored), stored)
    if replace(opened, version=stored.version, state=stored.state) != stored:
        return opened
    if opened.state != stored.state:
        st.session_state[f"state-{forms.key(_name(stored))}"] = stored.state
    st.session_state[_name(stored)] = stored
    return stored


def _fields(rung: Rung, titles: dict[str, str]) -> Rung:
    """Draw the fields, and return the rung as they say."""
    key = forms.key(_name(rung))
    st.session_state.setdefault(f"state-{key}", rung.state)
    title = st.text_input("Title", rung.title, max_chars=LONGEST_TEXT, key=f"title-{key}")
    texts = {
        field: st.text_area(
            label,
            getattr(rung, field),
            help=HINTS[field],
            height="content",
            max_chars=LONGEST_TEXT,
            key=f"{field}-{key}",
        )
        for label, field in PARTS
    }
    left, right = st.columns(2)
    hours = left.number_input(
        "Hours", *RUNG_HOURS, value=rung.hours, step=5.0, format="%g", key=f"hours-{key}"
    )
    state = right.selectbox("State", STATES, key=f"state-{key}")
    cited = rung_papers.choose(rung, titles, key=key)
    none = st.checkbox("It stands on no paper", rung.no_papers, key=f"none-{key}")
    return replace(
        rung,
        **texts,
        title=title,
        hours=hours,
        state=state,
        papers=cited,
        no_papers=none,
    )


def _save(view: View, edited: Rung, version: int) -> None:
    try:
        saved = update_rung(view.place.user, edited, version=version, now=datetime.now(UTC))
    except ExplorerError as error:
        st.error(plain(str(error)))
    else:
        st.session_state["saved-rung"] = saved.rung_id
        _open(saved)


def _open(rung: Rung) -> None:
    """Let the form begin again from a stored rung."""
    st.session_state[_name(rung)] = rung
    forms.begin_again(_name(rung))
    st.rerun()


def _name(rung: Rung) -> str:
    return f"rung-{rung.rung_id}"
