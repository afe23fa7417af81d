"""Niches that a person made: by words, from an analysis that is opened once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from explorer import author_paths as author_path
from explorer import niches as niche_store
from explorer import own_niche
from explorer.cached.results import key_of, table
from explorer.cached.stores import AT_ONCE, Stamp, stamp
from explorer.corpus import reading, searching
from explorer.presentation import niche_tables
from explorer.presentation.reading_list import Shelf, reading_list
from explorer.runs import Run

if TYPE_CHECKING:
    import pandas as pd

    from explorer.settings import Settings


def own(place: Settings, run: Run, typed: str) -> own_niche.OwnNiche | own_niche.NoNiche:
    """Return the niche of what a person typed, to be read only."""
    return _own(place, run, (key_of(run), stamp(place.papers)), typed)


@st.cache_resource(show_spinner=False, max_entries=32)
def _own(
    _place: Settings,
    _run: Run,
    key: tuple[str, Stamp],  # noqa: ARG001 (a key)
    typed: str,
) -> own_niche.OwnNiche | own_niche.NoNiche:
    return own_niche.find_own(_place, basis(_run), typed)


def basis(run: Run) -> own_niche.Basis:
    """Return what a run knows, to judge niches anew.

    Raises
    ------
    RunWithoutFieldError, RunDamagedError
    """
    return _basis(run, key_of(run))


@st.cache_resource(show_spinner=False, max_entries=AT_ONCE)
def _basis(_run: Run, key: str) -> own_niche.Basis:  # noqa: ARG001 (a key)
    return own_niche.open_basis(_run, niches=table(_run, "niches"))


def read_own(place: Settings, run: Run, found: own_niche.OwnNiche) -> pd.DataFrame:
    """Return the papers of a niche by words, most central first."""
    typed = found.query.typed
    return _read_own(place, found, (key_of(run), stamp(place.papers), typed))


@st.cache_data(show_spinner=False, max_entries=16)
def _read_own(
    _place: Settings,
    _found: own_niche.OwnNiche,
    key: tuple[str, Stamp, str],  # noqa: ARG001 (a key)
) -> pd.DataFrame:
    return niche_store.own_papers(_place, _found)


def own_papers(
    place: Settings, run: Run, found: own_niche.OwnNiche
) -> tuple[pd.DataFrame, list[Shelf]]:
    """Return the papers behind each part, and those to begin with; titles tell what was found."""
    typed = found.query.typed
    return _own_papers(place, found, (key_of(run), stamp(place.papers), typed))


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


def author_paths(
    run: Run, niche_id: str, papers: pd.DataFrame, names: tuple[str, ...]
) -> pd.DataFrame:
    """Return where people of a niche wrote, by month and subfield.

    Raises
    ------
    RunWithoutFieldError, RunDamagedError
    """
    return _author_paths(run, papers, (key_of(run), niche_id), names)


@st.cache_data(show_spinner=False, max_entries=64)
def _author_paths(
    _run: Run, _papers: pd.DataFrame, key: tuple[str, str], names: tuple[str, ...]
) -> pd.DataFrame:
    ground, first = _basis(_run, key[0]).ground, str(_run.manifest["first_month"])
    groups = table(_run, "niches")
    return author_path.author_paths(ground, groups, _papers, names, first_month=first)
