"""Terms of a corpus, and how often each paper uses them.

A term is a word or a pair of neighbouring words, plurals folded onto singulars, at least one of
them telling. The vocabulary is learned once and then frozen: new papers are counted with the terms
of the old ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array

from explorer.topics.stop_words import stop_words, weak_words
from explorer.topics.tokens import BREAK, Tokens

TITLE_WEIGHT = 2
"""A word of the title counts this often."""

_PLURALS = [("ices", "ix"), ("ices", "ex"), ("ies", "y"), ("es", ""), ("s", "")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The terms that are counted."""

    terms: tuple[str, ...]
    """Roots, or two roots with a blank between them, in the order of the count's columns."""
    roots: Mapping[str, str]
    """Root of each word that occurs in a term: ``networks`` -> ``network``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RootTokens:
    """A row of tokens after plurals were folded and stop words were taken out."""

    roots: list[str]
    """Distinct roots, in alphabetical order."""
    ids: np.ndarray
    """int32 of shape (n_tokens,): indices into ``roots``, -1 where no term can stand."""


def is_content(word: str) -> bool:
    """Tell whether a word may stand in a term: two letters or like ``3d``, and no stop word."""
    letters = sum(c.isalpha() for c in word)
    short_name = len(word) == 2 and word[0].isdigit() and word[1].isalpha()
    return (letters >= 2 or short_name) and word not in stop_words()


def word_counts(tokens: Tokens) -> dict[str, int]:
    """Count how often each word occurs."""
    occurrences = np.bincount(tokens.ids, minlength=len(tokens.words))
    counts = dict(zip(tokens.words, occurrences.tolist(), strict=True))
    counts.pop(BREAK, None)
    return counts


def fold_plurals(counts: Mapping[str, int]) -> dict[str, str]:
    """Map each content word to its root: its singular, if the corpus uses that too.

    >>> fold_plurals({"networks": 9, "network": 4, "bayes": 3, "properties": 2, "property": 1})
    {'networks': 'network', 'network': 'network', 'bayes': 'bayes', 'properties': 'property', \
'property': 'property'}
    """
    return {word: _root(word, counts) for word in counts if is_content(word)}


def _root(word: str, counts: Mapping[str, int]) -> str:
    while (shorter := _singular(word, counts)) != word:
        word = shorter
    return word


def _singular(word: str, counts: Mapping[str, int]) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    candidates = [
        word[: len(word) - len(end)] + start for end, start in _PLURALS if word.endswith(end)
    ]
    seen = [c for c in candidates if counts.get(c, 0) * 50 >= counts[word] and is_content(c)]
    return max(seen, key=lambda c: counts[c], default=word)


def root_tokens(tokens: Tokens, roots: Mapping[str, str]) -> RootTokens:
    """Replace words by the numbers of their roots; words without a root become -1."""
    known = sorted(set(roots.values()))
    number = {root: i for i, root in enumerate(known)}
    of_word = np.array([number.get(roots.get(w, ""), -1) for w in tokens.words], dtype=np.int32)
    return RootTokens(roots=known, ids=of_word[tokens.ids])


def fit_vocabulary(
    tokens: Tokens, *, min_papers: int, max_share: float = 0.15, max_terms: int = 60_000
) -> Vocabulary:
    """Choose the terms: in ``min_papers`` papers or more, in at most ``max_share`` of them.

    Of more than ``max_terms``, those in most papers are taken. An empty vocabulary is possible.
    """
    roots = fold_plurals(word_counts(tokens))
    rooted = root_tokens(tokens, roots)
    keys, columns = _frequent_pairs(rooted, min_papers)
    counted = _count(tokens, rooted, keys, columns)
    papers = np.bincount(counted.indices, minlength=counted.shape[1])
    names = [*rooted.roots, *(_pair_name(key, rooted.roots) for key in keys.tolist())]
    telling = np.array([not weak_words().issuperset(name.split()) for name in names], dtype=bool)
    common = (papers >= min_papers) & (papers <= max_share * tokens.n_papers)
    eligible = np.flatnonzero(common & telling)
    by_papers = sorted(eligible.tolist(), key=lambda column: (-papers[column], names[column]))
    terms = tuple(sorted(names[column] for column in by_papers[:max_terms]))
    used = {root for term in terms for root in term.split()}
    return Vocabulary(terms=terms, roots={w: r for w, r in sorted(roots.items()) if r in used})


def count_terms(tokens: Tokens, vocabulary: Vocabulary) -> csr_array:
    """Count each term in each paper, title words ``TITLE_WEIGHT`` times.

    Returns
    -------
    csr_array of shape (n_papers, n_terms), float32
        Columns in the order of ``vocabulary.terms``.
    """
    rooted = root_tokens(tokens, vocabulary.roots)
    number = {root: i for i, root in enumerate(rooted.roots)}
    n_roots = len(rooted.roots)
    columns = np.full(n_roots, -1, dtype=np.int64)
    pairs: list[tuple[int, int]] = []
    for column, term in enumerate(vocabulary.terms):
        first, _, second = term.partition(" ")
        if second:
            pairs.append((number[first] * n_roots + number[second], column))
        else:
            columns[number[first]] = column
    pairs.sort()
    keys = np.array([key for key, _ in pairs], dtype=np.int64)
    all_columns = np.concatenate([columns, np.array([c for _, c in pairs], dtype=np.int64)])
    return _count(tokens, rooted, keys, all_columns, n_columns=len(vocabulary.terms))


def _pair_name(key: int, roots: list[str]) -> str:
    return f"{roots[key // len(roots)]} {roots[key % len(roots)]}"


def _pairs(rooted: RootTokens) -> tuple[np.ndarray, np.ndarray]:
    """Return the key of each pair of neighbouring roots and the token it begins at."""
    first, second = rooted.ids[:-1], rooted.ids[1:]
    at = np.flatnonzero((first >= 0) & (second >= 0))
    return first[at].astype(np.int64) * len(rooted.roots) + second[at], at


def _frequent_pairs(rooted: RootTokens, min_papers: int) -> tuple[np.ndarray, np.ndarray]:
    keys, times = np.unique(_pairs(rooted)[0], return_counts=True)
    keys = keys[times >= min_papers]
    return keys, np.arange(len(rooted.roots) + len(keys))


def _count(
    tokens: Tokens,
    rooted: RootTokens,
    keys: np.ndarray,
    columns: np.ndarray,
    *,
    n_columns: int | None = None,
) -> csr_array:
    """Count roots (``columns[:n_roots]``) and the pairs ``keys`` (the other columns)."""
    n_roots = len(rooted.roots)
    paper, weight = tokens.paper_of_token(), np.where(tokens.in_title(), TITLE_WEIGHT, 1)
    single = np.flatnonzero(rooted.ids >= 0)
    found, at = _pairs(rooted)
    place = np.searchsorted(keys, found)
    hit = place < len(keys)
    hit[hit] = keys[place[hit]] == found[hit]
    positions = np.concatenate([single, at[hit]])
    column = np.concatenate([columns[rooted.ids[single]], columns[n_roots + place[hit]]])
    kept = column >= 0
    positions, column = positions[kept], column[kept]
    shape = (tokens.n_papers, len(columns) if n_columns is None else n_columns)
    values = weight[positions].astype(np.float32)
    counted = coo_array((values, (paper[positions], column.astype(np.int32))), shape=shape).tocsr()
    counted.sort_indices()
    return counted
