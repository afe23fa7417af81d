"""Rates of niches that rest on few papers, drawn towards the rate of the field."""

from __future__ import annotations

import numpy as np

PSEUDO_PAPERS = 20
"""Weight of the field's rate, in papers."""


def shrunk_rate(
    hits: np.ndarray, total: np.ndarray, *, pseudo: float = PSEUDO_PAPERS
) -> np.ndarray:
    """Return ``(hits + pseudo * rate) / (total + pseudo)`` with the field's own rate.

    Parameters
    ----------
    hits, total : ndarray of shape (n_niches,)

    Returns
    -------
    ndarray of shape (n_niches,), 0 to 1 where hits <= total
    """
    rate = hits.sum() / max(total.sum(), 1)
    return (hits + pseudo * rate) / (total + pseudo)


def percentile_rank(values: np.ndarray) -> np.ndarray:
    """Rank values from 0 to 1, ties sharing their mean rank, a lone value in the middle."""
    from scipy.stats import rankdata

    return (rankdata(values) - 0.5) / max(len(values), 1)
