"""Whom to ask about a rung, what to ask them, and what was said."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.errors import ExplorerError
from explorer.pages.parts import forms
from explorer.plans.contacts import LONGEST_NAME, Contact, note_contact, remove_contact
from explorer.plans.records import LONGEST_TEXT
from explorer.presentation.escaping import plain
from explorer.presentation.file_names import file_name
from explorer.presentation.numbers import day_name
from explorer.presentation.questions import papers_by, path_lines, question_sheet
from explorer.presentation.worth_asking import worth_asking

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

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
            _people(view, niche, rung)


def _people(view: View, niche: SavedNiche, rung: Rung) -> None:
    papers = cached.papers_by_id(view.place.papers, niche.paper_ids)
    asked = worth_asking(papers, rung, as_of=niche.as_of)
    if not asked:
        st.caption("None of the niche's papers is held here, so nobody can be named.")
    for name, why in asked:
        theirs = papers_by(papers, name)
        st.markdown(f"**{plain(name)}**: {plain(why)}")
        st.markdown("\n".join(f"- {plain(line)}" for line in path_lines(theirs)))
        st.download_button(
            "Questions (Markdown)",
            partial(_sheet, name, theirs, rung, niche.name),
            file_name=f"questions-{file_name([niche.slug])}.md",
            mime="text/markdown",
            on_click="ignore",
            key=f"sheet-{rung.rung_id}-{name}",
        )
    if asked:
        st.caption("Names as on papers; two people of one name are not told apart.")


def _sheet(name: str, papers: pd.DataFrame, rung: Rung, niche: str) -> bytes:
    return question_sheet(name, papers, rung, niche=niche).encode()


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
