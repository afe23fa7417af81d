"""Which niche a page shows: the one its link names, or the one picked on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.errors import NicheNotFoundError
from explorer.niches import find_niche
from explorer.pages.parts.places import keep_in_link, named_in_link, say_unusable

if TYPE_CHECKING:
    import pandas as pd

NAME = "niche"


def pick_niche(ranking: pd.DataFrame) -> pd.Series:
    """Draw the picker; return the row of the niche to show, the best one if none is named."""
    wanted = named_in_link(NAME)
    niche = ranking.iloc[0]
    try:
        niche = find_niche(ranking, wanted) if wanted else niche
    except NicheNotFoundError:
        say_unusable([wanted])
    names = dict(zip(ranking["slug"], ranking["name"], strict=True))
    slugs = list(names)
    # A key with the slug in it: a niche that came by link must not meet an older choice.
    picked = st.selectbox(
        "Niche, best score first",
        slugs,
        index=slugs.index(niche["slug"]),
        format_func=names.__getitem__,
        key=f"pick-{niche['slug']}",
    )
    keep_in_link(NAME, picked)
    if picked != niche["slug"]:
        st.rerun()
    return niche
