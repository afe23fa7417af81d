"""Filters of Discover, kept in the link: a view can be shared, and stays when one comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.pages.parts.places import say_unusable
from explorer.presentation.niche_tables import NEWBORN, PARTITION

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 200
"""Characters of the words looked for."""

KEYS = ("category", "kind", "openings", "papers", "named")

KINDS = {"All": "", "Newborn": NEWBORN, "Not newborn": PARTITION}
"""As a person chooses them, and as niches are marked."""


def draw(ranking: pd.DataFrame) -> dict[str, Any]:
    """Draw the filters; return what they are set to, as ``narrowed`` takes it."""
    categories = ranking["primary_category"].value_counts().index.tolist()
    most = int(ranking["papers_recent"].max())
    _check_link(categories, most)
    where, words, kind, papers, flag = st.columns([4, 3, 2, 2, 2], vertical_alignment="bottom")
    kept: dict[str, Any] = {"bind": "query-params", "persist_state": "session"}
    return {
        "categories": where.multiselect(
            "Commonest category", categories, key="category", placeholder="All", **kept
        ),
        "words": words.text_input(
            "Words in name or terms", key="named", max_chars=LONGEST, placeholder="Any", **kept
        ),
        "kind": KINDS[
            kind.selectbox(
                "Kind",
                list(KINDS),
                key="kind",
                help="Newborn niches were found by a phrase that rises, and share their papers "
                "with the others",
                **kept,
            )
        ],
        "least_papers": papers.number_input(
            "Papers in 12 months, at least", 0, most, 0, step=5, key="papers", **kept
        ),
        "openings": flag.toggle("Only openings", key="openings", **kept),
    }


def clear() -> None:
    """Set every filter back."""
    st.session_state.update(category=[], kind="All", openings=False, papers=0, named="")


def _check_link(categories: list[str], most: int) -> None:
    """Say which values of the link no filter can have; Streamlit drops them without a word."""
    link = st.query_params
    number = link.get("papers", "0")
    bad = [value for value in link.get_all("category") if value and value not in categories]
    if not number.isdecimal() or int(number[:18] or 0) > most:
        bad.append(number)
    if link.get("kind", "All") not in KINDS:
        bad.append(link["kind"])
    if link.get("openings", "true").lower() not in {"true", "false"}:
        bad.append(link["openings"])
    if len(link.get("named", "")) > LONGEST:
        bad.append(link["named"])
    if bad:
        say_unusable(bad)
