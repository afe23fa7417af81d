"""What is drawn of niches that are compared, besides their curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.own_niche import KIND
from explorer.pages.parts import asking, papers, places
from explorer.presentation import comparison
from explorer.presentation.comparison import LEAST, Side
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import counted

if TYPE_CHECKING:
    import pandas as pd

PAPERS_SHOWN = 10


def scorecard(card: pd.DataFrame) -> None:
    """Draw figures side by side, as text."""
    shown = card.rename(columns=plain).map(plain)
    st.table(shown.set_index(shown.columns[0]))


def open_buttons(found: list[Side]) -> None:
    """Draw a button for each niche that leads to its page."""
    for side in found:
        own = side.niche["kind"] == KIND
        if st.button(f"Open {plain(side.label)}", key=f"open-{side.niche['niche_id']}"):
            places.forget("niche" if own else asking.NAME)
            typed = st.query_params.get(asking.NAME, "")
            query = {asking.NAME: typed} if own else {"niche": str(side.niche["slug"])}
            places.go_to(places.NICHE, **query)


def words(found: list[Side]) -> None:
    """Draw the words that niches share, and those that set each apart."""
    if len(found) >= LEAST:
        shared = comparison.shared_words(found)
        st.markdown("**In common**: words that two or more of them have, their own or rising ones")
        lines = [
            f"- {plain(', '.join(niches))}: {' '.join(map(_shared_badge, terms))}"
            for niches, terms in shared.items()
        ]
        st.markdown("\n".join(lines) or "None: they speak of different things.")
    apart = comparison.words_apart(found)
    for column, (label, terms) in zip(st.columns(len(found)), apart.items(), strict=True):
        with column:
            st.markdown(f"**{plain(label)}**: its own words alone")
            st.markdown(" ".join(f":orange-badge[{plain(term)}]" for term in terms) or "None.")


def _shared_badge(term: str) -> str:
    return f":blue-badge[{plain(term)}]"


def in_common(found: list[Side], *, invented: bool) -> None:
    """Draw the papers that stand in two or more niches, and the people who wrote in them."""
    left, right = st.columns(2, gap="large")
    with left:
        shared = comparison.shared_papers(found)
        st.markdown(f"**{counted(len(shared), 'paper')}** in two or more of them")
        if shared.empty:
            st.caption(
                "Each paper is in one niche of the analysis; newborn niches and those by words may "
                "share papers with others."
            )
        else:
            papers.listing(papers.rows_of(shared.head(PAPERS_SHOWN)), invented=invented)
    with right:
        people = comparison.shared_people(found)
        st.markdown("**People** who wrote in two or more of them")
        lines = [
            f"- {plain(name)}  \n  :gray[{plain(niches)}]"
            for name, niches in zip(people["name"], people["niches"], strict=True)
        ]
        st.markdown("\n".join(lines) or "None.")
        st.caption("Authors are told apart by name alone; papers in each are counted.")
