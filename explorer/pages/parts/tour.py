"""A walk through the pages in six stops: offered once, left at any time, begun again on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.errors import StoreError
from explorer.pages.parts import places
from explorer.pages.parts.tour_stops import STOPS
from explorer.plans.niches import list_niches

if TYPE_CHECKING:
    from explorer.pages.parts.view import View

AT, OVER = "tour-stop", "tour-over"
"""In the window's state: the place of the stop, and that the tour is not to be offered again."""


def offer(view: View) -> None:
    """Offer the tour to a person who is new: the papers are invented, and nothing is kept yet."""
    state = st.session_state
    if state.get(OVER) or AT in state or not view.invented or _keeps_niches(view):
        return
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(f"New here? A tour of {len(STOPS)} stops, two minutes.", width="content")
        if st.button("Take the tour", type="primary"):
            _go(0)
        st.button("Not now", on_click=_end)


def _keeps_niches(view: View) -> bool:
    """Tell whether a person kept a niche; one whose store cannot be read was here before."""
    try:
        return bool(list_niches(view.place.user))
    except StoreError:
        return True


def recall() -> None:
    """Draw the button that begins the tour again."""
    if AT not in st.session_state and st.button("Tour", type="tertiary"):
        _go(0)


def draw() -> None:
    """Draw the stop at which the tour is, if it was begun."""
    at = st.session_state.get(AT)
    if at is None:
        return
    stop = STOPS[at]
    with st.container(border=True):
        st.markdown(f"**Tour, {at + 1} of {len(STOPS)}: {stop.title}.** {stop.text}")
        with st.container(horizontal=True):
            if at and st.button(f"Back to {STOPS[at - 1].title}"):
                _go(at - 1)
            if at + 1 == len(STOPS):
                st.button("End the tour", type="primary", on_click=_end)
                return
            if st.button(f"Next: {STOPS[at + 1].title}", type="primary"):
                _go(at + 1)
            st.button("Leave the tour", on_click=_end)


def _go(at: int) -> None:
    st.session_state[AT] = at
    places.go_to(STOPS[at].page)


def _end() -> None:
    st.session_state.pop(AT, None)
    st.session_state[OVER] = True
