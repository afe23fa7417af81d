"""Newborn niches: phrases that rise, grown into niches beside the partition.

A paper may be in a newborn niche, or in several, and stays in its niche of the partition.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, compress, count

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from explorer.topics.growing import Grown, grow
from explorer.topics.naming import LENGTH_PREFERENCE, choose_names, set_weights, written_form
from explorer.topics.phrases import Phrases
from explorer.topics.rising_phrases import Writers, rising_phrases
from explorer.topics.subfields import TEXTS_READ_FOR_A_NAME, Level, group_ids, make_slugs

LEAST_PAPERS = 12
"""Papers of a newborn. A subject of 15 is to be found, and a few of them always say it in other
words."""

KNOWN, ALIKE = 0.5, 0.3
"""Jaccard from which a niche of the partition is the same thing, which is not listed twice; and the
same if it has the same name or holds ``INSIDE`` of the papers."""

INSIDE = 0.8

LARGEST = 3
"""A phrase in more papers than so many niches hold is broad."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newborns:
    """Newborn niches and their papers; there may be none."""

    groups: pd.DataFrame
    """One row a niche: ``niche_id``, ``name``, ``slug``, ``terms``, ``parent_id``."""
    weights: csr_array
    """Shape (n_newborns, n_phrases): how well each phrase would find the newborn's papers."""
    paper: np.ndarray
    """int64 of shape (n_memberships,): row of a paper, once for each newborn that holds it."""
    group: np.ndarray
    """int64 of shape (n_memberships,): row of the newborn in ``groups``, in order."""
    similarity: np.ndarray
    """float32 of shape (n_memberships,): cosine of the paper with the middle of the newborn."""


def find_newborns(
    papers: pd.DataFrame,
    levels: Sequence[Level],
    phrases: Phrases,
    points: np.ndarray,
    *,
    month: np.ndarray,
    last: int,
    writers: Writers,
    papers_per_niche: int = 120,
) -> Newborns:
    """Find newborn niches beside the niches of a partition.

    Parameters
    ----------
    papers : DataFrame
        ``id``, ``abstract``, sorted by id.
    levels : sequence of Level
        Of the partition: niches, subfields and areas.
    points : ndarray of shape (n_papers, n_dimensions), float32, rows of unit length
    month : ndarray of shape (n_papers,), int
        Months after the first.
    last : int
        The newest whole month.
    """
    most, abstracts = LARGEST * papers_per_niche, papers["abstract"].tolist()
    rising = rising_phrases(
        phrases, points, month=month, last=last, writers=writers, most_papers=most
    )
    subjects = grow(rising["column"].tolist(), phrases, points, abstracts, most=most)
    subjects = [each for each in subjects if len(each.rows) >= LEAST_PAPERS]
    named = [_named(each, phrases, points, abstracts) for each in subjects]
    new = [not _is_known(*pair, levels[0]) for pair in zip(subjects, named, strict=True)]
    return _newborns(
        list(compress(subjects, new)), list(compress(named, new)), phrases, points, papers, levels
    )


def _named(subject: Grown, phrases: Phrases, points: np.ndarray, abstracts: list[str]) -> str:
    """Return the phrase that finds most of a subject's papers, rather a long one, as written."""
    holds = _holds([subject], len(points))
    weight = np.asarray(set_weights(phrases, holds).todense()).ravel()[subject.columns]
    value = weight * LENGTH_PREFERENCE[phrases.lengths[subject.columns]]
    fit = _similarity(holds, points)
    central = subject.rows[np.argsort(-fit, kind="stable")][:TEXTS_READ_FOR_A_NAME]
    best = phrases.texts[subject.columns[int(np.argmax(value))]]
    return written_form(best, [abstracts[row] for row in central.tolist()])


def _is_known(subject: Grown, name: str, niches: Level) -> bool:
    """Tell whether a niche of the partition is the same thing."""
    rows, n = subject.rows, len(niches.groups)
    shared = np.bincount(niches.label[rows], minlength=n)
    jaccard = shared / (np.bincount(niches.label, minlength=n) + len(rows) - shared)
    alike = niches.groups["name"].str.lower().to_numpy() == name.lower()
    alike |= shared >= INSIDE * len(rows)
    return bool((jaccard >= np.where(alike, ALIKE, KNOWN)).any())


def _newborns(
    subjects: list[Grown],
    named: list[str],
    phrases: Phrases,
    points: np.ndarray,
    papers: pd.DataFrame,
    levels: Sequence[Level],
) -> Newborns:
    """Identify each newborn, and place it under the subfield that holds most of its papers."""
    niches, parents = levels[0].groups, levels[1]
    holds = _holds(subjects, len(points))
    group = np.repeat(np.arange(len(subjects)), np.diff(holds.indptr))
    similarity, weights = _similarity(holds, points), set_weights(phrases, holds)
    names = _different(named, niches["name"])
    held = [int(np.bincount(parents.label[each.rows]).argmax()) for each in subjects]
    ids = group_ids(papers["id"].iloc[holds.indices], group, similarity) if subjects else []
    groups = pd.DataFrame(
        {
            "niche_id": [levels[0].name[0] + each for each in ids],
            "name": names,
            "slug": make_slugs(names, "", taken=niches["slug"]),
            "terms": choose_names(phrases, weights)[1],
            "parent_id": parents.groups["niche_id"].to_numpy()[held].tolist() if held else [],
        }
    )
    return Newborns(
        groups=groups,
        weights=weights,
        paper=holds.indices.astype(np.int64),
        group=group,
        similarity=similarity,
    )


def _holds(subjects: list[Grown], n_papers: int) -> csr_array:
    """Return which papers each subject holds, of shape (n_subjects, n_papers)."""
    rows = [each.rows for each in subjects]
    indices = np.concatenate([np.empty(0, dtype=np.int64), *rows])
    indptr = np.cumsum([0, *map(len, rows)])
    ones = np.ones(len(indices), dtype=np.float32)
    return csr_array((ones, indices, indptr), shape=(len(rows), n_papers))


def _different(names: list[str], taken: Iterable[str]) -> list[str]:
    """Tell a newborn from another niche of the same name."""
    used = {name.lower() for name in taken}
    told = []
    for name in names:
        options = chain([name, f"{name} (newborn)"], (f"{name} (newborn {i})" for i in count(2)))
        told.append(next(each for each in options if each.lower() not in used))
        used.add(told[-1].lower())
    return told


def _similarity(holds: csr_array, points: np.ndarray) -> np.ndarray:
    """Return the cosine of each paper that is held with the middle of its subject."""
    group = np.repeat(np.arange(holds.shape[0]), np.diff(holds.indptr))
    middles = np.asarray(holds @ points)
    middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-12)
    return np.einsum("ij,ij->i", points[holds.indices], middles[group]).astype(np.float32)
