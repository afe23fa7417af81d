"""Which papers a search for a phrase finds first: BM25 over the words of the papers that use it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, csr_array

from explorer.topics.quality import LENGTH_SHARE, SATURATION


@dataclass(frozen=True, slots=True, kw_only=True)
class WordCounts:
    """How often papers use single words."""

    counts: csc_array
    """Shape (n_papers, n_words)."""
    damping: np.ndarray
    """float64 of shape (n_papers,): what a paper's length adds to the counts of its words."""
    column: Mapping[str, int]
    """Of each word, by its root."""


def single_words(counts: csr_array, terms: Sequence[str]) -> WordCounts:
    """Take the counts of single words from those of all terms."""
    single = [i for i, term in enumerate(terms) if " " not in term]
    words = csc_array(counts[:, single])
    words.sort_indices()
    length = np.bincount(words.indices, words.data, minlength=counts.shape[0])
    share = LENGTH_SHARE * length / max(float(length.mean()), 1e-9)
    return WordCounts(
        counts=words,
        damping=SATURATION * (1 - LENGTH_SHARE + share),
        column={terms[i]: place for place, i in enumerate(single)},
    )


def first_found(words: WordCounts, text: str, users: np.ndarray, *, n_read: int = 10) -> np.ndarray:
    """Return those of a phrase's users that a search for its words finds first.

    Parameters
    ----------
    users : ndarray of int
        Papers that use the phrase, in ascending order.
    """
    if len(users) <= n_read:
        return users
    score = np.zeros(len(users))
    for column in (words.column[root] for root in text.split() if root in words.column):
        span = slice(words.counts.indptr[column], words.counts.indptr[column + 1])
        rows = words.counts.indices[span]
        at = np.minimum(np.searchsorted(rows, users), len(rows) - 1)
        times = np.where(rows[at] == users, words.counts.data[span][at], 0)
        idf = np.log1p((words.counts.shape[0] - len(rows) + 0.5) / (len(rows) + 0.5))
        score += idf * times * (SATURATION + 1) / (times + words.damping[users])
    best: np.ndarray = users[np.argsort(-score, kind="stable")[:n_read]]
    return best
