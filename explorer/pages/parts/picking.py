"""Which niche a page shows: the one its link names or defines, or the one picked on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from explorer import cached
from explorer.errors import NicheNotFoundError, RunError
from explorer.niches import find_niche
from explorer.own_niche import NoNiche
from explorer.pages.parts import asking, hidden, places, shown, wished
from explorer.pages.parts.places import keep_in_link, named_in_link, say_unusable
from explorer.presentation.escaping import plain

if TYPE_CHECKING:
    import pandas as pd

    from explorer.pages.parts.view import RunView

NAME = "niche"


def words_in_link() -> str:
    """Return the words that define the niche to show; empty where the link names one."""
    return "" if st.query_params.get(NAME) else named_in_link(asking.NAME)


def show_own(view: RunView, typed: str) -> shown.Shown:
    """Look at the niche of some words; where there is none, say why and stop."""
    keep_in_link(asking.NAME, typed)
    try:
        found = cached.own(view.place, view.run, typed)
    except RunError as error:
        _stop(view, str(error))
    if isinstance(found, NoNiche):
        _stop(view, found.problem)
    return shown.of_words(view, found)


def _stop(view: RunView, problem: str) -> NoReturn:
    st.info(plain(problem))
    if st.button("Show a niche that the analysis found"):
        places.forget(asking.NAME)
        places.go_to(places.NICHE, niche=_best(wished.ranking(view))["slug"])
    st.stop()


def pick_niche(ranking: pd.DataFrame) -> pd.Series:
    """Draw the picker; return the row of the niche to show, the best one if none is named."""
    wanted = named_in_link(NAME)
    niche = _best(ranking)
    try:
        niche = find_niche(ranking, wanted) if wanted else niche
    except NicheNotFoundError:
        say_unusable([wanted])
    offered = ranking[~ranking["hidden"] | (ranking["slug"] == niche["slug"])]
    names = dict(zip(offered["slug"].tolist(), offered["name"].tolist(), strict=True))
    slugs = list(names)
    # A key with the slug in it: a niche that came by link must not meet an older choice.
    picked = st.selectbox(
        "Niche, best score first",
        slugs,
        index=slugs.index(niche["slug"]),
        format_func=names.__getitem__,
        key=f"pick-{niche['slug']}",
        help=hidden.line(ranking),
    )
    places.forget(asking.NAME)
    keep_in_link(NAME, picked)
    if picked != niche["slug"]:
        st.rerun()
    return niche


def _best(ranking: pd.DataFrame) -> pd.Series:
    """Return the first niche that is not hidden, or the first of all."""
    shown_ones = ranking[~ranking["hidden"]]
    return (ranking if shown_ones.empty else shown_ones).iloc[0]
