"""What happened to a niche from analysis to analysis, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.presentation.escaping import plain
from explorer.presentation.niche_texts import past_line

if TYPE_CHECKING:
    from explorer.pages.parts.view import RunView


def draw(view: RunView, niche_id: str) -> None:
    """Draw the history of a niche; nothing where there is one analysis alone."""
    told = cached.history(view.place.runs, view.run, cached.key_of(view.run), niche_id)
    if told:
        st.header("Its history", anchor=False)
        st.markdown("\n".join(f"- {past_line(each, escape=plain)}" for each in reversed(told)))
