"""Niches that are no subjects: set aside from the ranking, and open to whoever wants to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.pages.parts import places
from explorer.presentation.numbers import counted

if TYPE_CHECKING:
    import pandas as pd

TOLD = ("name", "debris", "papers")
"""Columns that are drawn."""

PRESSED = "debris-name"
"""Key of the names, which can be pressed."""


def draw(aside: pd.DataFrame) -> None:
    """Draw what was set aside and why, and open what is pressed; nothing if nothing was."""
    if aside.empty:
        return
    column = st.column_config
    with st.expander(f"Set aside: {counted(len(aside), 'niche')} of debris"):
        st.dataframe(
            aside[list(TOLD)],
            hide_index=True,
            column_config={
                "name": column.ButtonColumn(
                    "Niche", type="tertiary", alignment="left", width=300, key=PRESSED
                ),
                "debris": column.TextColumn("Why"),
                "papers": column.NumberColumn("Papers", format="localized", width=90),
            },
            alt=f"{counted(len(aside), 'niche')} of debris, why each is, and its papers",
        )
    pressed = st.session_state.get(PRESSED)
    if pressed and pressed.row < len(aside):
        places.go_to(places.NICHE, niche=str(aside["slug"].iloc[pressed.row]))
