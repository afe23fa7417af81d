"""What an analysis found: tables, and what pages derive from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from explorer import niches as niche_store
from explorer.cached.stores import AT_ONCE, Stamp, stamp
from explorer.corpus import reading
from explorer.plans.wishes import with_wishes
from explorer.presentation import landscape_then, name_places, niche_tables
from explorer.presentation.reading_list import Shelf, reading_list
from explorer.runs import Run, read_table

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from explorer.plans.digest import Digest, Past
    from explorer.plans.wish import Wish
    from explorer.settings import Settings


def key_of(run: Run) -> str:
    """Name a run as it is now: one made again in the same folder has another name."""
    return f"{run.path} {run.manifest.get('made_at')} {run.manifest.get('fingerprint')}"


def table(run: Run, name: str) -> pd.DataFrame:
    """Return a table of a run, to be read only."""
    return _table(run, key_of(run), name)


def every_month(run: Run) -> pd.DataFrame:
    """Read the months of all niches, to be dropped again: of a million papers they are many."""
    return read_table(run, "series", encoded=("niche_id", "month"))


def ranking(run: Run) -> pd.DataFrame:
    """Return the niches as Discover shows them, to be read only."""
    return _ranking(run, key_of(run))


def ranking_as_wished(run: Run, wanted: tuple[Wish, ...]) -> pd.DataFrame:
    """Return the same with what a person wants of them, to be read only."""
    return _ranking_as_wished(run, key_of(run), wanted)


def white_space(run: Run) -> pd.DataFrame | None:
    """Return the cells of methods and fields with what is said of them, to be read only."""
    return _white_space(run, key_of(run))


def month_totals(run: Run) -> pd.Series:
    """Return the papers of the run's scope by month."""
    return _month_totals(run, key_of(run))


def growth_curve(run: Run, niche_id: str) -> pd.DataFrame:
    """Return a niche's months with their intervals."""
    return _growth_curve(run, key_of(run), niche_id)


def niche_papers(place: Settings, run: Run, niche_id: str) -> pd.DataFrame:
    """Return the papers of a niche, most central first."""
    return _niche_papers(place, run, (key_of(run), stamp(place.papers)), niche_id)


def near_niches(run: Run, niche_id: str) -> dict[str, float]:
    """Return the niches nearest to one, by id, with their similarity."""
    return _near_niches(run, key_of(run), niche_id)


def shelves(place: Settings, run: Run, niche_id: str) -> list[Shelf]:
    """Return the papers of a niche to begin with."""
    return _shelves(place, run, (key_of(run), stamp(place.papers)), niche_id)


def digest(place: Settings, run: Run) -> tuple[Digest, dict[str, str]]:
    """Return what changed since the run before, with the titles of the papers it names."""
    key = (key_of(run), stamp(place.papers), stamp(place.user))
    return _digest(place, run, key)


def evidence(place: Settings, run: Run, niche_id: str) -> pd.DataFrame:
    """Return the papers behind each part of a niche's score: ``part``, and a paper's columns."""
    return _evidence(place, run, (key_of(run), stamp(place.papers)), niche_id)


@st.cache_data(show_spinner=False, max_entries=64)
def name_sides(niches: pd.DataFrame) -> np.ndarray:
    """Return where the names of openings stand in the chart of these niches."""
    return name_places.name_sides(niches)


# Tables are resources: a copy of a million rows for every click would be slow, and is not needed.
@st.cache_resource(show_spinner=False, max_entries=5 * AT_ONCE)
def _table(_run: Run, key: str, name: str) -> pd.DataFrame:  # noqa: ARG001 (a key)
    return read_table(_run, name)


@st.cache_resource(show_spinner=False, max_entries=AT_ONCE)
def _ranking(_run: Run, key: str) -> pd.DataFrame:  # noqa: ARG001 (a key)
    return niche_tables.ranking(table(_run, "niches"), every_month(_run))


@st.cache_resource(show_spinner=False, max_entries=AT_ONCE)
def _ranking_as_wished(_run: Run, key: str, wanted: tuple[Wish, ...]) -> pd.DataFrame:
    return with_wishes(_ranking(_run, key), wanted)


@st.cache_resource(show_spinner=False, max_entries=AT_ONCE)
def _white_space(_run: Run, key: str) -> pd.DataFrame | None:  # noqa: ARG001 (a key)
    from explorer.presentation.white_space import labelled

    found = niche_store.white_space_of(_run)
    return None if found is None else labelled(found)


@st.cache_resource(show_spinner=False, max_entries=AT_ONCE)
def _month_totals(_run: Run, key: str) -> pd.Series:  # noqa: ARG001 (a key)
    return niche_tables.month_totals(table(_run, "niches"), every_month(_run))


@st.cache_data(show_spinner=False, max_entries=256)
def _growth_curve(_run: Run, key: str, niche_id: str) -> pd.DataFrame:  # noqa: ARG001 (a key)
    series = read_table(_run, "series", niche_ids=[niche_id])
    return niche_tables.growth_curve(series, niche_id, month_totals(_run))


@st.cache_data(show_spinner=False, max_entries=64)
def _shelves(_place: Settings, _run: Run, key: tuple[str, Stamp], niche_id: str) -> list[Shelf]:  # noqa: ARG001 (a key)
    return reading_list(niche_papers(_place, _run, niche_id))


@st.cache_data(show_spinner=False, max_entries=256)
def _near_niches(_run: Run, key: str, niche_id: str) -> dict[str, float]:  # noqa: ARG001 (a key)
    return niche_store.near_niches(_run, niche_id, most=6)


@st.cache_data(show_spinner=False, max_entries=16)
def _niche_papers(
    _place: Settings,
    _run: Run,
    key: tuple[str, Stamp],  # noqa: ARG001 (a key)
    niche_id: str,
) -> pd.DataFrame:
    return niche_store.niche_papers(_place, _run, niche_id)


@st.cache_data(show_spinner=False, max_entries=AT_ONCE)
def _digest(
    _place: Settings,
    _run: Run,
    key: tuple[str, Stamp, Stamp],  # noqa: ARG001 (a key)
) -> tuple[Digest, dict[str, str]]:
    from explorer.refreshing.digest import read_digest, read_titles

    found = read_digest(_place, _run)
    return found, read_titles(_place, found)


@st.cache_data(show_spinner=False, max_entries=64)
def _evidence(_place: Settings, _run: Run, key: tuple[str, Stamp], niche_id: str) -> pd.DataFrame:  # noqa: ARG001 (a key)
    behind = table(_run, "evidence")
    behind = behind[behind["niche_id"] == niche_id][["part", "paper_id", "weight"]]
    papers = reading.read_papers_by_id(_place.papers, behind["paper_id"])
    return behind.merge(papers, left_on="paper_id", right_on="id")


@st.cache_data(show_spinner=False, max_entries=64)
def history(_runs: Path, _run: Run, key: str, niche_id: str) -> tuple[Past, ...]:  # noqa: ARG001
    """Return what happened to a niche, the oldest first; the key is that of the run."""
    from explorer.refreshing.history import read_history

    return read_history(_runs, _run, niche_id)


def map_as_it_stood(run: Run, groups: pd.DataFrame, until: str) -> pd.DataFrame:
    """Return groups of a run with the sizes and growth of an earlier month."""
    then = _map_as_it_stood(run, key_of(run), until)
    changed = then[["niche_id", *landscape_then.CHANGED]]
    kept = groups.drop(columns=list(landscape_then.CHANGED))
    return kept.merge(changed, on="niche_id")


@st.cache_data(show_spinner=False, max_entries=64)
def _map_as_it_stood(_run: Run, key: str, until: str) -> pd.DataFrame:  # noqa: ARG001 (a key)
    return landscape_then.as_it_stood(table(_run, "niches"), table(_run, "series"), until=until)
