"""Technique maturity: for how long the words that a niche borrows have been in use.

A method is best borrowed when it works elsewhere and is not yet everywhere. It is told beside the
score and is no part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from explorer.trends.rising_terms import imported_weights

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from explorer.trends.rising_terms import OutsideGrowth, TermUse

IN_USE = 10
"""Papers from which a term is in use."""

NEVER = -1

UNSEEN = 12
"""Months after the first in which a term that came into use may have been in use before."""

HALF = 0.5 - 1e-4
"""Sums in single precision are no closer: terms of equal weight are."""


def in_use_since(uses: csr_array, month: np.ndarray, last: int) -> np.ndarray:
    """Find the month of each term's tenth paper, of all papers.

    Parameters
    ----------
    uses : sparse array of shape (n_papers, n_terms)
    month : ndarray of shape (n_papers,), int
    last : int
        The last month that is counted.

    Returns
    -------
    int16 ndarray of shape (n_terms,), ``NEVER`` where there are fewer
    """
    papers = np.zeros(uses.shape[1], dtype=np.int64)
    since = np.full(uses.shape[1], NEVER, dtype=np.int16)
    order = np.argsort(month, kind="stable")
    ends = np.searchsorted(month[order], np.arange(last + 2))
    for each in range(last + 1):
        rows = order[ends[each] : ends[each + 1]]
        papers += np.bincount(uses[rows].indices, minlength=len(papers))
        since[(since == NEVER) & (papers >= IN_USE)] = each
    return since


def technique_maturity(
    use: TermUse, outside: OutsideGrowth, since: np.ndarray | None, last: int
) -> pd.DataFrame:
    """Measure for how long the terms that each group imports have been in use.

    The median age, in months since a term's tenth paper anywhere, over the terms of
    ``imported_weights``, each with its weight there. Of a term that was in use within the first
    year of the corpus nobody knows for how long; where the median is such a term, it is a least
    age. Older terms do not move a median, so one that is known is not biased by them.

    Parameters
    ----------
    since : ndarray of shape (n_terms,), int
        As from ``in_use_since``; ``None`` if it is not known.
    last : int
        The last month.

    Returns
    -------
    DataFrame, one row a group
        ``technique_maturity``: months, not a number where nothing is imported; and
        ``maturity_at_least``: whether it is no more than a least age.
    """
    n = use.recent.shape[0]
    months, at_least = np.full(n, np.nan), np.zeros(n, dtype=bool)
    if since is not None:
        weights = imported_weights(use, outside)
        pairs = np.flatnonzero(weights > 0)
        pairs = pairs[np.lexsort((-since[outside.term[pairs]], outside.niche[pairs]))]
        groups, first = np.unique(outside.niche[pairs], return_index=True)
        for group, own in zip(groups, np.split(pairs, first)[1:], strict=True):
            shares = np.cumsum(weights[own]) / weights[own].sum()
            began = int(since[outside.term[own[np.searchsorted(shares, HALF)]]])
            months[group], at_least[group] = last - began, began < UNSEEN
    return pd.DataFrame({"technique_maturity": months, "maturity_at_least": at_least})
