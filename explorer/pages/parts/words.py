"""The words of a niche: its own, those that rise, and those that came from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.presentation.escaping import plain

if TYPE_CHECKING:
    import pandas as pd

    from explorer.pages.parts.opening import RunView

ROLES = {
    "own": ("Its own", "what sets it apart from other niches", "blue"),
    "rising": ("Rising", "used here, and growing in the other niches", "orange"),
    "imported": ("Imported", "lived elsewhere, and used here of late", "green"),
}
"""Heading, what the words are, and colour, by their role in ``words.parquet``."""


def draw(view: RunView, niche: pd.Series) -> None:
    """Draw the three lists side by side, the heaviest word first."""
    words = cached.table(view.run, "words")
    own = words[words["niche_id"] == niche["niche_id"]]
    for column, (role, (heading, meaning, color)) in zip(st.columns(3), ROLES.items(), strict=True):
        terms = own.loc[own["role"] == role, "term"]
        with column:
            st.markdown(f"**{heading}**: {meaning}")
            badges = [f":{color}-badge[{plain(term)}]" for term in terms]
            st.markdown(" ".join(badges) or "None.")
