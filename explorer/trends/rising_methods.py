"""Which concepts are rising methods: named as a means, used more and more, in several fields.

``deep learning`` is one; ``deep learning approach`` says the same, and ``image captioning`` is what
methods are used for.
"""

from __future__ import annotations

import numpy as np

from explorer.topics.stop_words import weak_words
from explorer.trends.concepts import Concepts

MEANS = 1.5
"""How many times as often as the average concept a method is named as a means."""

LEAST_PAPERS = 10
"""Papers of the last 12 months, of any field, that use it."""

RISES = float(np.log(1.08))
"""Log growth of its share of all papers a year."""

SMOOTHING = 5.0
"""Papers added to both sides of its growth."""

LEAST_FIELDS = 2
"""Fields in which a paper of the last 12 months uses it."""

MOST_METHODS = 150
"""Those whose growth is surest are kept."""

ONE_THING = 0.97
"""Cosine of two middles from which methods that share a word are one: ``deep network`` and ``deep
neural network``."""


def method_growth(
    now: np.ndarray,
    before: np.ndarray,
    papers_now: float | np.ndarray,
    papers_before: float | np.ndarray,
) -> np.ndarray:
    """Return the log growth of a share of papers from one year to the next, drawn towards none."""
    expected = before * papers_now / np.maximum(papers_before, 1)
    return np.asarray(np.log((now + SMOOTHING) / (expected + SMOOTHING)))


def rising_methods(
    concepts: Concepts, recent: np.ndarray, before: np.ndarray, by_field: np.ndarray, *, in_use: int
) -> np.ndarray:
    """Choose the concepts that are rising methods, each thing once.

    Parameters
    ----------
    recent, before : ndarray of shape (n_papers,), bool
        Papers of the last 12 months, and of the 12 before.
    by_field : ndarray of shape (n_fields, n_concepts)
        Papers of the last 12 months that use each.
    in_use : int
        Papers that use it in one field at least.

    Returns
    -------
    ndarray, int
        Numbers of concepts, the surest growth first.
    """
    n, n_before = (
        np.asarray(concepts.uses[np.flatnonzero(each)].sum(axis=0), dtype=np.float64).ravel()
        for each in (recent, before)
    )
    growth = method_growth(n, n_before, recent.sum(), before.sum())
    named = (concepts.means >= MEANS) & (n >= LEAST_PAPERS) & (growth >= RISES)
    wide = ((by_field > 0).sum(axis=0) >= LEAST_FIELDS) & (by_field >= in_use).any(axis=0)
    chosen = np.flatnonzero(named & wide)
    chosen = _each_thing_once(concepts, chosen, n)
    surest = np.argsort(-growth[chosen] * np.sqrt(n[chosen]), kind="stable")
    return np.asarray(chosen[surest[:MOST_METHODS]])


def _each_thing_once(concepts: Concepts, chosen: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Leave out what says again what a method used more says."""
    every = frozenset(concepts.texts[i] for i in chosen.tolist())
    kept: list[int] = []
    for i in chosen[np.argsort(-n[chosen], kind="stable")].tolist():
        alike = concepts.middles[kept] @ concepts.middles[i] >= ONE_THING
        near = (kept[j] for j in np.flatnonzero(alike).tolist())
        if says_again(concepts.texts[i], every):
            continue
        if not any(concepts.families[i] & concepts.families[other] for other in near):
            kept.append(i)
    return np.array(kept, dtype=np.int64)


def says_again(text: str, others: frozenset[str]) -> bool:
    """Tell whether a phrase is one of the others with words beside it that name nothing alone.

    >>> says_again("deep learning approach", frozenset({"deep learning"}))
    True
    """
    words, weak = text.split(), weak_words()
    return any(
        " ".join(words[first:last]) in others and weak.issuperset(words[:first] + words[last:])
        for first in range(len(words))
        for last in range(first + 2, len(words) + 1)
        if last - first < len(words)
    )
