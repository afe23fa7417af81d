"""The holes in what is held, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.presentation.escaping import plain
from explorer.presentation.holdings import hole_sentence, no_hole_sentence
from explorer.presentation.numbers import counted

if TYPE_CHECKING:
    from explorer.pages.parts.view import View

MOST_HOLES = 12
"""Holes that are listed."""


def draw(view: View) -> None:
    """Say in words what is missing, or that nothing is known to be."""
    if view.invented:
        return
    found = cached.holes(view.place.papers)
    if not found:
        st.markdown(no_hole_sentence(cached.coverage(view.place.papers)))
        return
    st.markdown(f"**{counted(len(found), 'hole')}** in what is held:")
    st.markdown("\n".join(f"- {plain(hole_sentence(hole))}" for hole in found[-MOST_HOLES:]))
    if len(found) > MOST_HOLES:
        st.caption(f"These are the last {MOST_HOLES} of {len(found):,}.")
    st.caption(
        "Where papers were fetched, arXiv announced how many there are. Where they came from "
        "files, this is an estimate: arXiv numbers its papers, and in these weeks far fewer of the "
        "numbers are held than in the half years before and after. Growth counts such a month by "
        "what is held of it."
    )
