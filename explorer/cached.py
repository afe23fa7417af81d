"""What the dashboard keeps in memory: thin wrappers, bounded, keyed by what a file holds.

Tables of a run are shared by all readers and must not be changed; pages derive new ones from them.
A new run or a changed store is a new key, so nothing is ever cleared by hand.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from explorer import niches as niche_store
from explorer import own_niche
from explorer.backtesting.flags import Record, read_record
from explorer.corpus import reading, searching, taxonomy
from explorer.corpus.coverage import read_coverage
from explorer.corpus.fetching.mending import Hole, find_holes
from explorer.jobs import Desk
from explorer.presentation import niche_tables
from explorer.presentation.reading_list import Shelf, reading_list
from explorer.refreshing import history as histories
from explorer.refreshing.digest import read_digest, read_titles
from explorer.runs import CURRENT, MANIFEST, Run, read_table

if TYPE_CHECKING:
    import pandas as pd

    from explorer.plans.digest import Digest, Past
    from explorer.settings import Settings

Stamp = tuple[tuple[int, int], ...]
"""Time and size of the files of a store."""

AT_ONCE = 3
"""Runs or stores kept: the newest, the one before while somebody reads it, the demonstration."""


@st.cache_resource
def desk() -> Desk:
    """Return the jobs of this dashboard."""
    return Desk()


def stamp(store: Path) -> Stamp:
    """Tell one state of a store from the next, without opening it."""
    files = (store, store.with_name(store.name + "-wal"))
    found = [path.stat() for path in files if path.exists()]
    return tuple((stat.st_mtime_ns, stat.st_size) for stat in found)


def summary(store: Path) -> reading.StoreSummary:
    """Say what a store holds."""
    return _summary(store, stamp(store))


def month_counts(store: Path, as_of: date) -> pd.DataFrame:
    """Count papers by month and category."""
    return _month_counts(store, stamp(store), as_of)


def coverage(store: Path) -> pd.DataFrame:
    """Return how many papers are held of how many, by whole month and category."""
    return _coverage(store, stamp(store))


def holes(store: Path) -> list[Hole]:
    """Return the holes in what is held, the oldest first."""
    return _holes(store, stamp(store))


@st.cache_data(show_spinner=False, max_entries=AT_ONCE)
def _coverage(store: Path, when: Stamp) -> pd.DataFrame:  # noqa: ARG001 (a key)
    return read_coverage(store, as_of=reading.newest_day(store))


@st.cache_data(show_spinner=False, max_entries=AT_ONCE)
def _holes(store: Path, when: Stamp) -> list[Hole]:
    return find_holes(store, coverage=_coverage(store, when))


@st.cache_data(show_spinner=False, max_entries=AT_ONCE)
def _summary(store: Path, when: Stamp) -> reading.StoreSummary:  # noqa: ARG001 (a key)
    return reading.describe_store(store)


@st.cache_data(show_spinner=False, max_entries=AT_ONCE)
def _month_counts(store: Path, when: Stamp, as_of: date) -> pd.DataFrame:  # noqa: ARG001 (a key)
    return reading.read_month_counts(store, as_of=as_of)


@st.cache_data(show_spinner=False, max_entries=1)
def category_names() -> dict[str, str]:
    """Return the names of arXiv's categories in use, by code."""
    known = taxonomy.read_taxonomy()
    return dict(zip(known["code"], known["name"], strict=True))


def key_of(run: Run) -> str:
    """Name a run as it is now: one made again in the same folder has another name."""
    return f"{run.path} {run.manifest.get('made_at')} {run.manifest.get('fingerprint')}"


def table(run: Run, name: str) -> pd.DataFrame:
    """Return a table of a run, to be read only."""
    return _table(run, key_of(run), name)


def ranking(run: Run) -> pd.DataFrame:
    """Return the niches as Discover shows them, to be read only."""
    return _ranking(run, key_of(run))


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


def read_own(place: Settings, run: Run, found: own_niche.OwnNiche) -> pd.DataFrame:
    """Return the papers of a niche by words, most central first."""
    typed = found.query.typed
    return _read_own(place, found, (key_of(run), stamp(place.papers), typed))


def shelves(place: Settings, run: Run, niche_id: str) -> list[Shelf]:
    """Return the papers of a niche to begin with."""
    return _shelves(place, run, (key_of(run), stamp(place.papers)), niche_id)


def own(place: Settings, run: Run, typed: str) -> own_niche.OwnNiche | own_niche.NoNiche:
    """Return the niche of what a person typed, to be read only."""
    return _own(place, run, (key_of(run), stamp(place.papers)), typed)


def own_papers(
    place: Settings, run: Run, found: own_niche.OwnNiche
) -> tuple[pd.DataFrame, list[Shelf]]:
    """Return the papers behind each part, and those to begin with; titles tell what was found."""
    typed = found.query.typed
    return _own_papers(place, found, (key_of(run), stamp(place.papers), typed))


def titles(store: Path, ids: tuple[str, ...]) -> dict[str, str]:
    """Return the titles of papers by id; those that are not held are left out."""
    return _titles(store, stamp(store), ids)


def digest(place: Settings, run: Run) -> tuple[Digest, dict[str, str]]:
    """Return what changed since the run before, with the titles of the papers it names."""
    key = (key_of(run), stamp(place.papers), stamp(place.user))
    return _digest(place, run, key)


def record(place: Settings) -> Record:
    """Return what became of flags of the past, to be read only."""
    return _record(place.backtests, stamp(place.backtests / CURRENT / MANIFEST))


def evidence(place: Settings, run: Run, niche_id: str) -> pd.DataFrame:
    """Return the papers behind each part of a niche's score: ``part``, and a paper's columns."""
    return _evidence(place, run, (key_of(run), stamp(place.papers)), niche_id)


# Tables are resources: a copy of a million rows for every click would be slow, and is not needed.
@st.cache_resource(show_spinner=False, max_entries=5 * AT_ONCE)
def _table(_run: Run, key: str, name: str) -> pd.DataFrame:  # noqa: ARG001 (a key)
    return read_table(_run, name)


@st.cache_resource(show_spinner=False, max_entries=AT_ONCE)
def _ranking(_run: Run, key: str) -> pd.DataFrame:  # noqa: ARG001 (a key)
    return niche_tables.ranking(table(_run, "niches"), table(_run, "series"))


@st.cache_resource(show_spinner=False, max_entries=AT_ONCE)
def _month_totals(_run: Run, key: str) -> pd.Series:  # noqa: ARG001 (a key)
    return niche_tables.month_totals(table(_run, "niches"), table(_run, "series"))


@st.cache_data(show_spinner=False, max_entries=256)
def _growth_curve(_run: Run, key: str, niche_id: str) -> pd.DataFrame:  # noqa: ARG001 (a key)
    return niche_tables.growth_curve(table(_run, "series"), niche_id, month_totals(_run))


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


@st.cache_data(show_spinner=False, max_entries=16)
def _read_own(
    _place: Settings,
    _found: own_niche.OwnNiche,
    key: tuple[str, Stamp, str],  # noqa: ARG001 (a key)
) -> pd.DataFrame:
    return niche_store.own_papers(_place, _found)


@st.cache_resource(show_spinner=False, max_entries=AT_ONCE)
def _basis(_run: Run, key: str) -> own_niche.Basis:  # noqa: ARG001 (a key)
    return own_niche.open_basis(_run)


@st.cache_resource(show_spinner=False, max_entries=32)
def _own(
    _place: Settings,
    _run: Run,
    key: tuple[str, Stamp],
    typed: str,
) -> own_niche.OwnNiche | own_niche.NoNiche:
    return own_niche.find_own(_place, _basis(_run, key[0]), typed)


@st.cache_data(show_spinner=False, max_entries=32)
def _own_papers(
    _place: Settings,
    _found: own_niche.OwnNiche,
    key: tuple[str, Stamp, str],  # noqa: ARG001 (a key)
) -> tuple[pd.DataFrame, list[Shelf]]:
    behind = _found.evidence[["part", "paper_id", "weight"]]
    papers = reading.read_papers_by_id(_place.papers, behind["paper_id"])
    behind = behind.merge(papers, left_on="paper_id", right_on="id")
    shelves = reading_list(niche_store.own_papers(_place, _found))
    ids = [*behind["id"], *(each for shelf in shelves for each in shelf.papers["id"])]
    expression = _found.query.expression
    titles = searching.mark_titles(_place.papers, expression, ids) if expression else {}
    marked = [
        replace(shelf, papers=niche_tables.with_titles(shelf.papers, titles)) for shelf in shelves
    ]
    return niche_tables.with_titles(behind, titles), marked


@st.cache_data(show_spinner=False, max_entries=AT_ONCE)
def _digest(
    _place: Settings,
    _run: Run,
    key: tuple[str, Stamp, Stamp],  # noqa: ARG001 (a key)
) -> tuple[Digest, dict[str, str]]:
    found = read_digest(_place, _run)
    return found, read_titles(_place, found)


@st.cache_resource(show_spinner=False, max_entries=AT_ONCE)
def _record(folder: Path, when: Stamp) -> Record:  # noqa: ARG001 (a key)
    return read_record(folder)


@st.cache_data(show_spinner=False, max_entries=64)
def _evidence(_place: Settings, _run: Run, key: tuple[str, Stamp], niche_id: str) -> pd.DataFrame:  # noqa: ARG001 (a key)
    behind = table(_run, "evidence")
    behind = behind[behind["niche_id"] == niche_id][["part", "paper_id", "weight"]]
    papers = reading.read_papers_by_id(_place.papers, behind["paper_id"])
    return behind.merge(papers, left_on="paper_id", right_on="id")


@st.cache_data(show_spinner=False, max_entries=64)
def history(_runs: Path, _run: Run, key: str, niche_id: str) -> tuple[Past, ...]:  # noqa: ARG001
    """Return what happened to a niche, the oldest first; the key is that of the run."""
    return histories.read_history(_runs, _run, niche_id)


@st.cache_data(show_spinner=False, max_entries=64)
def _titles(store: Path, when: Stamp, ids: tuple[str, ...]) -> dict[str, str]:  # noqa: ARG001 (a key)
    if not store.exists():
        return {}
    papers = reading.read_papers_by_id(store, ids)
    return dict(zip(papers["id"], papers["title"], strict=True))
