"""Why a niche stands where it stands: each part of its score, and the papers behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.pages.parts import papers
from explorer.presentation.numbers import counted
from explorer.presentation.score_parts import AXES, PARTS, rank_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.pages.parts.shown import Shown


def draw(look: Shown, *, invented: bool) -> None:
    """Draw both axes side by side, part by part."""
    niche = look.niche
    behind: dict[str, list[dict[str, Any]]] = {}
    for row in papers.rows_of(look.evidence, "part"):
        behind.setdefault(row["part"], []).append(row)
    for column, axis in zip(st.columns(2, gap="large"), AXES, strict=True):
        with column:
            st.markdown(f"### {axis.title}: {niche[axis.column]:.0f} of 100")
            st.caption(axis.question)
            for name in axis.parts:
                _draw_part(name, niche, behind.get(name, []), invented=invented)


def _draw_part(
    name: str, niche: Mapping[str, Any], behind: list[dict[str, Any]], *, invented: bool
) -> None:
    part, rank = PARTS[name], float(niche[f"{name}_rank"])
    st.progress(rank, text=f"**{part.label}** · {part.say(niche[name])} · {rank_text(rank)}")
    label = f"{counted(len(behind), 'paper')} behind it" if len(behind) else "What this is"
    with st.expander(label):
        st.markdown(part.meaning)
        if behind:
            papers.listing(behind, invented=invented)
        else:
            st.caption("It counts all of the niche's recent papers; no single one carries it.")
