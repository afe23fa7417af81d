"""A landscape: a place in two dimensions for niches, groups and papers, like beside like.

Only nearness means something there; directions and large distances do not. Places are kept from run
to run: niches that stay as they were keep theirs, and niches that are found anew start from them.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

NEIGHBOURS_WEIGHED = 30.0
"""Perplexity of t-SNE (van der Maaten & Hinton 2008): about how many niches each is held by."""

ROUNDS_AT_FIRST, ROUNDS_AGAIN = 500, 250

STEP_AGAIN, FULL_STEP = 20.0, 200
"""Learning rate where niches start from known places; larger ones move them as far again or
further, and neighbours stand no nearer for it. It falls with the number of niches below
``FULL_STEP``, for each of few is drawn harder (Belkina et al. 2019)."""

MOST_AT_ONCE = 3_000
"""Niches, the largest first, laid out together; others stand beside those they resemble."""

HOMES = 3
"""Niches that decide where one stands that is placed after them."""

LEAN, LEAN_TO = 0.5, 6
"""How far a paper may stand towards the niches around its own, as a part of the way, and how many
of those it is compared with."""


def place_niches(centroids: np.ndarray, before: np.ndarray | None = None) -> np.ndarray:
    """Lay niches out so that those whose papers are alike stand together.

    Parameters
    ----------
    centroids : ndarray of shape (n_niches, n_dimensions), rows of unit length
        The largest niche first.
    before : ndarray of shape (n_niches, 2), optional
        Places to start from; not a number where there is none. The layout is turned and scaled so
        that it lies on them as well as it can.

    Returns
    -------
    ndarray of shape (n_niches, 2), float64
    """
    together = min(len(centroids), MOST_AT_ONCE)
    places = np.full((len(centroids), 2), np.nan)
    known = None if before is None else np.isfinite(before[:together]).all(axis=1)
    if before is None or known is None or known.sum() < 3:
        places[:together] = _lay_out(centroids[:together])
    else:
        start = np.where(known[:, None], before[:together], np.nan)
        start = _beside(centroids[:together], start)
        laid = _lay_out(centroids[:together], start)
        places[:together] = _turned(laid, onto=before[:together], where=known)
    return _beside(centroids, places)


def place_groups(
    places: np.ndarray, group: np.ndarray, papers: np.ndarray, n_groups: int
) -> np.ndarray:
    """Place groups of niches in the middle of their papers.

    Parameters
    ----------
    places : ndarray of shape (n_niches, 2)
    group : ndarray of shape (n_niches,), int
    papers : ndarray of shape (n_niches,)
        How many each niche has.

    Returns
    -------
    ndarray of shape (n_groups, 2)
    """
    total = np.bincount(group, papers, n_groups)
    sums = [np.bincount(group, papers * places[:, axis], n_groups) for axis in (0, 1)]
    return np.stack(sums, axis=1) / np.maximum(total, 1)[:, None]


def place_sharing(
    places: np.ndarray, group: np.ndarray, niche: np.ndarray, n_groups: int
) -> np.ndarray:
    """Place groups that share their papers with niches between the niches that hold most of them.

    Parameters
    ----------
    places : ndarray of shape (n_niches, 2)
    group, niche : ndarray of shape (n_memberships,), int
        Group of each membership, and the niche of its paper.

    Returns
    -------
    ndarray of shape (n_groups, 2)
    """
    if not n_groups:
        return np.zeros((0, 2))
    ones = np.ones(len(group))
    held = csr_array((ones, (group, niche)), shape=(n_groups, len(places))).toarray()
    least = -np.sort(-held, axis=1)[:, min(HOMES, held.shape[1]) - 1]
    held[held < least[:, None]] = 0
    return held @ places / np.maximum(held.sum(axis=1), 1)[:, None]


def place_papers(
    points: np.ndarray, niche: np.ndarray, centroids: np.ndarray, places: np.ndarray
) -> np.ndarray:
    """Place each paper at its niche, leaning towards those of the niches around that it is like.

    Returns
    -------
    ndarray of shape (n_papers, 2), float32
    """
    placed = places[niche]
    if len(places) < 2:
        return placed.astype(np.float32)
    around = _nearest_on_the_map(places, min(LEAN_TO, len(places) - 1))
    order = np.argsort(niche, kind="stable")
    bounds = np.searchsorted(niche[order], np.arange(len(places) + 1))
    for own in range(len(places)):
        rows = order[bounds[own] : bounds[own + 1]]
        if not len(rows):
            continue
        cosine = np.einsum("ij,kj->ik", points[rows], centroids[around[own]])  # the same by rows
        likeness = np.maximum(cosine, 0) ** 2
        pull = LEAN * likeness / np.maximum(likeness.sum(axis=1, keepdims=True), 1e-12)
        placed[rows] += np.einsum("ik,kj->ij", pull, places[around[own]] - places[own])
    return placed.astype(np.float32)


def _lay_out(centroids: np.ndarray, start: np.ndarray | None = None) -> np.ndarray:
    """Lay out by t-SNE, from principal components or from where the niches stood."""
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    n_niches = len(centroids)
    if n_niches < 5:
        return _in_a_row(n_niches) if start is None else start
    with threadpool_limits(1):  # sums of several threads would differ from run to run
        model = TSNE(
            perplexity=min(NEIGHBOURS_WEIGHED, (n_niches - 1) / 3),
            metric="cosine",
            init="pca" if start is None else start.astype(np.float32),
            early_exaggeration=12.0 if start is None else 1.0,
            learning_rate="auto" if start is None else STEP_AGAIN * min(n_niches / FULL_STEP, 1),
            max_iter=ROUNDS_AT_FIRST if start is None else ROUNDS_AGAIN,
            random_state=0,
        )
        laid = model.fit_transform(centroids.astype(np.float64))
    return laid.astype(np.float64) - laid.mean(axis=0)


def _in_a_row(n_niches: int) -> np.ndarray:
    return np.stack([np.arange(n_niches) - (n_niches - 1) / 2, np.zeros(n_niches)], axis=1)


def _beside(centroids: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Place niches that have no place between the ``HOMES`` placed ones that they are most like."""
    known = np.isfinite(places).all(axis=1)
    if known.all():
        return places
    cosine = centroids[~known] @ centroids[known].T
    nearest = np.argsort(-cosine, axis=1, kind="stable")[:, :HOMES]
    weight = np.maximum(np.take_along_axis(cosine, nearest, axis=1), 1e-6)
    weight /= weight.sum(axis=1, keepdims=True)
    whole = places.copy()
    whole[~known] = np.einsum("ij,ijk->ik", weight, places[known][nearest])
    return whole


def _turned(places: np.ndarray, *, onto: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Move, turn and scale places, mirrored if need be, onto others where both are known.

    By least squares (Procrustes). Without scaling, a map that is laid out again and again grows.
    """
    middle, aim = places[where].mean(axis=0), onto[where].mean(axis=0)
    left, stretch, right = np.linalg.svd((places[where] - middle).T @ (onto[where] - aim))
    scale = stretch.sum() / max(float(((places[where] - middle) ** 2).sum()), 1e-12)
    return scale * (places - middle) @ (left @ right) + aim


def _nearest_on_the_map(places: np.ndarray, count: int) -> np.ndarray:
    """Return the ``count`` niches that stand nearest to each, itself left out."""
    from scipy.spatial import KDTree

    found = KDTree(places).query(places, k=count + 1)[1]
    own = np.arange(len(places))[:, None]
    order = np.argsort(found == own, axis=1, kind="stable")
    return np.take_along_axis(found, order, axis=1)[:, :count]
