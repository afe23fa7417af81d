"""A niche of one's own: the box to define it by words, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.corpus.queries import LONGEST_TEXT
from explorer.pages.parts import places
from explorer.presentation.escaping import plain
from explorer.presentation.niche_tables import NEWBORN, NEWBORN_MARK
from explorer.presentation.numbers import counted, percent

if TYPE_CHECKING:
    from explorer.own_niche import OwnNiche

NAME = "words"

HELP = (
    'Words that papers must have, "phrases", AND, OR, NOT, a minus before what to leave out, and '
    "parentheses; or an abstract, for papers like it. Titles and abstracts are looked through."
)


def box(typed: str = "") -> None:
    """Draw the box; what is typed is looked at on the Niche page, and is its link."""
    with st.form("own-niche", border=False):
        words, button = st.columns([8, 2], vertical_alignment="bottom")
        asked = words.text_input(
            "Define a niche by words",
            typed,
            max_chars=LONGEST_TEXT,
            placeholder='"graph neural networks" AND molecules -survey',
            help=HELP,
            # A key with the words in it: another link must not meet what was typed before.
            key=f"asked-{typed}",
        )
        if button.form_submit_button("Show this niche", width="stretch") and asked.strip():
            places.forget("niche")
            places.go_to(places.NICHE, words=asked)


def describe(own: OwnNiche, n_niches: int) -> None:
    """Say what the niche is, and how its numbers come about."""
    st.markdown(f"Your own niche: **{counted(len(own.members), 'paper')}**; {plain(own.reading)}.")
    st.caption(
        "Its numbers are made as those of the niches that the analysis found, and ranked among "
        f"the {n_niches:,} of them; it moves none. Its own words are single words and pairs, and "
        "it has no stability: nobody else would draw it in another way."
    )


def neighbours(own: OwnNiche) -> None:
    """Draw the niches that share its papers."""
    st.caption(
        "Niches of the analysis that hold most of these papers. A newborn niche shares its papers "
        "with others."
    )
    for row in own.neighbours.to_dict("records"):
        button, shares = st.columns([2, 3], vertical_alignment="center")
        if button.button(plain(row["name"]), key=f"near-{row['niche_id']}", width="stretch"):
            places.forget(NAME)
            places.go_to(places.NICHE, niche=row["slug"])
        mark = f"{NEWBORN_MARK}: " if row["kind"] == NEWBORN else ""
        shares.markdown(
            f"{mark}{counted(row['shared'], 'paper')} in both: {percent(row['of_own'])} of yours, "
            f"{percent(row['of_niche'])} of that niche"
        )
