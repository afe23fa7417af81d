"""People to ask who are found in an analysis: bridges, and who began near a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.cached.own_niches import basis
from explorer.cached.results import key_of
from explorer.cached.stores import Stamp, stamp
from explorer.plans.profile import Profile
from explorer.runs import Run

if TYPE_CHECKING:
    from explorer.asking.people import Asked
    from explorer.plans.records import Rung, SavedNiche
    from explorer.settings import Settings


def asked(place: Settings, run: Run, niche: SavedNiche, rung: Rung, said: Profile) -> list[Asked]:
    """Return who is worth asking about a rung, with the reason and the path of each.

    Raises
    ------
    RunWithoutFieldError, RunDamagedError
    """
    key = (key_of(run), stamp(place.papers), niche.niche_id, f"{rung.rung_id} {rung.version}")
    return _asked(place, run, niche, rung, said, key)


@st.cache_data(show_spinner="Looking for people to ask", max_entries=32)
def _asked(
    _place: Settings,
    _run: Run,
    _niche: SavedNiche,
    _rung: Rung,
    said: Profile,
    key: tuple[str, Stamp, str, str],  # noqa: ARG001 (a key)
) -> list[Asked]:
    from explorer.asking.people import find_asked

    return find_asked(_place.papers, basis(_run), _niche, _rung, said)
