"""What no paper near a niche has joined, and what happened to it from analysis to analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.niches import combinations_of
from explorer.pages.parts import not_yet_joined
from explorer.presentation.escaping import plain
from explorer.presentation.niche_texts import past_line

if TYPE_CHECKING:
    from explorer.pages.parts.view import RunView


def draw(view: RunView, niche_id: str) -> None:
    """Draw what is open, then the history; nothing where there is one analysis alone."""
    not_yet_joined.draw(view, combinations_of(view.run, niche_id, read=cached.table))
    told = cached.history(view.place.runs, view.run, cached.key_of(view.run), niche_id)
    if told:
        st.header("Its history", anchor=False)
        st.markdown("\n".join(f"- {past_line(each, escape=plain)}" for each in reversed(told)))
