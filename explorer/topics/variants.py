"""One thing in several writings: an abbreviation and what it stands for, one word or two.

Uses of every writing count as uses of the phrase, and one writing is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from explorer.topics.phrases import MAX_LENGTH, Phrases, find_phrases, least_users
from explorer.topics.tokens import Tokens
from explorer.topics.vocabulary import fold_plurals, root_table, word_counts

LONGEST_SHORT = 8
"""Letters of an abbreviation."""

SURE = 0.6
"""Share of its definitions that must agree on what an abbreviation stands for."""

DEFINED = 0.02
"""Definitions, as a share of the papers that use an abbreviation, below which it is a word."""

KNOWN_ALONE, KNOWN_FOR_LONG = 2.0, 1.0
"""How many times more papers use an abbreviation that is the better known writing: in general, and
of a long form of four words, which nobody says."""

_STEM = 6
_SPELLINGS = (("isation", "ization"), ("ising", "izing"), ("modell", "model"), ("colour", "color"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """An abbreviation that papers explain."""

    short: str
    long: str
    times: int


def find_definitions(tokens: Tokens, *, min_times: int = 3) -> list[Definition]:
    """Find ``long form (SHORT)`` in the texts (after Schwartz & Hearst 2003).

    A word by itself between two breaks may be short for the words before it, if its letters stand
    in them in their order and, but for one at most, each of those words gives its first letter.
    Inside, stop words count like others: who defines ``text to speech (TTS)`` means no other thing.

    Returns
    -------
    list of Definition
        In roots, with blanks between them; by abbreviation, the commonest first.
    """
    table = root_table(tokens, fold_plurals(word_counts(tokens)))
    names = [*table.roots, *tokens.words]
    itself = len(table.roots) + np.arange(len(tokens.words))
    name = np.where(table.of_word >= 0, table.of_word, itself)
    first = np.array([ord(each[0]) for each in names], dtype=np.int64)
    short_enough = np.array([1 < len(root) <= LONGEST_SHORT for root in table.roots], dtype=bool)
    is_break = tokens.ids == 0
    at = np.flatnonzero(is_break[:-2] & ~is_break[1:-1] & is_break[2:]) + 1
    at = at[(table.of_word[tokens.ids[at]] >= 0) & (at > MAX_LENGTH + 1)]
    at = at[short_enough[table.of_word[tokens.ids[at]]]]
    short = table.of_word[tokens.ids[at]]
    found = []
    for length in range(1, MAX_LENGTH + 1):
        words = tokens.ids[at[:, None] - np.arange(length + 1, 1, -1)[None, :]]
        fits = (words > 0).all(axis=1) & (table.of_word[words[:, [0, -1]]] >= 0).all(axis=1)
        fits &= first[name[words[:, 0]]] == first[short]
        keys, times = np.unique(
            np.column_stack([short, name[words]])[fits], axis=0, return_counts=True
        )
        found += _defined(keys[times >= min_times], times[times >= min_times], names)
    return sorted(found, key=lambda each: (each.short, -each.times, each.long))


def merged_phrases(tokens: Tokens, *, executor: Executor | None = None) -> Phrases:
    """Find the phrases of papers, each in one writing."""
    least = least_users(tokens.n_papers)
    found = find_phrases(tokens, min_papers=least, executor=executor)
    return merge_variants(found, find_definitions(tokens))


def merge_variants(phrases: Phrases, definitions: Iterable[Definition]) -> Phrases:
    """Count every writing of a phrase as a use of one of them, and drop the others.

    Returns
    -------
    Phrases
        With ``variants``, and as ``lengths`` of an abbreviation the words that it stands for.
    """
    papers = np.bincount(phrases.in_papers.indices, minlength=len(phrases.texts))
    column = {text: i for i, text in enumerate(phrases.texts)}
    target = _spellings(phrases.texts, papers)
    lengths = phrases.lengths.copy()
    for short, longs in _sure(definitions, papers, column).items():
        main = max(longs, key=lambda i: (papers[target[i]], -i))
        least = KNOWN_FOR_LONG if lengths[main] >= MAX_LENGTH else KNOWN_ALONE
        shown = short if papers[short] > least * papers[target[main]] else target[main]
        for each in (short, *longs):
            target[target == target[each]] = shown
        lengths[shown] = max(lengths[shown], lengths[main])
    return _joined(phrases, _roots_of(target), lengths)


def _defined(keys: np.ndarray, times: np.ndarray, names: list[str]) -> list[Definition]:
    found = []
    for key, n in zip(keys.tolist(), times.tolist(), strict=True):
        short, *words = (names[i] for i in key)
        if stands_for(short, words):
            found.append(Definition(short=short, long=" ".join(words), times=n))
    return found


def stands_for(short: str, words: list[str]) -> bool:
    """Tell whether a short word may stand for some words.

    >>> stands_for("lstm", ["long", "short", "term", "memory"])
    True
    >>> stands_for("nmf", ["non", "negative", "matrix", "factorization"])
    True
    >>> stands_for("gan", ["graph", "model"])
    False
    """
    joined, initials = "".join(words), [word[0] for word in words]
    if short[0] != joined[0] or short in words or len(joined) < 2 * len(short):
        return False
    fewer = [initials[:i] + initials[i + 1 :] for i in range(1, len(initials))]
    return _within(short, joined) and any(_within(each, short) for each in (initials, *fewer))


def _within(letters: Iterable[str], text: str) -> bool:
    """Tell whether letters stand in a text in their order."""
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _spellings(texts: list[str], papers: np.ndarray) -> np.ndarray:
    """Return for each phrase its commonest spelling: ``dataset`` and ``data set``, ``-isation``."""
    same: defaultdict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        key = text.replace(" ", "")
        for british, american in _SPELLINGS:
            key = key.replace(british, american)
        same[key].append(i)
    target = np.arange(len(texts))
    for group in same.values():
        if len(group) > 1:
            target[group] = max(group, key=lambda i: (papers[i], -i))
    return target


def _sure(
    definitions: Iterable[Definition], papers: np.ndarray, column: Mapping[str, int]
) -> dict[int, list[int]]:
    """Return the long forms of each abbreviation that stands for one thing nearly always."""
    meanings: defaultdict[str, defaultdict[tuple[str, ...], list[Definition]]]
    meanings = defaultdict(lambda: defaultdict(list))
    for each in definitions:
        if each.short in column:
            stems = tuple(word[:_STEM] for word in each.long.split())
            meanings[each.short][stems].append(each)
    sure = {}
    for short, by_stem in sorted(meanings.items()):
        times = {stems: sum(each.times for each in found) for stems, found in by_stem.items()}
        best = max(times, key=lambda stems: (times[stems], stems))
        enough = times[best] >= DEFINED * papers[column[short]]
        longs = [column[each.long] for each in by_stem[best] if each.long in column]
        if longs and enough and times[best] >= SURE * sum(times.values()):
            sure[column[short]] = longs
    return sure


def _roots_of(target: np.ndarray) -> np.ndarray:
    """Follow writings of writings to the end."""
    while not np.array_equal(target[target], target):
        target = target[target]
    return target


def _joined(phrases: Phrases, target: np.ndarray, lengths: np.ndarray) -> Phrases:
    kept = np.unique(target)
    place = np.searchsorted(kept, target)
    variants: dict[str, tuple[str, ...]] = {}
    for i in np.flatnonzero(target != np.arange(len(target))).tolist():
        shown = phrases.texts[target[i]]
        variants[shown] = (*variants.get(shown, ()), phrases.texts[i])
    return replace(
        phrases,
        texts=[phrases.texts[i] for i in kept.tolist()],
        lengths=lengths[kept],
        in_papers=_renumbered(phrases.in_papers, place, len(kept)),
        in_titles=_renumbered(phrases.in_titles, place, len(kept)),
        weak=phrases.weak[kept],
        ends=phrases.ends[kept],
        begins=phrases.begins[kept],
        means=phrases.means[kept],
        variants=variants,
    )


def _renumbered(marks: csr_array, place: np.ndarray, n: int) -> csr_array:
    """Give columns their new numbers; a paper with several writings of a phrase keeps one mark."""
    columns = place.astype(marks.indices.dtype)[marks.indices]
    parts = np.ones(marks.nnz, dtype=np.float32), columns, marks.indptr.copy()
    renumbered = csr_array(parts, shape=(marks.shape[0], n))
    renumbered.sum_duplicates()
    renumbered.data[:] = 1
    return renumbered
