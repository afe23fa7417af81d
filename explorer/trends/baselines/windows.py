"""Rules that compare windows of a niche's own past: size, growth, trend."""

from __future__ import annotations

import numpy as np

from explorer.trends.baselines.history import History
from explorer.trends.growth import share_growth


def size(history: History) -> np.ndarray:
    """Count the papers of the last year: the largest stay the largest."""
    return history.papers(12)


def last_year_growth(history: History) -> np.ndarray:
    """Return log (share of the last year / share of the year before), half a paper added to each.

    What most trend lists show.
    """
    field = np.log(max(history.field(12), 1) / max(history.field(12, back=12), 1))
    return (
        np.asarray(np.log((history.papers(12) + 0.5) / (history.papers(12, back=12) + 0.5))) - field
    )


def eb_growth(history: History) -> np.ndarray:
    """Return log growth of share over the last two years against the two before, shrunk.

    The posterior median of ``share_growth``: binomial counts, the spread of log growth among niches
    learned from all of them (empirical Bayes).
    """
    length = min(24, history.counts.shape[1] // 2)
    growth = share_growth(
        np.rint(history.papers(length)),
        np.rint(history.papers(length, back=length)),
        field_recent=max(history.field(length), 1),
        field_before=max(history.field(length, back=length), 1),
    )
    return np.log(growth["growth"].to_numpy())


def linear_trend(history: History) -> np.ndarray:
    """Return the least-squares slope of monthly share over three years, by the mean share."""
    share = history.share[:, -36:]
    month = np.arange(share.shape[1]) - (share.shape[1] - 1) / 2
    slope = share @ month / max(float(month @ month), 1)
    return np.asarray(slope / np.maximum(share.mean(axis=1), 1e-12))


def macd(history: History) -> np.ndarray:
    """Return the moving average convergence divergence of monthly share.

    (EWMA of span 12 - EWMA of span 26) / sqrt(largest share), in months; after Tattershall et al.
    2020, Detecting bursty terms in computer science research.
    """
    share = history.share
    difference = _ewma(share, 12) - _ewma(share, 26)
    return np.asarray(difference / np.sqrt(np.maximum(share.max(axis=1), 1e-12)))


def _ewma(values: np.ndarray, span: int) -> np.ndarray:
    """Return the last exponentially weighted mean of each row."""
    weight = (1 - 2 / (span + 1)) ** np.arange(values.shape[1])[::-1]
    return np.asarray(values @ weight / weight.sum())


def escore(history: History) -> np.ndarray:
    """Return the emergence score of Carley et al. 2018 as ONS pyGrams computes it.

    With ``n`` and ``N`` the papers of the niche and the field in the last seven years (or seven
    equal periods of a shorter past): ``2 * active trend + recent trend + slope``.
    """
    length = min(12, history.counts.shape[1] // 7)
    if length == 0:
        return np.full(len(history.counts), np.nan)
    counts, totals = history.periods(7, length)
    root = np.sqrt(np.maximum(totals, 1))

    def part(*years: int) -> np.ndarray:
        at = np.array(years) - 1
        return np.asarray(counts[:, at].sum(axis=1) / root[at].sum())

    active = part(5, 6, 7) - part(1, 2, 3)
    recent = 10 * (part(6, 7) - part(4, 5))
    slope = 10 * (part(7) - part(4)) / 3
    return np.asarray(2 * active + recent + slope)
