"""Filters, order and lines of Discover, kept in the link: a view can be shared, and stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.pages.parts.places import say_unusable
from explorer.presentation.niche_tables import NEWBORN, PARTITION
from explorer.presentation.openings import PRESETS, USUAL

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 200
"""Characters of the words looked for."""

KEYS = ("category", "kind", "openings", "papers", "named", "order", "novel", "achievable")

KINDS = {"All": "", "Newborn": NEWBORN, "Not newborn": PARTITION}
"""As a person chooses them, and as niches are marked."""

ORDERS = {
    "Score": "score",
    "Growth a year": "growth",
    "Achievable": "achievable",
    "Papers in 12 months": "papers_recent",
}
"""As a person chooses them, and the column that is meant."""

LINES = frozenset(map(str, range(101)))
"""What a line of openings can be in a link."""

KEPT: dict[str, Any] = {"bind": "query-params", "persist_state": "session"}
"""In the link, and when one comes back from another page."""


def draw(ranking: pd.DataFrame) -> dict[str, Any]:
    """Draw the filters; return what they are set to, as ``narrowed`` takes it."""
    categories = ranking["primary_category"].value_counts().index.tolist()
    most = int(ranking["papers_recent"].max())
    _check_link(categories, most)
    where, words, kind, papers, flag = st.columns([4, 3, 2, 2, 2], vertical_alignment="bottom")
    return {
        "categories": where.multiselect(
            "Commonest category", categories, key="category", placeholder="All", **KEPT
        ),
        "words": words.text_input(
            "Words in name or terms", key="named", max_chars=LONGEST, placeholder="Any", **KEPT
        ),
        "kind": KINDS[
            kind.selectbox(
                "Kind",
                list(KINDS),
                key="kind",
                help="Newborn niches were found by a phrase that rises, and share their papers "
                "with the others",
                **KEPT,
            )
        ],
        "least_papers": papers.number_input(
            "Papers in 12 months, at least", 0, most, 0, step=5, key="papers", **KEPT
        ),
        "openings": flag.toggle("Only openings", key="openings", **KEPT),
    }


def lines() -> tuple[int, int]:
    """Draw the lines above which a niche is an opening; return novel and achievable at least."""
    with st.popover("What counts as an opening"):
        with st.container(horizontal=True):
            for name, (novel, achievable) in PRESETS.items():
                st.button(name, on_click=_set_lines, args=(novel, achievable))
        novel, achievable = PRESETS[USUAL]
        return (
            st.number_input("Novel, at least", 0, 100, novel, step=5, key="novel", **KEPT),
            st.number_input(
                "Achievable, at least", 0, 100, achievable, step=5, key="achievable", **KEPT
            ),
        )


def order() -> str:
    """Draw what the table is ordered by; return the column."""
    return ORDERS[st.selectbox("Highest first", list(ORDERS), key="order", width=230, **KEPT)]


def _set_lines(novel: int, achievable: int) -> None:
    st.session_state.update(novel=novel, achievable=achievable)


def clear() -> None:
    """Set every filter back."""
    st.session_state.update(category=[], kind="All", openings=False, papers=0, named="")
    if "fitting" in st.session_state:
        st.session_state["fitting"] = False


def _check_link(categories: list[str], most: int) -> None:
    """Say which values of the link no filter can have; Streamlit drops them without a word."""
    link = st.query_params
    number = link.get("papers", "0")
    bad = [value for value in link.get_all("category") if value and value not in categories]
    if not number.isdecimal() or int(number[:18] or 0) > most:
        bad.append(number)
    for key, known in (("kind", KINDS), ("order", ORDERS)):
        if key in link and link[key] not in known:
            bad.append(link[key])
    bad += [link[key] for key in ("novel", "achievable") if link.get(key, "0") not in LINES]
    for key in ("openings", "fit", "fitting"):
        if link.get(key, "true").lower() not in {"true", "false"}:
            bad.append(link[key])
    if len(link.get("named", "")) > LONGEST:
        bad.append(link["named"])
    if bad:
        say_unusable(bad)
