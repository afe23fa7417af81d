"""The filters of Discover that are wanted now and then: kept out of sight, and in the link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from explorer.corpus.months import add_months
from explorer.presentation.niche_tables import NEWBORN, PARTITION
from explorer.presentation.stage_texts import HELP
from explorer.trends import stages

if TYPE_CHECKING:
    import pandas as pd
    from streamlit.delta_generator import DeltaGenerator

ANY, ALL = "Any time", "All"

KINDS = {ALL: "", "Newborn": NEWBORN, "Not newborn": PARTITION}
"""As a person chooses them, and as niches are marked."""

AGES = {ANY: 0, "In the last 2 years": 24, "In the last 3 years": 36, "In the last 5 years": 60}
"""As a person chooses them, and months."""

STAGES = {stage.capitalize(): stage for stage in stages.STAGES}
"""As a person chooses them, and as niches are marked."""

UNSET = {"area": [], "stage": [], "began": ANY, "kind": ALL, "papers": 0, "teams": 0}
"""Names in the link, with the values that let every niche pass."""

PERCENT = frozenset(map(str, range(101)))
"""What a whole number of percent can be in a link."""

KEPT: dict[str, Any] = {"bind": "query-params", "persist_state": "session"}
"""In the link, and when one comes back from another page."""


class Choices(NamedTuple):
    """What can be chosen from."""

    areas: list[str]
    most_papers: int
    tells_stages: bool


def choices(ranking: pd.DataFrame) -> Choices:
    """Say what can be chosen from, the largest area first."""
    areas = ranking["area"].value_counts().index.tolist()
    told = bool((ranking["stage"] != "").any())
    return Choices([each for each in areas if each], int(ranking["papers_recent"].max()), told)


def draw(place: DeltaGenerator, found: Choices, *, last_month: str) -> dict[str, Any]:
    """Draw the filters folded; return what they are set to, as ``narrowed`` takes it."""
    off = {"disabled": not found.tells_stages, **KEPT}
    with place.popover(_label(), key="more-filters", width="stretch"):
        areas = st.multiselect("Area", found.areas, key="area", placeholder=ALL, **KEPT)
        chosen = st.multiselect(
            "Stage", list(STAGES), key="stage", placeholder=ALL, help=HELP, **off
        )
        began = AGES[
            st.selectbox(
                "Began to grow",
                list(AGES),
                key="began",
                help="When its share began to be twice what it had been in all months before",
                **off,
            )
        ]
        kind = st.selectbox(
            "Kind",
            list(KINDS),
            key="kind",
            help="Newborn niches were found by a phrase that rises, and share their papers with "
            "the others",
            **KEPT,
        )
        papers = st.number_input(
            "Papers in 12 months, at least", 0, found.most_papers, 0, step=5, key="papers", **KEPT
        )
        teams = st.number_input(
            "Papers by one to three authors, % at least", 0, 100, 0, step=5, key="teams", **KEPT
        )
    return {
        "areas": areas,
        "stages": [STAGES[stage] for stage in chosen],
        "since": add_months(last_month, 1 - began) if began else "",
        "kind": KINDS[kind],
        "least_papers": papers,
        "small_teams": teams,
    }


def _label() -> str:
    """Say how many of the folded filters are set."""
    link, state = st.query_params, st.session_state
    now = {name: state.get(name, link.get(name, unset)) for name, unset in UNSET.items()}
    count = sum(now[name] != unset for name, unset in UNSET.items())
    return f"More filters ({count} set)" if count else "More filters"


def unusable(found: Choices) -> list[str]:
    """Return the values of the link that none of these filters can have."""
    link = st.query_params
    bad = [
        value
        for name, known in (("area", found.areas), ("stage", STAGES))
        for value in link.get_all(name)
        if value and value not in known
    ]
    for name, known in (("kind", KINDS), ("began", AGES)):
        if link.get(name, UNSET[name]) not in known:
            bad.append(link[name])
    number = link.get("papers", "0")
    if not number.isdecimal() or int(number[:18] or 0) > found.most_papers:
        bad.append(number)
    if link.get("teams", "0") not in PERCENT:
        bad.append(link["teams"])
    return bad
