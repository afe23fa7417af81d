"""Which stage of its life a group is in: emerging, growing, steady or declining, and since when.

A stage tells what a share has done so far. On past years a niche's own growth foretold nothing, so
no score rests on it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from explorer.corpus.months import add_months
from explorer.trends.scores import MIN_RECENT

EMERGING, GROWING, STEADY, DECLINING = STAGES = ("emerging", "growing", "steady", "declining")

YOUNG = 48
"""Months after its onset up to which a group that does not decline is emerging."""

WINDOW = 24
"""Months that are held against all months before them."""

LEAST_PAPERS = 10
"""Papers of a window below which nothing is said."""

TIMES, SURE = 2.0, 0.99
"""How many times its share before, and how surely: there are many windows to be deceived by."""

NEVER = -1
"""Stands for a group whose share was never seen to double."""


def stages(parts: pd.DataFrame, onset: np.ndarray, *, first_month: str, last: int) -> pd.DataFrame:
    """Say which stage each group is in.

    Parameters
    ----------
    parts : DataFrame
        One row a group: ``papers_recent``, ``growth_low``, ``growth_high`` (80 % interval).
    onset : ndarray of shape (n_groups,), int
        As from ``onsets``.
    first_month : str
        The month that ``onset`` counts from.
    last : int
        The last whole month, counted alike.

    Returns
    -------
    DataFrame, same index
        ``onset``: a month (``2013-02``), or empty. ``stage``: declining if the interval of growth
        a year lies below 1; else emerging if the onset is at most ``YOUNG`` months ago, growing if
        the interval lies above 1, or steady; empty with too few recent papers to say.
    """
    young = (onset != NEVER) & (onset >= last - YOUNG)
    known = {
        "": parts["papers_recent"] < MIN_RECENT,
        DECLINING: parts["growth_high"] < 1,
        EMERGING: young,
        GROWING: parts["growth_low"] > 1,
    }
    months = [add_months(first_month, int(each)) if each != NEVER else "" for each in onset]
    return pd.DataFrame(
        {"onset": months, "stage": np.select(list(known.values()), list(known), STEADY)},
        index=parts.index,
    ).astype({"onset": "str", "stage": "str"})


def onsets(
    month: np.ndarray, group: np.ndarray, n_groups: int, papers_by_month: np.ndarray
) -> np.ndarray:
    """Find the month in which each group began to grow.

    It is the month of the first paper of the earliest ``WINDOW`` months that hold at least
    ``LEAST_PAPERS`` papers and whose share of all papers is more than ``TIMES`` the share of all
    months before, with a probability of ``SURE`` (two counts given their sum are binomial; the
    prior is Jeffreys').

    Parameters
    ----------
    month : ndarray of shape (n_papers,), int
        From the first month of the corpus on; papers after the last one are left out.
    group : ndarray of shape (n_papers,), int
    papers_by_month : ndarray of shape (n_months,)
        All papers of the corpus.

    Returns
    -------
    ndarray of shape (n_groups,), int64
        ``NEVER`` where there is none: also where a group was there from the beginning, or where
        there are too few papers.
    """
    from scipy.special import betainc

    n_months = len(papers_by_month)
    if n_months <= WINDOW:
        return np.full(n_groups, NEVER, dtype=np.int64)
    inside = month < n_months
    counts = np.zeros((n_groups, n_months))
    np.add.at(counts, (group[inside], month[inside]), 1)
    since = _summed(counts)
    everything = _summed(papers_by_month[None, :].astype(float))[0]
    starts = np.arange(1, n_months - WINDOW + 1)
    own, own_before = since[:, starts + WINDOW] - since[:, starts], since[:, starts]
    ratio = (everything[starts + WINDOW] - everything[starts]) / np.maximum(everything[starts], 1)
    line = TIMES * ratio / (1 + TIMES * ratio)
    doubled = 1 - betainc(own + 0.5, own_before + 0.5, line[None, :])
    found = (own >= LEAST_PAPERS) & (doubled > SURE)
    first = starts[found.argmax(axis=1)]
    there = (np.arange(n_months) >= first[:, None]) & (counts > 0)
    return np.where(found.any(axis=1), there.argmax(axis=1), NEVER)


def _summed(counts: np.ndarray) -> np.ndarray:
    """Return the papers before each month, of shape (n_groups, n_months + 1)."""
    return np.pad(np.cumsum(counts, axis=1), ((0, 0), (1, 0)))
