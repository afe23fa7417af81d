"""The niches nearest to one that an analysis found, each a button that leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.pages.parts import places, wished
from explorer.presentation.escaping import plain

if TYPE_CHECKING:
    from explorer.pages.parts.view import RunView


def draw(view: RunView, niche_id: str) -> None:
    """Draw the neighbours with their similarity, the nearest first."""
    ranking = wished.ranking(view)
    ranking = ranking[~ranking["hidden"]].set_index("niche_id")
    found = {
        key: value
        for key, value in cached.near_niches(view.run, niche_id).items()
        if key in ranking.index
    }
    if not found:
        st.caption("Its neighbours are not known: the analysis kept none of them.")
        return
    st.caption(
        "Niches whose papers use the most similar words; the cosine of their middles, 1 at most."
    )
    with st.container(horizontal=True):
        for key, similarity in found.items():
            row = ranking.loc[key]
            if st.button(f"{plain(str(row['name']))} · {similarity:.2f}", key=f"near-{key}"):
                places.go_to(places.NICHE, niche=str(row["slug"]))
