"""Groups that share papers with others: such papers are judged once for each group.

Everything counts one group a paper. So a paper that stands in more groups is put in again for each
of them, behind all papers, and the groups that hold every paper once say what the field is.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from explorer.trends.authorship import Authorships
from explorer.trends.field import Field


def with_papers_again(field: Field, again: np.ndarray) -> Field:
    """Put papers behind the others once more.

    Parameters
    ----------
    field : Field
        Of all papers.
    again : ndarray of shape (n_again,), int
        Rows of papers, as often as they stand in one more group.

    Returns
    -------
    Field
        Of ``n_papers + n_again`` papers, authors known as they were.
    """
    if not len(again):
        return field
    rows = np.concatenate([np.arange(len(field.month)), again])
    slots = field.authorships
    order, first, count = _slots_of(slots, len(field.month))
    taken = order[_ranges(first[again], count[again])]
    paper = np.repeat(np.arange(len(field.month), len(rows)), count[again])
    return replace(
        field,
        month=field.month[rows],
        uses=field.uses[rows],
        authorships=Authorships(
            paper=np.concatenate([slots.paper, paper]),
            author=np.concatenate([slots.author, slots.author[taken]]),
            team=slots.team[rows],
        ),
        newcomer=np.concatenate([field.newcomer, field.newcomer[taken]]),
        is_open=field.is_open[rows],
        is_heavy=field.is_heavy[rows],
        surveys=None if field.surveys is None else field.surveys[rows],
        exposure=None if field.exposure is None else field.exposure.of_papers(rows),
        shuffled=None if field.shuffled is None else field.shuffled[:, rows],
    )


def _slots_of(slots: Authorships, n_papers: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the authorships by paper, where each paper's begin, and how many there are."""
    order = np.argsort(slots.paper, kind="stable")
    count = np.bincount(slots.paper, minlength=n_papers)
    return order, np.cumsum(count) - count, count


def _ranges(first: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Join the ranges that begin at ``first`` and are ``count`` long."""
    return np.arange(count.sum()) + np.repeat(first - (np.cumsum(count) - count), count)
