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

if TYPE_CHECKING:
    from explorer.pages.parts.view import View


def draw(view: View) -> None:
    """Draw the button; the work goes on when the page is left."""
    st.markdown(
        "Asks arXiv for what is new in every category that was fetched before, lets new papers "
        "join their niches, and scores all niches anew. It goes on when you leave this page."
    )
    work.carry_out(view, Order(work="refresh", settings=view.home), label="Refresh")


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
