"""What is known of a niche besides its score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.presentation.beside_score import MEANINGS, beside_score

if TYPE_CHECKING:
    from explorer.pages.parts.shown import Shown
    from explorer.pages.parts.view import RunView


def draw(view: RunView, look: Shown) -> None:
    """Draw a line for each thing that is known, and what it means."""
    known = beside_score(look.niche, last_month=view.last_month, n_months=len(look.curve))
    st.markdown("**Also known**, and no part of the score")
    st.markdown(
        "\n".join(
            f"- **{label}**: {told}  \n  :gray[{MEANINGS[label][:1].upper()}{MEANINGS[label][1:]}]"
            for label, told in known.items()
        )
    )
