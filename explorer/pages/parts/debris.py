"""Niches that are no subjects: set aside from the ranking, and open to whoever wants to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.pages.parts import places
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import counted

if TYPE_CHECKING:
    import pandas as pd

TOLD = ("name", "slug", "papers", "debris")
"""Columns that are drawn; a row of all of them takes longer to read than the page to draw."""


def draw(aside: pd.DataFrame) -> None:
    """Draw what was set aside and why, each with a button that opens it; nothing if nothing was."""
    if aside.empty:
        return
    with st.expander(f"Set aside: {counted(len(aside), 'niche')} of debris"):
        for niche in aside[list(TOLD)].to_dict("records"):
            papers = counted(niche["papers"], "paper")
            text, button = st.columns([5, 1], vertical_alignment="center")
            text.markdown(f"{plain(niche['name'])}: {plain(niche['debris'])}, {papers}")
            if button.button("Open", key=f"aside-{niche['slug']}"):
                places.go_to(places.NICHE, niche=niche["slug"])
