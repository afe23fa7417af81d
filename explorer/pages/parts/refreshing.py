"""Bringing papers and analysis up to date, and what that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.errors import RunError
from explorer.jobs import Order
from explorer.pages.parts import work
from explorer.pages.parts.view import RunView
from explorer.presentation.digest import heading, sections, summary
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import counted, day_name

if TYPE_CHECKING:
    from explorer.pages.parts.view import View


def draw(view: View) -> None:
    """Draw the button; the work goes on when the page is left."""
    st.markdown(
        "Asks arXiv for what is new in every category that was fetched before, and lets new "
        "papers join their niches, which takes seconds. All niches are scored anew when a month "
        "has ended or much came, which takes about a minute for 100,000 papers. It goes on when "
        "you leave this page."
    )
    if isinstance(view, RunView):
        st.caption(_joined(view))
    whole = st.toggle("Score all niches anew now", key="refresh-whole")
    order = Order(work="refresh", settings=view.home, whole=whole)
    work.carry_out(view, order, label="Refresh")


def _joined(view: RunView) -> str:
    """Say of which day the scores are, and how many papers joined since."""
    line = f"Scores, flags and names are as of {day_name(view.judged)}"
    if "verdicts_as_of" not in view.run.manifest:
        return f"{line}."
    return f"{line}; {counted(view.run.manifest['assigned'], 'paper')} joined since."


def draw_digest(view: View) -> None:
    """Draw what the last refresh changed, if the analysis that is shown goes on from another."""
    if not isinstance(view, RunView) or "continues" not in view.run.manifest:
        return
    try:
        digest, titles = cached.digest(view.place, view.run)
    except RunError as error:
        st.caption(plain(f"What changed cannot be told: {error}"))
        return
    st.header(heading(digest), anchor=False)
    st.markdown(summary(digest, escape=plain))
    for section in sections(digest, titles, escape=plain):
        with st.expander(section.heading):
            st.markdown(section.text)
