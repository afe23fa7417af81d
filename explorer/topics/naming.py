"""What to call a subfield: one phrase its papers use and others do not.

A phrase is weighed as a search query (``weighing``), and by whether it stands alone. A single word
names a group only where it is a term of one subject. Each phrase names one group at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from threadpoolctl import threadpool_limits

from explorer.topics.first_found import PhraseSearch
from explorer.topics.phrases import Phrases

LENGTH_PREFERENCE = np.array([0.0, 0.45, 1.0, 1.15, 1.15])
"""How much a phrase of one to four words is preferred."""

STANDS_ALONE, PART = 0.25, 0.15
"""A phrase that ends at fewer of its occurrences is part of a longer one, and what it is worth."""

N_CANDIDATES = 40

NEARER = 5.0
"""How much it counts that the papers which a search for a phrase finds first lie nearer the middle
of the group than that of any other."""

AT_ONCE = 1_000
"""Phrases whose nearness to all groups is held at a time."""

KIN, TOO_WIDE = 0.4, 0.3
"""Mean cosine of two papers that use a single word below which it is a word of many subjects
(``image``, ``decision``), and what such a word is worth as a name."""

LONE_WORD = 0.5
"""What a single word is worth beside that as the name of a large group: nobody calls a field of
700 papers ``matching``, ``relay`` or ``theorem`` where ``relay network`` is nearly as good."""


def choose_names(
    phrases: Phrases,
    weights: csr_array,
    *,
    nearness: Nearness | None = None,
    parents: Sequence[int] | None = None,
    taken: Sequence[str] = (),
    large: bool = False,
) -> list[str]:
    """Choose one phrase to name each group, all different, none inside the name of a sibling.

    Parameters
    ----------
    nearness : Nearness, optional
        Prefers phrases whose papers lie nearer the middle of the group than that of any other, and
        to single words those of one subject.
    parents : sequence of int, optional
        Groups with the same parent are siblings; without it there are none.
    large : bool, optional
        Groups are whole fields, for which a single word is worth less (``LONE_WORD``).

    Returns
    -------
    list of str
        A phrase of ``phrases.texts`` for each group, none of ``taken``.
    """
    found = candidates(phrases, weights)
    if nearness is not None:
        with threadpool_limits(1):  # small products: threads would wait for each other each time
            found = _nearest_first(found, nearness)
    if large:
        found = [_phrases_first(phrases, *each) for each in found]
    names: list[str] = [""] * len(found)
    used = {_key(name) for name in taken}
    families: defaultdict[int, list[str]] = defaultdict(list)
    strength = [value[0] if len(value) else 0.0 for _, value in found]
    for group in np.argsort(-np.array(strength), kind="stable").tolist():
        family = families[-group - 1 if parents is None else parents[group]]
        texts = (phrases.texts[column] for column in found[group][0].tolist())
        names[group] = _first_free(texts, used, family) or f"unnamed group {group + 1}"
        used.add(_key(names[group]))
        family.append(names[group])
    return names


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """Where groups lie, and the papers that a search for a phrase finds."""

    middles: np.ndarray
    """float32 of shape (n_groups, n_dimensions), rows of unit length."""
    search: PhraseSearch


def candidates(phrases: Phrases, weights: csr_array) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return for each group the columns of the phrases that may name it, and their values.

    Returns
    -------
    list of (ndarray of int, ndarray of float)
        Up to ``N_CANDIDATES``, best first; the value is the weight times how good a name the phrase
        would be by its length, and by whether it stands alone.
    """
    whole = np.minimum(phrases.ends, phrases.begins) >= STANDS_ALONE
    preference = LENGTH_PREFERENCE[phrases.lengths] * np.where(whole, 1.0, PART) * ~phrases.weak
    found = []
    for group in range(weights.shape[0]):
        span = slice(weights.indptr[group], weights.indptr[group + 1])
        columns = weights.indices[span]
        value = weights.data[span] * preference[columns]
        best = np.argsort(-value, kind="stable")[:N_CANDIDATES]
        best = best[value[best] > 0]
        found.append((columns[best], value[best]))
    return found


def _nearest_first(
    found: list[tuple[np.ndarray, np.ndarray]], nearness: Nearness
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Weigh candidates by how much nearer their papers lie to the group than to any other.

    Who searches for the phrase, and then for what the papers found have in common, should come to
    the group and not to its neighbour.
    """
    wanted = np.unique(np.concatenate([columns for columns, _ in found]))
    middles, kinships = nearness.search.found(wanted)
    nearest, best, second = nearest_groups(middles, nearness.middles)
    width = np.where(kinships < KIN, TOO_WIDE, 1.0)
    sorted_ = []
    for group, (columns, value) in enumerate(found):
        place = np.searchsorted(wanted, columns)
        own = middles[place] @ nearness.middles[group]
        others = np.where(nearest[place] == group, second[place], best[place])
        near = value * width[place] * np.exp(NEARER * (own - others))
        order = np.argsort(-near, kind="stable")
        sorted_.append((columns[order], near[order]))
    return sorted_


def nearest_groups(
    points: np.ndarray, middles: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the nearest middle of each point, its cosine, and that of the next; -1 without one."""
    found: list[tuple[np.ndarray, ...]] = []
    for first in range(0, max(len(points), 1), AT_ONCE):
        cosine = points[first : first + AT_ONCE] @ middles.T
        rows, nearest = np.arange(len(cosine)), cosine.argmax(axis=1)
        best = cosine[rows, nearest]
        cosine[rows, nearest] = -1
        found.append((nearest, best, cosine.max(axis=1)))
    nearest, best, second = (np.concatenate(each) for each in zip(*found, strict=True))
    return nearest, best, second


def _phrases_first(
    phrases: Phrases, columns: np.ndarray, value: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    value = value * np.where(phrases.lengths[columns] == 1, LONE_WORD, 1.0)
    best = np.argsort(-value, kind="stable")
    return columns[best], value[best]


def _first_free(
    texts: Iterable[str], used: set[frozenset[str]], siblings: Sequence[str]
) -> str | None:
    return next(
        (
            text
            for text in texts
            if _key(text) not in used and not any(nested(text, other) for other in siblings)
        ),
        None,
    )


def _key(phrase: str) -> frozenset[str]:
    return frozenset(phrase.split())


def nested(one: str, other: str) -> bool:
    """Tell whether one phrase equals or contains the other, by words."""
    return f" {one} " in f" {other} " or f" {other} " in f" {one} "
