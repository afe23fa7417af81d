"""Mending holes in what is held: which ones, what that costs, and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.corpus.fetching.pace import INTERVAL
from explorer.corpus.months import month_of
from explorer.jobs import Order
from explorer.pages.parts import work
from explorer.presentation.numbers import counted, day_name, month_name, span

if TYPE_CHECKING:
    from explorer.pages.parts.view import View


def draw(view: View) -> None:
    """Draw a choice of holes, the cost of mending them, the command and the button, if any."""
    store = view.home.papers
    holes = cached.holes(store) if cached.summary(store).papers else []
    if not holes:
        work.tell_end(view.home, "mend")
        return
    st.header("Mend holes", anchor=False)
    chosen = st.selectbox(
        "Hole",
        [-1, *reversed(range(len(holes)))],
        format_func=lambda i: (
            f"All {len(holes)}"
            if i < 0
            else f"{month_name(month_of(holes[i].since))}, from {day_name(holes[i].since)}"
        ),
        key="mend-hole",
    )
    wanted = holes if chosen < 0 else [holes[chosen]]
    since, until = wanted[0].since, max(hole.until for hole in wanted)
    requests = sum(len(hole.categories) for hole in wanted)
    st.markdown(
        f"{counted(requests, 'request')} to arXiv or more, at least {span(requests * INTERVAL)}: "
        "the missing days of each category are asked for. In a terminal, the same is"
    )
    st.code("explorer mend" if chosen < 0 else wanted[0].command, language=None)
    work.carry_out(
        view,
        Order(work="mend", settings=view.home, since=since.isoformat(), until=until.isoformat()),
        label="Mend holes" if len(wanted) > 1 else "Mend this hole",
    )
