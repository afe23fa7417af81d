"""What is known of a niche besides its score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.presentation.beside_score import MEANINGS, beside_score

if TYPE_CHECKING:
    from explorer.pages.parts.shown import Shown
    from explorer.pages.parts.view import RunView


def draw(view: RunView, look: Shown) -> None:
    """Draw a line for each thing that is known; what it means is told on demand."""
    known = beside_score(look.niche, last_month=view.last_month, n_months=len(look.curve))
    st.markdown("**Also known**, and no part of the score")
    for label, told in known.items():
        st.markdown(f"**{label}**: {told}", help=MEANINGS[label])
