"""What a person said of themselves, and how the niches of a run fit them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from explorer.cached.own_niches import basis
from explorer.cached.results import key_of
from explorer.cached.stores import AT_ONCE, Stamp, stamp
from explorer.plans.profile import Profile
from explorer.plans.profile_store import read_profile
from explorer.runs import Run

if TYPE_CHECKING:
    from explorer.fitting.niches import Fits
    from explorer.settings import Settings


def profile(store: Path) -> Profile:
    """Return the profile of a store."""
    return _profile(store, stamp(store))


@st.cache_data(show_spinner=False, max_entries=AT_ONCE)
def _profile(store: Path, when: Stamp) -> Profile:  # noqa: ARG001 (a key)
    return read_profile(store)


def fits(place: Settings, run: Run, said: Profile) -> Fits:
    """Return how the niches of a run fit a person, to be read only."""
    return _fits(place, run, (key_of(run), stamp(place.papers)), said)


@st.cache_resource(show_spinner="Holding niches against your profile", max_entries=AT_ONCE)
def _fits(_place: Settings, _run: Run, key: tuple[str, Stamp], said: Profile) -> Fits:  # noqa: ARG001 (a key)
    from explorer.fitting.niches import fit_niches

    return fit_niches(basis(_run), _place.papers, said)
