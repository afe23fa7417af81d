"""Where the papers lie that a search for a phrase finds first.

The search is BM25 over the words of the papers that use the phrase.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, csr_array

from explorer.topics.phrases import Phrases
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


class PhraseSearch:
    """Searches for phrases, for each of them once, whichever groups it might name.

    Parameters
    ----------
    by_phrase : csc_array
        ``phrases.in_papers`` by phrase, papers in ascending order.
    points : ndarray of shape (n_papers, n_dimensions), float32, rows of unit length
    words : WordCounts
        By which papers are searched.
    """

    def __init__(
        self, phrases: Phrases, by_phrase: csc_array, points: np.ndarray, words: WordCounts
    ) -> None:
        self._phrases, self._uses, self._points, self._words = phrases, by_phrase, points, words
        self._place = np.full(len(phrases.texts), -1)
        self._middles = np.empty((0, points.shape[1]), dtype=np.float32)
        self._kinship = np.empty(0)

    def found(self, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where the first papers found lie, and how alike all are that use a single word.

        Parameters
        ----------
        columns : ndarray of int
            Phrases, each once.

        Returns
        -------
        ndarray of shape (n_columns, n_dimensions), float32
            The middle of the first papers found for each phrase, of unit length.
        ndarray of shape (n_columns,), float64
            ``kinship`` of the papers that use it; 1 for phrases of several words.
        """
        new = columns[self._place[columns] < 0]
        self._place[new] = len(self._middles) + np.arange(len(new))
        middles, kinships = self._searched(new)
        self._middles = np.concatenate([self._middles, middles])
        self._kinship = np.concatenate([self._kinship, kinships])
        at = self._place[columns]
        return self._middles[at], self._kinship[at]

    def _searched(self, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        uses = self._uses
        middles = np.zeros((len(columns), self._points.shape[1]), dtype=np.float32)
        kinships = np.ones(len(columns))
        for i, column in enumerate(columns.tolist()):
            users = uses.indices[uses.indptr[column] : uses.indptr[column + 1]]
            first = first_found(self._words, self._phrases.texts[column], users)
            middles[i] = self._points[first].sum(axis=0)
            if self._phrases.lengths[column] == 1:
                kinships[i] = kinship(self._points[users])
        middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-12)
        return middles, kinships


def kinship(points: np.ndarray) -> float:
    """Return the mean cosine of two different ones of some papers; 1 for a single one."""
    n = len(points)
    total = float((points.sum(axis=0, dtype=np.float64) ** 2).sum())
    return (total - n) / (n * (n - 1)) if n > 1 else 1.0
