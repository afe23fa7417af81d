"""How young a niche is: vitality and stage, the two measures that citation clusters go by."""

from __future__ import annotations

import numpy as np

from explorer.trends.baselines.history import History


def vitality(history: History) -> np.ndarray:
    """Return the mean of ``1 / (1 + age in years)`` over the papers of the last 15 years.

    Klavans & Boyack's cluster vitality, as CSET computes it.
    """
    months = min(180, history.counts.shape[1])
    counts = history.counts[:, -months:]
    weight = 1 / (1 + np.arange(months)[::-1] / 12)
    return np.asarray(counts @ weight / np.maximum(counts.sum(axis=1), 1e-12))


def stage(history: History) -> np.ndarray:
    """Return ``1 / (1 + years since the year of the largest share)`` (CSET)."""
    years = max(history.counts.shape[1] // 12, 1)
    counts, totals = history.periods(years, min(12, history.counts.shape[1]))
    share = counts / np.maximum(totals, 1)
    peak = years - 1 - share[:, ::-1].argmax(axis=1)  # of equal peaks the last
    return np.asarray(1 / (1 + (years - 1 - peak)))
