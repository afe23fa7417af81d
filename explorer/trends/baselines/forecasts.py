"""Forecasts of a niche's share by exponential smoothing, as expected log growth of the share."""

from __future__ import annotations

import numpy as np

from explorer.trends.baselines.history import History

QUARTER = 3

STEPS = 12
"""Quarters ahead: three years. All rules here rank alike whatever the horizon, but for damping."""

WEIGHTS = np.arange(0.1, 1.0, 0.1)
"""Weights of the newest value that are tried."""

DAMPING = 0.85
"""What is left of the trend after a quarter."""


def theta(history: History) -> np.ndarray:
    """Return the growth of log share that the Theta method expects.

    Assimakopoulos & Nikolopoulos 2000; as Hyndman & Billah 2003 showed, simple exponential
    smoothing with half the slope of the straight line as drift. The weight that forecast each niche
    best one quarter ahead is taken.
    """
    values = _log_share(history)
    slope = _slope(values)
    best, level = np.full(len(values), np.inf), values[:, -1]
    for weight in WEIGHTS:
        smooth, error = _smooth(values, weight)
        better = error < best
        best, level = np.where(better, error, best), np.where(better, smooth, level)
    return np.asarray(level + slope / 2 * STEPS - values[:, -4:].mean(axis=1))


def damped_trend(history: History, *, weight: float = 0.3, trend_weight: float = 0.1) -> np.ndarray:
    """Return the growth of log share that Holt's method with a damped trend expects.

    Gardner & McKenzie 1985, with fixed weights: of ETS models, the one that holds up best on many
    short series.
    """
    values = _log_share(history)
    level, trend = values[:, 0], np.zeros(len(values))
    for now in values.T[1:]:
        expected = level + DAMPING * trend
        following = expected + weight * (now - expected)
        trend = DAMPING * trend + trend_weight * (following - level - DAMPING * trend)
        level = following
    ahead = (DAMPING ** np.arange(1, STEPS + 1)).sum()
    return np.asarray(level + ahead * trend - values[:, -4:].mean(axis=1))


def _log_share(history: History) -> np.ndarray:
    """Return log share by quarter, half a paper added, of shape (n_niches, n_quarters)."""
    quarters = max(len(history.totals) // QUARTER, 1)
    counts, totals = history.periods(quarters, min(QUARTER, len(history.totals)))
    return np.asarray(np.log((counts + 0.5) / (totals + 1)))


def _slope(values: np.ndarray) -> np.ndarray:
    at = np.arange(values.shape[1]) - (values.shape[1] - 1) / 2
    return np.asarray(values @ at / max(float(at @ at), 1))


def _smooth(values: np.ndarray, weight: float) -> tuple[np.ndarray, np.ndarray]:
    """Smooth each row; return its last level and the sum of squared errors one step ahead."""
    level, error = values[:, 0], np.zeros(len(values))
    for now in values.T[1:]:
        error = error + (now - level) ** 2
        level = level + weight * (now - level)
    return level, error
