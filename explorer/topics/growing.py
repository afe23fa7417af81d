"""From rising phrases to sets of papers: phrases that say one thing are joined, then grown.

A set is an array of rows of papers, sorted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import csc_array

from explorer.topics.phrases import Phrases
from explorer.topics.writing import spellings

ONE_THING = 0.3
"""Jaccard from which two phrases say one thing: ``VLA`` and ``vision language action``."""

INSIDE = 0.6
"""Part of the rarer phrase's papers from which it says one thing with another in ``SAME_PLACE``:
``human pose estimation`` and ``pose estimation``."""

SAME_PLACE = 0.95
"""Cosine of two middles from which phrases that share a word, or all letters, say one thing:
``agentic RL`` and ``agentic reinforcement learning`` .97, ``variational auto encoder`` and
``variational autoencoder`` .965, ``atari game`` and ``deep reinforcement learning`` .954."""

VOTERS, NEAR, MOST_NEAR = 5, 0.9, 0.25
"""A near neighbour is nearer, by mean cosine, to the ``VOTERS`` nearest papers of a set than
``NEAR`` of the set's own papers are to theirs. Of those, the nearest ``MOST_NEAR`` of the set are
taken, or ``VOTERS`` of a small one: with all that pass ``NEAR`` = .5, a set tells its subject worse
than without neighbours."""

WRITTEN_OUT, OWN_ACRONYM = 3, 0.3
"""Papers that write an acronym behind its phrase, and what part they and others that use the phrase
make of all that use the acronym."""


AT_ONCE = 16
"""Sets whose likeness to all papers is held at a time."""

ASIDE = 0.25
"""Cosine with the middle of a set below which a paper uses its phrase for something else, or in
passing: ``GaN`` of an oscillator, ``PRM`` of a motion planner. The middle is that of the papers
since the phrase rises: earlier ones may all have used it for something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """One subject."""

    columns: list[int]
    """Its phrases, the surest first."""
    rows: np.ndarray
    """Its papers, int64."""
    recent: np.ndarray
    """Those of its phrases' papers that came since these rise, int64."""


def grow(
    columns: Sequence[int],
    phrases: Phrases,
    points: np.ndarray,
    texts: pd.Series,
    *,
    month: np.ndarray,
    since: Sequence[int],
    most: int,
) -> list[Grown]:
    """Join phrases that say one thing, and add acronyms and near neighbours to their papers.

    Parameters
    ----------
    columns : sequence of int
        Phrases, the surest first.
    points : ndarray of shape (n_papers, n_dimensions), float32, rows of unit length
    texts : Series of str
        Abstract of every paper.
    month : ndarray of shape (n_papers,), int
    since : sequence of int
        Month from which each phrase rises.
    most : int
        Papers above which an acronym stands for more than its phrase.
    """
    users = csc_array(phrases.in_papers)
    number = {text: column for column, text in enumerate(phrases.texts)}
    subjects: list[Grown] = []
    middles: list[np.ndarray] = []
    for column, first in zip(columns, since, strict=True):
        rows = _papers_of(users, column)
        recent = rows[month[rows] >= first]
        for acronym in _acronyms(phrases.texts[column], rows, texts):
            rows = _with_acronym(rows, users, number.get(acronym), most)
        middle = _middle(rows, points)
        same = _one_thing(subjects, middles, phrases, column, rows, middle)
        if same is None:
            subjects.append(Grown(columns=[column], rows=rows, recent=recent))
            middles.append(middle)
        else:
            subjects[same] = Grown(
                columns=[*subjects[same].columns, column],
                rows=np.union1d(subjects[same].rows, rows),
                recent=np.union1d(subjects[same].recent, recent),
            )
            middles[same] = _middle(subjects[same].rows, points)
    own = [replace(each, rows=_on_the_subject(each, points)) for each in subjects]
    batches = (own[first : first + AT_ONCE] for first in range(0, len(own), AT_ONCE))
    likeness = (like for batch in batches for like in _likeness(batch, points))
    return [
        replace(each, rows=_with_neighbours(each.rows, points, like))
        for each, like in zip(own, likeness, strict=True)
    ]


def _papers_of(users: csc_array, column: int) -> np.ndarray:
    rows = users.indices[users.indptr[column] : users.indptr[column + 1]]
    return np.sort(rows).astype(np.int64)


def _acronyms(phrase: str, rows: np.ndarray, texts: pd.Series) -> list[str]:
    """List what papers write in brackets behind a phrase, if enough of them do."""
    pattern = re.compile(rf"\b{spellings(phrase)}\s*\(([a-z]+?)s?\)", re.IGNORECASE)
    found = Counter(
        match[1].lower() for text in texts.iloc[rows] if (match := pattern.search(text))
    )
    return sorted(acronym for acronym, times in found.items() if times >= WRITTEN_OUT)


def _with_acronym(rows: np.ndarray, users: csc_array, column: int | None, most: int) -> np.ndarray:
    if column is None:
        return rows
    others = _papers_of(users, column)
    shared = len(np.intersect1d(rows, others, assume_unique=True))
    own = len(others) <= most and shared >= OWN_ACRONYM * len(others)
    return np.union1d(rows, others) if own else rows


def _one_thing(
    subjects: list[Grown],
    middles: list[np.ndarray],
    phrases: Phrases,
    column: int,
    rows: np.ndarray,
    middle: np.ndarray,
) -> int | None:
    """Return the subject that a phrase is another word for, the likest of them."""
    best, likest = None, 0.0
    among = np.zeros(phrases.in_papers.shape[0], dtype=bool)
    among[rows] = True
    for number, (subject, other) in enumerate(zip(subjects, middles, strict=True)):
        place = float(middle @ other)
        shared = np.count_nonzero(among[subject.rows])
        jaccard = shared / (len(rows) + len(subject.rows) - shared)
        same = place >= SAME_PLACE and (
            shared / min(len(rows), len(subject.rows)) >= INSIDE
            or any(_akin(phrases.texts[column], phrases.texts[c]) for c in subject.columns)
        )
        if (jaccard >= ONE_THING or same) and jaccard + place > likest:
            best, likest = number, jaccard + place
    return best


def _akin(phrase: str, other: str) -> bool:
    """Tell whether two phrases share a word, or are the same but for blanks."""
    share = not set(phrase.split()).isdisjoint(other.split())
    return share or phrase.replace(" ", "") == other.replace(" ", "")


def _middle(rows: np.ndarray, points: np.ndarray) -> np.ndarray:
    total = points[rows].sum(axis=0, dtype=np.float64)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-12))


def _on_the_subject(subject: Grown, points: np.ndarray) -> np.ndarray:
    """Leave out papers that are about something else."""
    fits = points[subject.rows] @ _middle(subject.recent, points) >= ASIDE
    return np.asarray(subject.rows[fits])


def _likeness(subjects: Sequence[Grown], points: np.ndarray) -> np.ndarray:
    """Return the cosine of every paper with the middles of a few sets, shape (n_sets, n_papers)."""
    middles = np.stack([_middle(each.rows, points) for each in subjects])
    return np.asarray(middles.astype(np.float32) @ points.T)


def _with_neighbours(rows: np.ndarray, points: np.ndarray, cosine: np.ndarray) -> np.ndarray:
    """Add the near neighbours of a set, given the cosine of every paper with its middle."""
    most = min(max(int(MOST_NEAR * len(rows)), VOTERS), len(points) - len(rows))
    if most == 0:
        return rows
    cosine[rows] = -np.inf
    n_asked = min(3 * len(rows), len(cosine) - len(rows))
    asked = np.flatnonzero(cosine >= np.partition(cosine, -n_asked)[-n_asked])
    asked = asked[np.lexsort((asked, -cosine[asked]))][:n_asked]
    own = points[rows] @ points[rows].T
    np.fill_diagonal(own, -np.inf)
    nearness = _mean_of_largest(points[asked] @ points[rows].T)
    near = np.flatnonzero(nearness > np.quantile(_mean_of_largest(own), NEAR))
    nearest = near[np.lexsort((asked[near], -nearness[near]))][:most]
    return np.union1d(rows, asked[nearest])


def _mean_of_largest(cosines: np.ndarray) -> np.ndarray:
    return np.asarray(np.sort(cosines, axis=1)[:, -VOTERS:].mean(axis=1))
