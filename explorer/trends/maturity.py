"""Technique maturity: for how long the words that a niche borrows have been in use.

It is told beside the score and is no part of it: on past years, niches that borrow younger words
grew a little more often (``docs/backtest.md``).
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
"""A term that a paper of these first months used may have been in use before."""

HALF = 0.5 - 1e-4
"""Sums in single precision are no closer: terms of equal weight are."""


def term_months(uses: csr_array, month: np.ndarray, last: int) -> np.ndarray:
    """Find the months of each term's first and tenth paper, of all papers.

    Parameters
    ----------
    uses : sparse array of shape (n_papers, n_terms)
    month : ndarray of shape (n_papers,), int
    last : int
        The last month that is counted.

    Returns
    -------
    int16 ndarray of shape (2, n_terms), ``NEVER`` where there are fewer
    """
    papers = np.zeros(uses.shape[1], dtype=np.int64)
    months = np.full((2, uses.shape[1]), NEVER, dtype=np.int16)
    order = np.argsort(month, kind="stable")
    ends = np.searchsorted(month[order], np.arange(last + 2))
    for each in range(last + 1):
        rows = order[ends[each] : ends[each + 1]]
        papers += np.bincount(uses[rows].indices, minlength=len(papers))
        for reached, enough in zip(months, (1, IN_USE), strict=True):
            reached[(reached == NEVER) & (papers >= enough)] = each
    return months


def technique_maturity(
    use: TermUse, outside: OutsideGrowth, term_months: np.ndarray | None, last: int
) -> pd.DataFrame:
    """Measure for how long the terms that each group imports have been in use.

    The median age, in months since a term's tenth paper anywhere, over the terms of
    ``imported_weights``, each with its weight there. Of a term that the first year of the corpus
    used already nobody knows for how long: such terms count as the oldest, and where the median is
    one of them, it is a least age. One that is known is not moved by how old they are.

    Parameters
    ----------
    term_months : ndarray of shape (2, n_terms), int
        As from the function of that name; ``None`` if they are not known.
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
    if term_months is not None:
        first_paper, since = term_months
        weights = imported_weights(use, outside)
        pairs = np.flatnonzero(weights > 0)
        term = outside.term[pairs]
        unseen = first_paper[term] < UNSEEN
        pairs = pairs[np.lexsort((-since[term], unseen, outside.niche[pairs]))]
        groups, first = np.unique(outside.niche[pairs], return_index=True)
        for group, own in zip(groups, np.split(pairs, first)[1:], strict=True):
            shares = np.cumsum(weights[own]) / weights[own].sum()
            middle = outside.term[own[np.searchsorted(shares, HALF)]]
            months[group] = last - int(since[middle])
            at_least[group] = first_paper[middle] < UNSEEN
    return pd.DataFrame({"technique_maturity": months, "maturity_at_least": at_least})
