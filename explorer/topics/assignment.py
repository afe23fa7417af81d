"""Papers that came after the niches were found: which niche each joins, without moving any.

The model is frozen, and only the papers that the niches were found in have a vote. So a paper joins
the same niche however many others come with it, before it or after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from explorer.topics.embedding import Embedding

N_VOTERS = 15
"""As many as neighbours in the graph in which niches are found.

Asked of papers whose niche is known, leaving themselves out, on 14,763 real papers: the vote names
their own niche for 96 %, the nearest centroid for 86 %.
"""

NICHES_ASKED = 64
"""Niches, those with the nearest middles, whose papers are looked through for the nearest ones. So
a paper costs as much however many others vote, and there is nothing to prepare."""

COMPARED = 2
"""Candidates for each voter. Products of matrices depend in their last digits on what else is
multiplied, so candidates are compared again one by one."""

BLOCK = 5_000
"""Papers whose candidates are held at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenModel:
    """What places a paper that came after the fit."""

    embedding: Embedding
    centroids: np.ndarray
    """float32 of shape (n_niches, n_dimensions), rows of unit length."""
    group_ids: Mapping[str, list[str]]
    """Ids of the groups of each level, in the order of their labels."""


def assign(
    points: np.ndarray,
    voters: np.ndarray,
    niche: np.ndarray,
    *,
    n_voters: int = N_VOTERS,
    middles: np.ndarray | None = None,
) -> np.ndarray:
    """Let the nearest of the papers that the niches were found in vote, by their cosine.

    Parameters
    ----------
    points : ndarray of shape (n_papers, n_dimensions), float32, rows of unit length
        Papers to place; one without any known term joins the largest niche, as at the fit.
    voters : ndarray of shape (n_voting, n_dimensions), float32 or float16
    niche : ndarray of shape (n_voting,), int
        Niche of each voter, -1 for one that has no vote; labels run from the largest niche.
    middles : ndarray of shape (n_niches, n_dimensions), float32, optional
        Those of the niches, rows of unit length; found from the voters if left out.

    Returns
    -------
    ndarray of shape (n_papers,), int64
        Of niches with equal votes, the larger.
    """
    from threadpoolctl import threadpool_limits

    if not len(points):
        return np.empty(0, dtype=np.int64)
    blocks = [points[first : first + BLOCK] for first in range(0, len(points), BLOCK)]
    rows = _rows_of_niches(niche)
    middles = _middles(voters, niche) if middles is None else middles[: len(rows)]
    with threadpool_limits(1):  # products are small: threads would wait for each other
        found = [_nearest_voters(each, voters, middles, rows, n_voters) for each in blocks]
    return np.concatenate([vote(*each, niche) for each in found])


def _rows_of_niches(niche: np.ndarray) -> list[np.ndarray]:
    """Return the rows of the voters of each niche in ascending order."""
    n_niches = int(niche.max()) + 1
    order = np.argsort(niche, kind="stable")
    return np.split(order, np.searchsorted(niche[order], np.arange(n_niches + 1)))[1:-1]


def _middles(voters: np.ndarray, niche: np.ndarray) -> np.ndarray:
    """Return the middle of each niche."""
    (votes,) = np.nonzero(niche >= 0)
    ones, shape = np.ones(len(votes), dtype=np.float32), (int(niche.max()) + 1, len(niche))
    middles = np.asarray(csr_array((ones, (niche[votes], votes)), shape=shape) @ voters)
    return middles / np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-12)


def _nearest_voters(
    points: np.ndarray,
    voters: np.ndarray,
    middles: np.ndarray,
    rows_of_niche: list[np.ndarray],
    n_voters: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Find the voters nearest to each paper, as ``vote`` takes them."""
    n_asked, n_kept = min(NICHES_ASKED, len(middles)), COMPARED * n_voters
    nearness = points @ middles.T
    asked = np.argpartition(-nearness, n_asked - 1, axis=1)[:, :n_asked]
    least = np.full(len(points), -np.inf, dtype=np.float32)
    for paper, _, cosines in _cosines(points, voters, nearness.argmax(axis=1), rows_of_niche):
        if cosines.shape[1] >= n_kept:
            least[paper] = np.partition(cosines, -n_kept, axis=1)[:, -n_kept]
    found = [(np.empty(0, dtype=np.int64),) * 2 + (least[:0],)]
    for paper, own, cosines in _cosines(points, voters, asked, rows_of_niche):
        at, column = np.nonzero(cosines >= least[paper, None])
        found.append((paper[at], own[column], cosines[at, column]))
    paper, row, cosine = (np.concatenate(each) for each in zip(*found, strict=True))
    order = np.lexsort((row, -cosine, paper))
    starts = np.searchsorted(paper[order], np.arange(len(points)))
    rank = np.arange(len(order)) - starts[paper[order]]
    kept = rank < n_kept
    candidates = np.full((len(points), n_kept), -1, dtype=np.int64)
    candidates[paper[order][kept], rank[kept]] = row[order][kept]
    return _compared(points, voters, candidates, n_voters)


def _cosines(
    points: np.ndarray, voters: np.ndarray, asked: np.ndarray, rows_of_niche: list[np.ndarray]
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Compare papers with all voters of the niches that are asked for them, niche by niche.

    Yields
    ------
    ndarray of int
        The papers that ask a niche.
    ndarray of int
        Its voters.
    ndarray of shape (n_asking, n_asked), float32
    """
    n_each = 1 if asked.ndim == 1 else asked.shape[1]
    order = np.argsort(asked, axis=None, kind="stable")
    starts = np.searchsorted(asked.ravel()[order], np.arange(len(rows_of_niche) + 1))
    for label, own in enumerate(rows_of_niche):
        paper = order[starts[label] : starts[label + 1]] // n_each
        if len(paper) and len(own):
            yield paper, own, points[paper] @ voters[own].astype(np.float32, copy=False).T


def _compared(
    points: np.ndarray, voters: np.ndarray, rows: np.ndarray, n_voters: int
) -> tuple[np.ndarray, np.ndarray]:
    """Choose the nearest of some candidates; of equally near ones, the first rows."""
    rows = np.sort(rows, axis=1)
    paper = np.repeat(np.arange(len(points)), rows.shape[1])
    theirs = voters[rows.ravel()].astype(np.float32, copy=False)
    cosines = np.einsum("ij,ij->i", points[paper], theirs).reshape(rows.shape)
    cosines[rows < 0] = -np.inf
    order = np.argsort(-cosines, axis=1, kind="stable")[:, :n_voters]
    return np.take_along_axis(rows, order, axis=1), np.take_along_axis(cosines, order, axis=1)


def vote(rows: np.ndarray, cosines: np.ndarray, niche: np.ndarray) -> np.ndarray:
    """Count the votes of each paper's neighbours.

    Parameters
    ----------
    rows, cosines : ndarray of shape (n_papers, n_voters)
        Rows of ``niche``, -1 for none, and their cosines.
    """
    paper = np.repeat(np.arange(len(rows)), rows.shape[1])
    weight = np.where(rows >= 0, np.maximum(cosines, 0), 0).ravel()
    shape = (len(rows), int(niche.max()) + 1)
    votes = csr_array((weight.astype(np.float64), (paper, niche[rows.ravel()])), shape=shape)
    return np.asarray(votes.argmax(axis=1), dtype=np.int64).ravel()


def similarities(points: np.ndarray, centroids: np.ndarray, niche: np.ndarray) -> np.ndarray:
    """Return the cosine of each paper with the middle of its niche, as at the fit.

    Returns
    -------
    ndarray of shape (n_papers,), float32
    """
    return np.einsum("ij,ij->i", points, centroids[niche]).astype(np.float32)


def fit_drop(
    points: np.ndarray, niche: np.ndarray, is_new: np.ndarray, centroids: np.ndarray
) -> float:
    """Say how much worse new papers fit their niches than the papers of the fit do.

    A paper of the fit is held against the middle of the others of its niche, because its own point
    is part of that middle and no new paper's is.

    Returns
    -------
    float
        Median cosine of the papers of the fit, minus that of the new ones.
    """
    old, own = points[~is_new].astype(np.float64), niche[~is_new]
    groups = csr_array((np.ones(len(own)), (own, np.arange(len(own)))))
    total = np.asarray(groups @ old)
    others = total[own] - old
    length = np.maximum(np.linalg.norm(others, axis=1), 1e-12)
    before = np.median(np.einsum("ij,ij->i", old, others) / length)
    now = np.median(similarities(points[is_new], centroids, niche[is_new]))
    return float(before - now)
