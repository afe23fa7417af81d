"""The fields of a profile for interests: words, texts, papers, the person's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.plans.profile import LONGEST_LINE, LONGEST_TEXT, LONGEST_WORDS
from explorer.plans.profile_typed import abstracts_as_typed
from explorer.presentation.numbers import counted

if TYPE_CHECKING:
    from explorer.plans.profile import Profile


def draw(profile: Profile, key: str) -> dict[str, Any]:
    """Draw what the person cares for: words, texts, papers, their name."""
    words = st.text_area(
        "Words and phrases",
        profile.interests,
        placeholder="soft grippers, tactile sensing, learning from few examples",
        help="Parted by commas or lines",
        max_chars=LONGEST_WORDS,
        key=f"profile-interests-{key}",
    )
    abstracts = st.text_area(
        "Abstracts you like or wrote",
        abstracts_as_typed(profile.abstracts),
        help="Pasted, with an empty line between two",
        max_chars=4 * LONGEST_TEXT,
        key=f"profile-abstracts-{key}",
    )
    left, right = st.columns(2)
    file = left.file_uploader("A BibTeX file of papers you like", "bib", key=f"profile-bib-{key}")
    forget = False
    if profile.works:
        left.caption(f"{counted(len(profile.works), 'paper')} of a BibTeX file are kept.")
        forget = left.checkbox("Forget them", key=f"profile-forget-{key}")
    author = right.text_input(
        "Your name on arXiv",
        profile.author,
        max_chars=LONGEST_LINE,
        help="Your own papers are looked for among those held",
        key=f"profile-author-{key}",
    )
    return {
        "interests": words,
        "abstracts": abstracts,
        "bibtex": file,
        "forget_works": forget,
        "author": author,
    }
