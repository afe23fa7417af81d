"""How well a ranking of niches forecast which grew: one small function a measure.

``values`` has a column for each ranking, a larger value standing for more expected growth; equal
values count as put in a random order, on average.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

MEASURES = (
    "auc",
    "auc_top_decile",
    "average_precision",
    "csi",
    "precision_10",
    "precision_20",
    "precision_50",
    "lift_10",
    "lift_20",
    "lift_50",
    "spearman",
    "spearman_within",
    "median_growth_20",
    "calibration_error",
)

PROBABILITIES = frozenset({"cset_logit"})
"""Rankings whose values are probabilities of growth; only of these is calibration measured."""


def auc(values: np.ndarray, grew: np.ndarray) -> np.ndarray:
    """Return the chance that a niche that grew stands above one that did not.

    Parameters
    ----------
    values : ndarray of shape (n_niches, n_rankings)
    grew : ndarray of shape (n_niches,), bool

    Returns
    -------
    ndarray of shape (n_rankings,)
    """
    positives, n = int(grew.sum()), len(grew)
    if positives in (0, n):
        return np.full(values.shape[1], np.nan)
    above = rankdata(values, axis=0)[grew].sum(axis=0) - positives * (positives + 1) / 2
    return np.asarray(above / (positives * (n - positives)))


def average_precision(values: np.ndarray, grew: np.ndarray) -> np.ndarray:
    """Return the mean, over niches that grew, of the precision down to each."""
    if not grew.any():
        return np.full(values.shape[1], np.nan)
    down_to = rankdata(-values, method="max", axis=0)[grew]
    hits = rankdata(-values[grew], method="max", axis=0)
    return np.asarray((hits / down_to).mean(axis=0))


def precision_at(values: np.ndarray, grew: np.ndarray, k: int) -> np.ndarray:
    """Return which part of the first ``k`` grew; not a number if there are fewer niches."""
    if not 0 < k <= len(values):
        return np.full(values.shape[1], np.nan)
    line = -np.sort(-values, axis=0)[k - 1]
    above, tied = values > line, values == line
    room, ones = k - above.sum(axis=0), grew.astype(np.float64)
    hits = ones @ above + room * (ones @ tied) / tied.sum(axis=0)
    return np.asarray(hits / k)


def csi(values: np.ndarray, grew: np.ndarray) -> np.ndarray:
    """Return the critical success index, hits / (hits + misses + false alarms).

    As many niches are named as grew; naming at random gives about ``b / (2 - b)`` at a base rate
    ``b``.
    """
    precision = precision_at(values, grew, int(grew.sum()))
    return np.asarray(precision / (2 - precision))


def correlation(values: np.ndarray, growth: np.ndarray) -> np.ndarray:
    """Return Pearson's correlation of each column with ``growth``; of ranks it is Spearman's."""
    x, y = values - values.mean(axis=0), growth - growth.mean()
    length = np.sqrt((x**2).sum(axis=0) * (y**2).sum())
    return np.divide(y @ x, length, out=np.full(values.shape[1], np.nan), where=length > 0)


def ranks_within(values: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """Rank each column inside each kind, from -1/2 to 1/2; a niche alone of its kind is 0."""
    ranks = np.zeros(values.shape)
    for each in np.unique(kind):
        own = kind == each
        ranks[own] = (rankdata(values[own], axis=0) - 0.5) / own.sum() - 0.5
    return ranks


def median_growth(values: np.ndarray, growth: np.ndarray, k: int) -> np.ndarray:
    """Return the median realised growth of the first ``k``; of equal values the first rows."""
    if len(values) < k:
        return np.full(values.shape[1], np.nan)
    first = np.argsort(-values, axis=0, kind="stable")[:k]
    return np.asarray(np.median(growth[first], axis=0))


def calibration_error(probability: np.ndarray, grew: np.ndarray) -> float:
    """Return the mean distance of a stated probability from what came, over ten bins.

    Not a number if the values are no probabilities.
    """
    if not ((probability >= 0) & (probability <= 1)).all():
        return float("nan")
    place = np.minimum((probability * 10).astype(np.int64), 9)
    stated = np.bincount(place, probability, minlength=10)
    came = np.bincount(place, grew, minlength=10)
    return float(np.abs(stated - came).sum() / len(grew))


def measure(
    values: np.ndarray, growth: np.ndarray, grew: np.ndarray, within: np.ndarray
) -> np.ndarray:
    """Measure rankings by all of ``MEASURES``.

    Parameters
    ----------
    values : ndarray of shape (n_niches, n_rankings)
    growth : ndarray of shape (n_niches,)
        Realised growth of share.
    grew : ndarray of shape (n_niches,), bool
    within : ndarray of shape (n_niches, n_rankings + 1)
        ``ranks_within`` of the values, and of ``growth`` in the last column.

    Returns
    -------
    ndarray of shape (len(MEASURES), n_rankings)
    """
    base = grew.mean()
    precisions = [precision_at(values, grew, k) for k in (10, 20, 50)]
    return np.array(
        [
            auc(values, grew),
            auc(values, growth >= np.quantile(growth, 0.9)),
            average_precision(values, grew),
            csi(values, grew),
            *precisions,
            *(each / base if base else np.full(len(each), np.nan) for each in precisions),
            correlation(rankdata(values, axis=0), rankdata(growth)),
            correlation(within[:, :-1], within[:, -1]),
            median_growth(values, growth, 20),
            np.array([calibration_error(column, grew) for column in values.T]),
        ]
    )
