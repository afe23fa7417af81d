"""Filters, order and lines of Discover, kept in the link: a view can be shared, and stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.pages.parts import more_filters
from explorer.pages.parts.more_filters import KEPT, PERCENT
from explorer.pages.parts.places import say_unusable
from explorer.presentation.openings import PRESETS, USUAL

if TYPE_CHECKING:
    import pandas as pd

    from explorer.pages.parts.view import RunView

LONGEST = 200
"""Characters of the words looked for."""

ORDER = "Score"
ORDERS = {
    ORDER: "score",
    "Growth a year": "growth",
    "Achievable": "achievable",
    "Papers in 12 months": "papers_recent",
}
"""As a person chooses them, and the column that is meant."""


def draw(view: RunView, ranking: pd.DataFrame) -> dict[str, Any]:
    """Draw the filters; return what they are set to, as ``narrowed`` takes it."""
    categories = ranking["primary_category"].value_counts().index.tolist()
    more = more_filters.choices(ranking)
    _check_link(categories, more)
    where, words, others, flag = st.columns([4, 4, 2, 2], vertical_alignment="bottom")
    return {
        "categories": where.multiselect(
            "Commonest category", categories, key="category", placeholder="All", **KEPT
        ),
        "words": words.text_input(
            "Words in name or terms", key="named", max_chars=LONGEST, placeholder="Any", **KEPT
        ),
        "openings": flag.toggle("Only openings", key="openings", **KEPT),
        **more_filters.draw(others, more, last_month=view.last_month),
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
    return ORDERS[st.selectbox("Highest first", list(ORDERS), key="order", width=160, **KEPT)]


def _set_lines(novel: int, achievable: int) -> None:
    st.session_state.update(novel=novel, achievable=achievable)


def clear() -> None:
    """Set every filter back."""
    st.session_state.update(category=[], openings=False, named="", **more_filters.UNSET)
    if "fitting" in st.session_state:
        st.session_state["fitting"] = False


def _check_link(categories: list[str], more: more_filters.Choices) -> None:
    """Say which values of the link no filter can have; Streamlit drops them without a word."""
    link = st.query_params
    bad = [value for value in link.get_all("category") if value and value not in categories]
    bad += more_filters.unusable(more)
    if link.get("order", ORDER) not in ORDERS:
        bad.append(link["order"])
    bad += [link[key] for key in ("novel", "achievable") if link.get(key, "0") not in PERCENT]
    for key in ("openings", "fit", "fitting"):
        if link.get(key, "true").lower() not in {"true", "false"}:
            bad.append(link[key])
    if len(link.get("named", "")) > LONGEST:
        bad.append(link["named"])
    if bad:
        say_unusable(bad)
