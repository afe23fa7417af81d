"""What a profile does, and what can be done with it: seen, taken along, forgotten."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.errors import StoreError
from explorer.pages.parts import fitted, papers, profile_form
from explorer.pages.parts.view import RunView
from explorer.plans.profile import Profile
from explorer.plans.profile_json import profile_json
from explorer.plans.profile_store import remove_profile
from explorer.presentation.escaping import plain
from explorer.presentation.fit import made_of
from explorer.presentation.numbers import counted, day_name, listed
from explorer.presentation.profile import days_left

if TYPE_CHECKING:
    from explorer.pages.parts.view import View

SHOWN = 5


def draw(view: View, profile: Profile) -> None:
    """Draw what follows from a stored profile."""
    st.header("What it does", anchor=False)
    if profile.hours_per_week:
        st.markdown(f"- New plans are drafted for {profile.hours_per_week:g} hours a week.")
    _ranking(view)
    if profile.skills:
        st.markdown("- A plan says of each rung which skill it grows, and what you said of it.")
    _own_papers(view, profile.author)
    today = datetime.now(UTC).date()
    for each in profile.deadlines:
        what = f": {plain(each.what)}" if each.what else ""
        st.markdown(f"- {day_name(each.day)}{what} ({days_left(each.day, today)})")
    with st.container(horizontal=True):
        st.download_button(
            "Take it along (JSON)", profile_json(profile), "profile.json", on_click="ignore"
        )
        with st.popover("Forget it"):
            st.markdown("This deletes all that you said of yourself here.")
            if st.button("Forget all of it", type="primary"):
                remove_profile(view.place.user)
                profile_form.begin_again(Profile())


def _ranking(view: View) -> None:
    """Say what has a hand in the ranking, and which words no paper has."""
    found = fitted.fits(view) if isinstance(view, RunView) else None
    if found is None:
        return
    st.markdown(
        f"- Discover ranks half by fit, made of {plain(made_of(found.parts))}; a switch there "
        "turns it off. A niche's page says what you bring and what is new to you."
    )
    known = {source.label for source in found.person.sources}
    unknown = [each for each in fitted.profile(view).phrases if each not in known]
    if unknown:
        st.markdown(f"- No paper held uses: {plain(listed(unknown, most=SHOWN))}.")


def _own_papers(view: View, name: str) -> None:
    if not name:
        return
    try:
        found = cached.papers_by(view.place.papers, name)
    except StoreError:
        return
    if found.empty:
        st.markdown(f"- No paper held is by “{plain(name)}”; try it as arXiv writes it.")
        return
    newest = f", the newest {SHOWN} of them" if len(found) > SHOWN else ""
    st.markdown(f"- {counted(len(found), 'paper')} held by “{plain(name)}”{newest}:")
    papers.listing(papers.rows_of(found.head(SHOWN)), invented=view.invented)
