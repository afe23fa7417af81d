"""Rates of niches that rest on few papers, drawn towards the rate of the field."""

from __future__ import annotations

import numpy as np

PSEUDO_PAPERS = 20
"""Weight of the field's rate, in papers."""


def shrunk_rate(
    hits: np.ndarray,
    total: np.ndarray,
    *,
    pseudo: float = PSEUDO_PAPERS,
    rate: float | None = None,
    disjoint: int | None = None,
) -> np.ndarray:
    """Return ``(hits + pseudo * rate) / (total + pseudo)`` with the field's own rate.

    Parameters
    ----------
    hits, total : ndarray of shape (n_niches,)
    rate : float, optional
        The field's rate; that of these niches together if left out.
    disjoint : int, optional
        The first niches, which hold every paper once and so make up the field; all if left out.

    Returns
    -------
    ndarray of shape (n_niches,), 0 to 1 where hits <= total
    """
    if rate is None:
        rate = hits[:disjoint].sum() / max(total[:disjoint].sum(), 1)
    return (hits + pseudo * rate) / (total + pseudo)


def field_rate(shrunk: np.ndarray, total: np.ndarray, *, pseudo: float = PSEUDO_PAPERS) -> float:
    """Return the rate towards which ``shrunk_rate`` drew the niches of a whole field."""
    return float((shrunk * (total + pseudo)).sum() / (total.sum() + pseudo * len(total)))


def percentile_rank(values: np.ndarray) -> np.ndarray:
    """Rank values from 0 to 1, ties sharing their mean rank, a lone value in the middle."""
    from scipy.stats import rankdata

    return (rankdata(values) - 0.5) / max(len(values), 1)


SAME = 1e-4
"""Values that differ by less, relatively, are one: sums in single precision are no closer."""


def rank_among(value: float, values: np.ndarray) -> float:
    """Rank a value from 0 to 1 among others, as ``percentile_rank`` ranks one that is theirs."""
    same = np.isclose(values, value, rtol=SAME, atol=1e-9)
    below = (values < value) & ~same
    return float((below.sum() + same.sum() / 2) / max(len(values), 1))
