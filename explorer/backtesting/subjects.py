"""Subjects that are told by phrases: known subfields from a file, and random phrases like them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from explorer.corpus.months import add_months, months_between
from explorer.errors import MissingColumnsError, PaperFileFormatError, PaperFileNotFoundError
from explorer.topics.tokens import BREAK, Tokens, tokenize
from explorer.topics.vocabulary import count_terms, fit_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

SHORT = 4
"""Letters up to which a word alone may be something else, as ``VAE`` or ``NAS``: it counts only
where a subject has no longer phrase."""

N_RANDOM = 200

ALIKE = 1.25
"""A random phrase has so many times more or fewer papers than a known subfield at most."""

TAKEN_OFF = 100
"""Papers in twelve months from which a subject has taken off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Something that papers speak of."""

    name: str
    kind: str
    """``known`` or ``random``."""
    rows: np.ndarray
    """int64: the papers that speak of it, in order."""


def read_subfields(path: Path) -> dict[str, list[str]]:
    """Read known subfields: a CSV with ``name`` and ``phrases``, these joined by ``|``.

    Raises
    ------
    PaperFileNotFoundError, MissingColumnsError, PaperFileFormatError
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            found = rows.fieldnames or ()
            missing = [name for name in ("name", "phrases") if name not in found]
            if missing:
                raise MissingColumnsError(path, missing, found)
            table = {row["name"]: (row["phrases"] or "").split("|") for row in rows}
    except FileNotFoundError as error:
        raise PaperFileNotFoundError(path) from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise PaperFileFormatError(path, str(error)) from error
    kept = {name: [each.strip() for each in row if each.strip()] for name, row in table.items()}
    return {name: phrases for name, phrases in kept.items() if phrases}


def known_subjects(tokens: Tokens, subfields: Mapping[str, Sequence[str]]) -> list[Subject]:
    """Find the papers that use a phrase of each subfield, as whole words."""
    number = {word: i for i, word in enumerate(tokens.words)}
    paper = tokens.paper_of_token()
    return [
        Subject(name=name, kind="known", rows=_using(tokens, number, paper, telling(phrases)))
        for name, phrases in subfields.items()
    ]


def telling(phrases: Sequence[str]) -> list[str]:
    """Leave out short words that may be something else, if there are other phrases."""
    longer = [each for each in phrases if len(each) > SHORT]
    return longer or list(phrases)


def random_subjects(tokens: Tokens, known: Sequence[Subject], *, seed: int = 0) -> list[Subject]:
    """Draw phrases of two words that about as many papers use as one of the known subjects."""
    vocabulary = fit_vocabulary(tokens, min_papers=5)
    counts = count_terms(tokens, vocabulary).tocsc()
    papers = np.diff(counts.indptr)
    taken = {each.name for each in known}
    pair = np.array([" " in term and term not in taken for term in vocabulary.terms], dtype=bool)
    rng = np.random.default_rng(seed)
    sizes = [len(each.rows) for each in known if len(each.rows) >= TAKEN_OFF]
    drawn: list[int] = []
    for round_ in range(N_RANDOM if sizes else 0):
        size = sizes[round_ % len(sizes)]
        near = np.abs(np.log(np.maximum(papers, 1) / size)) <= np.log(ALIKE)
        like = np.setdiff1d(np.flatnonzero(pair & near), drawn)
        if len(like):
            drawn.append(int(rng.choice(like)))
    return [
        Subject(
            name=vocabulary.terms[column],
            kind="random",
            rows=np.sort(counts.indices[counts.indptr[column] : counts.indptr[column + 1]]),
        )
        for column in drawn
    ]


def uses_of(subjects: Sequence[Subject], n_papers: int) -> csr_array:
    """Return which papers speak of each subject, of shape (n_subjects, n_papers)."""
    rows = np.concatenate([np.empty(0, dtype=np.int64), *(each.rows for each in subjects)])
    ends = np.cumsum([0, *(len(each.rows) for each in subjects)])
    return csr_array((np.ones(len(rows)), rows, ends), shape=(len(subjects), n_papers))


def takeoff(months: pd.Series) -> str:
    """Return the first month that ends twelve with ``TAKEN_OFF`` papers; empty if there is none.

    Parameters
    ----------
    months : Series of text ``YYYY-MM``
        Month of each paper of a subject.
    """
    if not len(months):
        return ""
    every = months_between(str(months.min()), add_months(str(months.max()), 1))
    counts = months.value_counts().reindex(every, fill_value=0).to_numpy()
    total = np.convolve(counts, np.ones(12, dtype=np.int64))[: len(every)]
    reached = np.flatnonzero(total >= TAKEN_OFF)
    return every[int(reached[0])] if len(reached) else ""


def _using(
    tokens: Tokens, number: dict[str, int], paper: np.ndarray, phrases: Sequence[str]
) -> np.ndarray:
    asked = tokenize(phrases, [""] * len(phrases))
    found = [np.empty(0, dtype=np.int64)]
    for start, end in zip(asked.starts[:-1].tolist(), asked.title_ends.tolist(), strict=True):
        words = [asked.words[i] for i in asked.ids[start : end - 1].tolist()]
        ids = [number.get(word, -1) for word in words if word != BREAK]
        if ids and min(ids) >= 0:
            found.append(paper[_places(tokens.ids, ids)].astype(np.int64))
    return np.unique(np.concatenate(found))


def _places(row: np.ndarray, ids: Sequence[int]) -> np.ndarray:
    """Find where ``ids`` stand one after another."""
    at = np.flatnonzero(row[: len(row) - len(ids) + 1] == ids[0])
    for offset, each in enumerate(ids[1:], start=1):
        at = at[row[at + offset] == each]
    return at
