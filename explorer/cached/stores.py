"""What stores hold: papers, holes, titles, the record of flags; and the jobs at work."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from explorer.backtesting.flags import Record, read_record
from explorer.corpus import reading, taxonomy
from explorer.corpus.coverage import read_coverage
from explorer.corpus.fetching.mending import Hole, find_holes
from explorer.fitting.own_papers import own_papers
from explorer.jobs import Desk
from explorer.plans.flag_ledger import Spell, read_ledger, spells_of
from explorer.plans.wish import Wish
from explorer.plans.wishes import list_wishes
from explorer.presentation import holdings
from explorer.runs import CURRENT, MANIFEST

if TYPE_CHECKING:
    import pandas as pd

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


@st.cache_data(show_spinner=False, max_entries=AT_ONCE)
def _summary(store: Path, when: Stamp) -> reading.StoreSummary:  # noqa: ARG001 (a key)
    return reading.describe_store(store)


def months_held(store: Path, as_of: date) -> pd.DataFrame:
    """Return the papers held by month and category, as the chart of them wants it."""
    return _months_held(store, stamp(store), as_of)


@st.cache_data(show_spinner=False, max_entries=AT_ONCE)
def _months_held(store: Path, when: Stamp, as_of: date) -> pd.DataFrame:
    counts = reading.read_month_counts(store, as_of=as_of)
    return holdings.coverage(counts, category_names(), _coverage(store, when))


def coverage(store: Path) -> pd.DataFrame:
    """Return how many papers are held of how many, by whole month and category."""
    return _coverage(store, stamp(store))


@st.cache_data(show_spinner=False, max_entries=AT_ONCE)
def _coverage(store: Path, when: Stamp) -> pd.DataFrame:  # noqa: ARG001 (a key)
    return read_coverage(store, as_of=reading.newest_day(store))


def holes(store: Path) -> list[Hole]:
    """Return the holes in what is held, the oldest first."""
    return _holes(store, stamp(store))


@st.cache_data(show_spinner=False, max_entries=AT_ONCE)
def _holes(store: Path, when: Stamp) -> list[Hole]:
    return find_holes(store, coverage=_coverage(store, when))


@st.cache_data(show_spinner=False, max_entries=1)
def category_names() -> dict[str, str]:
    """Return the names of arXiv's categories in use, by code."""
    known = taxonomy.read_taxonomy()
    return dict(zip(known["code"], known["name"], strict=True))


def titles(store: Path, ids: tuple[str, ...]) -> dict[str, str]:
    """Return the titles of papers by id; those that are not held are left out."""
    return _titles(store, stamp(store), ids)


@st.cache_data(show_spinner=False, max_entries=64)
def _titles(store: Path, when: Stamp, ids: tuple[str, ...]) -> dict[str, str]:  # noqa: ARG001 (a key)
    if not store.exists():
        return {}
    papers = reading.read_papers_by_id(store, ids)
    return dict(zip(papers["id"], papers["title"], strict=True))


def papers_by_id(store: Path, ids: tuple[str, ...]) -> pd.DataFrame:
    """Return papers by id; those that are not held are left out."""
    return _papers_by_id(store, stamp(store), ids)


@st.cache_data(show_spinner=False, max_entries=16)
def _papers_by_id(store: Path, when: Stamp, ids: tuple[str, ...]) -> pd.DataFrame:  # noqa: ARG001 (a key)
    return reading.read_papers_by_id(store, ids if store.exists() else ())


def record(place: Settings) -> Record:
    """Return what became of flags of the past, to be read only."""
    return _record(place.backtests, stamp(place.backtests / CURRENT / MANIFEST))


@st.cache_resource(show_spinner=False, max_entries=AT_ONCE)
def _record(folder: Path, when: Stamp) -> Record:  # noqa: ARG001 (a key)
    return read_record(folder)


def wishes(store: Path) -> tuple[Wish, ...]:
    """Return what a person wants of niches.

    Raises
    ------
    StoreError
        If it cannot be read.
    """
    return _wishes(store, stamp(store))


@st.cache_data(show_spinner=False, max_entries=AT_ONCE)
def _wishes(store: Path, when: Stamp) -> tuple[Wish, ...]:  # noqa: ARG001 (a key)
    return list_wishes(store)


def flags(place: Settings, *, invented: bool) -> list[Spell]:
    """Return the flags that were ever shown, of real papers or of invented ones.

    Raises
    ------
    StoreError
        If they cannot be read.
    """
    return _flags(place.user, stamp(place.user), "demonstration" if invented else "real")


@st.cache_data(show_spinner=False, max_entries=AT_ONCE)
def _flags(store: Path, when: Stamp, kind: str) -> list[Spell]:  # noqa: ARG001 (a key)
    return spells_of(read_ledger(store, kind=kind))


def papers_by(store: Path, name: str) -> pd.DataFrame:
    """Return the papers held by an author, the newest first."""
    return _papers_by(store, stamp(store), name)


@st.cache_data(show_spinner=False, max_entries=8)
def _papers_by(store: Path, when: Stamp, name: str) -> pd.DataFrame:  # noqa: ARG001 (a key)
    return own_papers(store, name)
