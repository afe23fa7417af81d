"""The niches that a link to a comparison names, and what is said where it names others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.errors import NicheNotFoundError, RunError
from explorer.niches import find_niche
from explorer.own_niche import NoNiche
from explorer.pages.parts import asking, places
from explorer.presentation.comparison import LEAST, MOST
from explorer.presentation.escaping import plain

if TYPE_CHECKING:
    import pandas as pd

    from explorer.own_niche import OwnNiche
    from explorer.pages.parts.view import RunView

NAME, WORDS = "niches", asking.NAME

LONGEST_LINK = 2_000
"""Characters of the link that are read; four slugs are shorter."""

MOST_TOLD = 3


def own_in_link(view: RunView) -> OwnNiche | None:
    """Return the niche by words that the link defines, if it defines one."""
    typed = st.query_params.get(WORDS, "")
    if not typed:
        return None
    try:
        found = cached.own(view.place, view.run, typed)
    except RunError as error:
        st.warning(plain(str(error)))
        return None
    if isinstance(found, NoNiche):
        st.warning(plain(found.problem))
        return None
    return found


def in_link(ranking: pd.DataFrame, *, own: bool) -> list[str]:
    """Return the slugs that the link names, as many as can be compared; says what it left out."""
    asked, most = places.named_in_link(NAME), MOST - own
    wanted = list(dict.fromkeys(filter(None, map(str.strip, asked[:LONGEST_LINK].split(",")))))
    known, unknown = [], [asked] * (len(asked) > LONGEST_LINK)
    for name in wanted:
        try:
            known.append(str(find_niche(ranking, name)["slug"]))
        except NicheNotFoundError:
            unknown.append(name)
    known = list(dict.fromkeys(known))
    if unknown:
        places.say_unusable(unknown[:MOST_TOLD])
    if len(known) > most:
        st.warning(f"The link asks for {len(known)} niches; these are the first {most} of them.")
    return known[:most] if known or own else two_best(ranking)


def two_best(ranking: pd.DataFrame) -> list[str]:
    """Return the slugs that are shown where the link names none; hidden niches come last."""
    by_hidden = ranking.sort_values("hidden", kind="stable")
    return [str(slug) for slug in by_hidden["slug"].head(LEAST)]
