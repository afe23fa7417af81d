"""Every flag that was ever shown, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.errors import StoreError
from explorer.presentation.escaping import plain
from explorer.presentation.ledger import ledger_sentence, ledger_table, since_text

if TYPE_CHECKING:
    from explorer.pages.parts.view import View


def since(view: View, niche_id: str) -> None:
    """Say since when a niche is flagged."""
    try:
        text = since_text(cached.flags(view.place, invented=view.invented), niche_id)
    except StoreError:
        return  # said where saved niches are shown
    if text:
        st.caption(text)


def draw(view: View) -> None:
    """List the flags, the newest first."""
    try:
        spells = cached.flags(view.place, invented=view.invented)
    except StoreError as error:
        st.caption(plain(str(error)))
        return
    st.markdown(ledger_sentence(spells))
    if not spells:
        return
    column = st.column_config
    shown = ["name", "flagged", "dropped", "became", "score", "achievable", "scope"]
    st.dataframe(
        ledger_table(spells)[shown],
        hide_index=True,
        key="ledger",
        column_config={
            "name": column.TextColumn("Niche"),
            "flagged": column.TextColumn("Flagged, by papers up to"),
            "dropped": column.TextColumn("No more, by papers up to"),
            "became": column.TextColumn("What became of it"),
            "score": column.NumberColumn("Score then", format="%.0f"),
            "achievable": column.NumberColumn("Achievable then", format="%.0f"),
            "scope": column.TextColumn("Looked at"),
        },
    )
