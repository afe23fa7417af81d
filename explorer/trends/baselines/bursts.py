"""Kleinberg's bursts: stretches in which a niche draws more papers than it usually does."""

from __future__ import annotations

import numpy as np

from explorer.trends.baselines.history import History

RATIO = 2.0
"""The share of papers in a burst, by that of the whole past (``s``)."""

COST = 1.0
"""What beginning a burst costs, times the log of the number of months (``gamma``)."""


def burst_weight(history: History, *, months: int = 24) -> np.ndarray:
    """Return the weight of the burst that each niche is in at the end.

    The two-state automaton for batched arrivals of Kleinberg 2003, Data Mining and Knowledge
    Discovery 7: month ``t`` has ``d`` papers, ``r`` of the niche; in state 0 they come at the usual
    rate ``p``, in a burst at ``RATIO * p``. The cheapest row of states is found; the weight is what
    the burst saves over staying in state 0, in its last ``months``.
    """
    drawn, total = np.rint(history.counts), np.maximum(np.rint(history.totals), 1)
    usual = np.clip(drawn.sum(axis=1) / total.sum(), 1e-9, 0.5)[:, None]
    quiet, loud = (_cost(drawn, total, np.minimum(rate, 0.9999)) for rate in (usual, RATIO * usual))
    bursting = _cheapest(quiet, loud, COST * np.log(max(len(total), 2)))
    saved = np.where(bursting, quiet - loud, 0.0)
    return np.asarray(saved[:, -months:].sum(axis=1))


def _cost(drawn: np.ndarray, total: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """Return the negative log likelihood of each month, but for what is the same in both states."""
    others = np.maximum(total - drawn, 0)
    return np.asarray(-drawn * np.log(rate) - others * np.log1p(-rate))


def _cheapest(quiet: np.ndarray, loud: np.ndarray, begin: float) -> np.ndarray:
    """Find the cheapest row of states of each niche; bool of the shape of the costs."""
    n, months = quiet.shape
    came_loud = np.zeros((n, months, 2), dtype=bool)
    low, high = np.zeros(n), np.full(n, np.inf)
    for month in range(months):
        came_loud[:, month, 0] = high < low  # ending a burst is free
        came_loud[:, month, 1] = high <= low + begin
        low, high = (
            np.minimum(low, high) + quiet[:, month],
            np.minimum(high, low + begin) + loud[:, month],
        )
    states = np.zeros((n, months), dtype=bool)
    state = high < low
    every = np.arange(n)
    for month in reversed(range(months)):
        states[:, month] = state
        state = came_loud[every, month, state.astype(np.int64)]
    return states
