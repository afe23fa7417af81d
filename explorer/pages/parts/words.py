"""The words of a niche: its own, those that rise, and those that came from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.presentation.escaping import plain

if TYPE_CHECKING:
    import pandas as pd

ROLES = {
    "own": ("Its own", "what sets it apart from other niches", "blue"),
    "before": ("Three years ago", "what set it apart then", "gray"),
    "rising": ("Rising", "used here, and growing in the other niches", "orange"),
    "imported": ("Imported", "lived elsewhere, and used here of late", "green"),
}
"""Heading, what the words are, and colour, by their role in ``words.parquet``."""


def draw(words: pd.DataFrame) -> None:
    """Draw the lists of a niche's words side by side, the heaviest word first."""
    columns = st.columns(len(ROLES))
    found: dict[str, list[str]] = {role: [] for role in ROLES}
    for role, term in zip(words["role"].tolist(), words["term"].tolist(), strict=True):
        found[role].append(term)
    for column, (role, (heading, meaning, color)) in zip(columns, ROLES.items(), strict=True):
        with column:
            st.markdown(f"**{heading}**: {meaning}")
            badges = [f":{color}-badge[{plain(term)}]" for term in found[role]]
            st.markdown(" ".join(badges) or "None.")
