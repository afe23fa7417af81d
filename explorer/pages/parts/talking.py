"""Whom to ask about a rung, what to ask them, and what was said."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from explorer.errors import ExplorerError
from explorer.pages.parts import forms, people_to_ask
from explorer.plans.contacts import LONGEST_NAME, Contact, note_contact, remove_contact
from explorer.plans.records import LONGEST_TEXT
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import day_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.pages.parts.view import View
    from explorer.plans.records import Plan, Rung, SavedNiche


def draw(
    view: View, plan: Plan, niche: SavedNiche, rung: Rung, contacts: Sequence[Contact]
) -> None:
    """Draw people worth asking, who are looked for on demand, and the talks that were had."""
    own = [each for each in contacts if each.rung_id == rung.rung_id]
    with st.container(horizontal=True, vertical_alignment="center"):
        label = f"Talks: {len(own)}" if own else "Note a talk"
        with st.popover(label, key=f"talks-{rung.rung_id}"):
            _talks(view, own)
            _form(view, plan, rung)
        shown = st.toggle("People to ask", key=f"ask-{rung.rung_id}")
    if shown:
        with st.container(border=True):
            people_to_ask.draw(view, niche, rung)


def _talks(view: View, own: Sequence[Contact]) -> None:
    for each in own:
        st.markdown(f"**{plain(each.name)}**, {day_name(each.day)}  \n{plain(each.said)}")
        if each.next_step:
            st.caption(f"Next: {plain(each.next_step)}")
        if st.button("Remove this talk", key=f"forget-{each.contact_id}"):
            remove_contact(view.place.user, each.contact_id or 0)
            st.rerun()


def _form(view: View, plan: Plan, rung: Rung) -> None:
    form = f"talk-{rung.rung_id}"
    key = forms.key(form)
    now = datetime.now(UTC)
    with st.form(key, border=False):
        name = st.text_input("With whom", max_chars=LONGEST_NAME, key=f"{key}-name")
        day = st.date_input("Day", now.date(), format="YYYY-MM-DD", key=f"{key}-day")
        said = st.text_area("What was said", max_chars=LONGEST_TEXT, height=80, key=f"{key}-said")
        after = st.text_input("Next step", max_chars=LONGEST_TEXT, key=f"{key}-next")
        sent = st.form_submit_button("Note it")
    if not sent:
        return
    talk = Contact(name=name, day=day, said=said, next_step=after, rung_id=rung.rung_id)
    try:
        note_contact(view.place.user, plan.plan_id, talk, now=now)
    except ExplorerError as error:
        st.error(plain(str(error)))
    else:
        forms.begin_again(form)
        st.rerun()
