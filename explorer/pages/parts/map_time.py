"""Which year the map shows: chosen by hand, or played from the first to the last."""

from __future__ import annotations

import time

import streamlit as st

from explorer.pages.parts.places import keep_in_link, named_in_link, say_unusable
from explorer.presentation.landscape_then import months_to_look_at
from explorer.presentation.numbers import month_name

UNTIL = "until"
"""The last month that counts, as the link names it."""

PAUSE = 1.2
"""Seconds that each map stands while they are played."""

_PLAYING = "map-playing"


def choose(first_month: str, last_month: str) -> str:
    """Draw the choice of the year; return its last month."""
    months = months_to_look_at(first_month, last_month)
    if len(months) < 2:
        return last_month
    asked = named_in_link(UNTIL) or last_month
    if asked not in months:
        say_unusable([asked])
        asked = last_month
    until = _pick(months, asked)
    if until != asked:
        show(until)
        st.rerun()
    show(until)
    return until


def _pick(months: list[str], asked: str) -> str:
    """Draw what leads to another month; return the one that is wanted."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        until = st.selectbox(
            "12 months up to",
            months[::-1],
            months[::-1].index(asked),
            format_func=month_name,
            key=f"{UNTIL}-{asked}",
            help="Sizes and colours are those of that time; places are those of today.",
            width=230,
        )
        at, last = months.index(until), len(months) - 1
        if st.button("Earlier", disabled=at == 0):
            return months[at - 1]
        if st.button("Later", disabled=at == last):
            return months[at + 1]
        playing = st.session_state.get(_PLAYING, False) and at < last
        if st.button("Stop" if playing else "Play"):
            playing = not playing
            until = months[0] if playing and at == last else until
        st.session_state[_PLAYING] = playing
    return until


def show(until: str) -> None:
    """Write into the link which month the map shows."""
    keep_in_link(UNTIL, until)


def go_on(first_month: str, last_month: str, *, shown: str) -> None:
    """Show the next map, if they are being played."""
    if not st.session_state.get(_PLAYING, False):
        return
    months = months_to_look_at(first_month, last_month)
    time.sleep(PAUSE)
    show(months[min(months.index(shown) + 1, len(months) - 1)])
    st.rerun()
