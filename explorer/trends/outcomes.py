"""What became of niches: which share of later papers they drew, and how fast it grew.

Every paper is shared out among the groups of its nearest earlier papers. A later paper and one of
the last known year are shared out alike, for a hard vote lets the size of a niche pose as growth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array

GREW = 1.08
"""Growth of share a year above which a niche grew (Klavans, Boyack & Murdick 2020)."""


def shared_out(rows: np.ndarray, cosines: np.ndarray, groups: csr_array) -> np.ndarray:
    """Share papers out among the groups of their neighbours, each neighbour by its cosine.

    Parameters
    ----------
    rows, cosines : ndarray of shape (n_papers, n_neighbours)
        Earlier papers next to each, as from ``nearest_papers``; a negative row is none.
    groups : sparse array of shape (n_earlier, n_groups)
        1 where a group holds an earlier paper.

    Returns
    -------
    ndarray of shape (n_groups,)
        Papers. Groups that hold every earlier paper once get all papers between them, but for those
        that have nothing in common with any.
    """
    earlier = np.bincount(
        np.maximum(rows, 0).ravel(), _weights(rows, cosines).ravel(), minlength=groups.shape[0]
    ).astype(np.float64)
    return np.asarray(earlier @ groups)


def parts_shared_out(rows: np.ndarray, cosines: np.ndarray, groups: csr_array) -> csr_array:
    """Return which part of each paper a group gets, as ``shared_out`` sums them.

    Returns
    -------
    sparse array of shape (n_papers, n_groups)
    """
    from scipy.sparse import csr_array

    n_papers, n_near = rows.shape
    each = np.repeat(np.arange(n_papers), n_near)
    weights = _weights(rows, cosines).ravel()
    shape = (n_papers, groups.shape[0])
    return csr_array(
        csr_array((weights, (each, np.maximum(rows, 0).ravel())), shape=shape) @ groups
    )


def _weights(rows: np.ndarray, cosines: np.ndarray) -> np.ndarray:
    """Return the part that each neighbour of a paper gets; they sum to one."""
    weight = np.where(rows >= 0, np.maximum(cosines, 0), 0).astype(np.float64)
    total = weight.sum(axis=1, keepdims=True)
    return np.asarray(weight / np.where(total > 0, total, 1))


def without_self(
    rows: np.ndarray, cosines: np.ndarray, own: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Leave each paper out of its own neighbours; one neighbour less remains.

    Parameters
    ----------
    rows, cosines : ndarray of shape (n_papers, n_neighbours)
    own : ndarray of shape (n_papers,), int
        Row of each paper itself.
    """
    itself = rows == own[:, None]
    itself[~itself.any(axis=1), -1] = True  # a twin took its place: the farthest goes
    kept = ~itself
    shape = (len(rows), rows.shape[1] - 1)
    return rows[kept].reshape(shape), cosines[kept].reshape(shape)


def yearly_growth(now: np.ndarray, later: np.ndarray, *, once: int, years: float) -> np.ndarray:
    """Return ``(share later / share now) ** (1 / years)``; not a number where nothing is now.

    Parameters
    ----------
    now, later : ndarray of shape (n_groups,)
        Papers shared out in two windows of equal length.
    once : int
        The first groups, which hold every paper once: together they are the whole.
    """
    share_now = now / max(float(now[:once].sum()), 1e-12)
    share_later = later / max(float(later[:once].sum()), 1e-12)
    ratio = np.full(len(now), np.nan)
    np.divide(share_later, share_now, out=ratio, where=share_now > 0)
    return np.asarray(ratio ** (1 / years))
