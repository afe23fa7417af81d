"""A corpus in which nothing grows: the same papers, with their months shuffled among them."""

from __future__ import annotations

import numpy as np

from explorer.trends.exposure import LARGEST_WEIGHT, Exposure

FEWEST, MOST = 10, 40
"""Shuffles: of a large corpus a few say enough, for each of its niches is shuffled in them."""

USES_SHUFFLED = 40_000_000
"""Uses of terms that are counted in all shuffles together, between these limits."""


def shuffles_of(n_uses: int) -> int:
    """Return how often a corpus is shuffled."""
    return int(np.clip(USES_SHUFFLED // max(n_uses, 1), FEWEST, MOST))


def shuffled_months(
    month: np.ndarray, last: int, exposure: Exposure | None, *, n_shuffles: int
) -> np.ndarray:
    """Shuffle the months of papers among them.

    Months keep their papers in number; those after the last keep the very papers. Papers that could
    not be seen in a month for a hole are not put there.

    Parameters
    ----------
    month : ndarray of shape (n_papers,), int
        Of all papers of the scope, in the order of their ids.

    Returns
    -------
    ndarray of shape (n_shuffles, n_papers), int16
    """
    rng = np.random.default_rng(0)
    shuffled = np.tile(month.astype(np.int16), (n_shuffles, 1))
    for rows in _alike(month <= last, exposure):
        for row in shuffled:
            row[rows] = row[rows[rng.permutation(len(rows))]]
    return shuffled


def _alike(counted: np.ndarray, exposure: Exposure | None) -> list[np.ndarray]:
    """Group the papers that are hardly seen in the same months, if in any."""
    rows = np.flatnonzero(counted)
    if exposure is None:
        return [rows]
    unseen = exposure.part < 1 / LARGEST_WEIGHT
    _, pattern = np.unique(unseen, axis=0, return_inverse=True)
    of_row = pattern.reshape(-1)[exposure.kind[rows]]
    return [rows[of_row == each] for each in np.unique(of_row)]
