"""Niches that a person made one, judged once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.cached.own_niches import basis
from explorer.cached.results import every_month, key_of, table
from explorer.cached.stores import AT_ONCE
from explorer.errors import RunError
from explorer.merged_niches import Judged, judge_together, with_judged, with_judged_series
from explorer.presentation import niche_tables
from explorer.runs import Run

if TYPE_CHECKING:
    import pandas as pd

    from explorer.own_niche import OwnNiche

Merge = tuple[str, tuple[str, ...]]
"""Id of a niche, and of its parts."""


def can_judge(run: Run) -> bool:
    """Tell whether an analysis keeps what it takes to judge niches anew."""
    try:
        basis(run)
    except RunError:
        return False
    return True


def together(run: Run, merges: tuple[Merge, ...]) -> Judged:
    """Return niches judged on the papers of their parts too, to be read only."""
    return {merge[0]: _together(run, key_of(run), merge) for merge in merges}


def ranking_together(run: Run, merges: tuple[Merge, ...]) -> pd.DataFrame:
    """Return the niches as Discover shows them, those with parts judged together."""
    return _ranking(run, key_of(run), merges)


@st.cache_resource(show_spinner=False, max_entries=32)
def _together(_run: Run, key: str, merge: Merge) -> OwnNiche:  # noqa: ARG001 (a key)
    return judge_together(basis(_run), table(_run, "niches"), *merge)


@st.cache_resource(show_spinner=False, max_entries=AT_ONCE)
def _ranking(_run: Run, key: str, merges: tuple[Merge, ...]) -> pd.DataFrame:  # noqa: ARG001 (a key)
    judged = together(_run, merges)
    niches = with_judged(table(_run, "niches"), judged)
    return niche_tables.ranking(niches, with_judged_series(every_month(_run), judged))
