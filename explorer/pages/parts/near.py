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
    columns = (ranking[name].tolist() for name in ("niche_id", "slug", "name", "hidden"))
    named = {
        key: (slug, name) for key, slug, name, hidden in zip(*columns, strict=True) if not hidden
    }
    near = cached.near_niches(view.run, niche_id)
    found = [(key, *named[key], similarity) for key, similarity in near.items() if key in named]
    if not found:
        st.caption("Its neighbours are not known: the analysis kept none of them.")
        return
    st.caption(
        "Niches whose papers use the most similar words; the cosine of their middles, 1 at most."
    )
    with st.container(horizontal=True):
        for key, slug, name, similarity in found:
            if st.button(f"{plain(name)} · {similarity:.2f}", key=f"near-{key}"):
                places.go_to(places.NICHE, niche=slug)
