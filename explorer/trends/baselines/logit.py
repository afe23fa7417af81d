"""A classifier in the manner of CSET's: few features of a niche's own past, weights learned."""

from __future__ import annotations

import numpy as np

from explorer.trends.baselines.history import History
from explorer.trends.baselines.windows import last_year_growth, size
from explorer.trends.baselines.youth import stage, vitality
from explorer.trends.outcomes import GREW

RIDGE = 1.0
LEAST_PAST = 24
"""Months of past that features need."""


def cset_logit(history: History, *, years: int) -> np.ndarray:
    """Return the probability of growth by a logistic regression on four features.

    Stage, vitality, log size and last growth, standardised at each time (after Rahkovsky et al.
    2021, Frontiers in Research Metrics 6, who use citation clusters). It is trained on the same
    niches as they stood ``years`` ago, for what became of them until now is known by now. Not a
    number where the past is too short, or all went the same way.
    """
    earlier = history.up_to(12 * years)
    if len(earlier.totals) < LEAST_PAST:
        return np.full(len(history.counts), np.nan)
    there = earlier.papers(12) >= 1
    now = history.papers(12) / max(history.field(12), 1)
    then = earlier.papers(12) / max(earlier.field(12), 1)
    grew = now[there] > GREW**years * then[there]
    if grew.all() or not grew.any():
        return np.full(len(history.counts), np.nan)
    weights = fit_logit(_standard(_features(earlier)[there]), grew)
    return _probability(_standard(_features(history)), weights)


def fit_logit(features: np.ndarray, outcome: np.ndarray, *, ridge: float = RIDGE) -> np.ndarray:
    """Fit a logistic regression by Newton's method; the last weight is the constant.

    Parameters
    ----------
    features : ndarray of shape (n, n_features), standardised
    outcome : ndarray of shape (n,), bool
    ridge : float
        Penalty of squared weights, but for the constant.
    """
    x = np.column_stack([features, np.ones(len(features))])
    penalty = ridge * np.diag([*np.ones(features.shape[1]), 0.0])
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (outcome - p) - penalty @ weights
        curvature = (x * (p * (1 - p))[:, None]).T @ x + penalty + 1e-9 * np.eye(len(weights))
        step = np.linalg.solve(curvature, gradient)
        weights = weights + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-10:
            break
    return weights


def _probability(features: np.ndarray, weights: np.ndarray) -> np.ndarray:
    linear = features @ weights[:-1] + weights[-1]
    return np.asarray(1 / (1 + np.exp(-np.clip(linear, -30, 30))))


def _standard(features: np.ndarray) -> np.ndarray:
    """Compare niches with each other as they stood at one time."""
    spread = np.maximum(features.std(axis=0), 1e-9)
    return np.asarray((features - features.mean(axis=0)) / spread)


def _features(history: History) -> np.ndarray:
    return np.column_stack(
        [stage(history), vitality(history), np.log1p(size(history)), last_year_growth(history)]
    )
