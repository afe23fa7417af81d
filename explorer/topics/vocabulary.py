"""Terms of a corpus, and how often each paper uses them.

A term is a word or a pair of neighbouring words, plurals folded onto singulars, at least one of
them telling. The vocabulary is learned once and then frozen: new papers are counted with the terms
of the old ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from scipy.sparse import coo_array, csr_array, vstack

from explorer.corpus.blocks import on_blocks
from explorer.topics.stop_words import stop_words, weak_words
from explorer.topics.tokens import BREAK, Tokens

TITLE_WEIGHT = 2
"""A word of the title counts this often."""

BLOCK = 20_000
"""Papers whose words are counted at a time."""

MOST_BITS = 22
"""Of the number of slots over which pairs are spread: a pair in a slot that was hit too seldom is
too rare, so only the others need be told apart. Fewer would be shared by too many pairs."""

PAPER_BITS = 15
"""Bits that hold the row of a paper of a block."""

_PLURALS = [("ices", "ix"), ("ices", "ex"), ("ies", "y"), ("es", ""), ("s", "")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The terms that are counted."""

    terms: tuple[str, ...]
    """Roots, or two roots with a blank between them, in the order of the count's columns."""
    roots: Mapping[str, str]
    """Root of each word that occurs in a term: ``networks`` -> ``network``."""


def is_content(word: str) -> bool:
    """Tell whether a word may stand in a term: two letters or like ``3d``, and no stop word."""
    if word.isalpha():
        return len(word) > 1 and word not in stop_words()
    letters = sum(c.isalpha() for c in word)
    short_name = len(word) == 2 and word[0].isdigit() and word[1].isalpha()
    return (letters >= 2 or short_name) and word not in stop_words()


def word_counts(tokens: Tokens) -> dict[str, int]:
    """Count how often each word occurs."""
    occurrences = np.zeros(len(tokens.words), dtype=np.int64)
    for block in tokens.blocks(BLOCK):
        occurrences += np.bincount(block.ids, minlength=len(tokens.words))
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
    if not word.endswith("s") or len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    candidates = [
        word[: len(word) - len(end)] + start for end, start in _PLURALS if word.endswith(end)
    ]
    seen = [c for c in candidates if counts.get(c, 0) * 50 >= counts[word] and is_content(c)]
    return max(seen, key=lambda c: counts[c], default=word)


@dataclass(frozen=True, slots=True, kw_only=True)
class RootTable:
    """The roots that are told apart, and the root of each word."""

    roots: list[str]
    """Distinct roots, in alphabetical order."""
    of_word: np.ndarray
    """int32 of shape (n_words,): indices into ``roots``, -1 where no term can stand."""


def root_table(tokens: Tokens, roots: Mapping[str, str]) -> RootTable:
    """Give roots their numbers; words without a root have the number -1."""
    known = sorted(set(roots.values()))
    number = {root: i for i, root in enumerate(known)}
    of_word = [number.get(roots.get(word, ""), -1) for word in tokens.words]
    return RootTable(roots=known, of_word=np.array(of_word, dtype=np.int32))


def fit_vocabulary(
    tokens: Tokens,
    *,
    min_papers: int,
    max_share: float = 0.15,
    max_terms: int = 60_000,
    executor: Executor | None = None,
) -> Vocabulary:
    """Choose the terms: in ``min_papers`` papers or more, in at most ``max_share`` of them.

    Of more than ``max_terms``, those in most papers are taken. An empty vocabulary is possible.
    """
    roots = fold_plurals(word_counts(tokens))
    table = root_table(tokens, roots)
    codes, papers = _papers_of_terms(tokens, table, min_papers, executor)
    common = np.flatnonzero((papers >= min_papers) & (papers <= max_share * tokens.n_papers))
    found = [
        (-users, name)
        for code, users in zip(codes[common].tolist(), papers[common].tolist(), strict=True)
        if not weak_words().issuperset((name := _name(code, table.roots)).split())
    ]
    terms = tuple(sorted(name for _, name in sorted(found)[:max_terms]))
    used = {root for term in terms for root in term.split()}
    return Vocabulary(
        terms=terms, roots=dict(sorted((w, r) for w, r in roots.items() if r in used))
    )


def count_terms(
    tokens: Tokens, vocabulary: Vocabulary, *, executor: Executor | None = None
) -> csr_array:
    """Count each term in each paper, title words ``TITLE_WEIGHT`` times.

    Returns
    -------
    csr_array of shape (n_papers, n_terms), float32
        Columns in the order of ``vocabulary.terms``.
    """
    table = root_table(tokens, vocabulary.roots)
    number = {root: i for i, root in enumerate(table.roots)}
    codes = np.array([_code(term, number) for term in vocabulary.terms], dtype=np.int64)
    wanted = _Wanted(
        of_word=table.of_word, n_roots=len(number), codes=np.sort(codes), columns=np.argsort(codes)
    )
    blocks = on_blocks(_count, tokens.blocks(BLOCK), repeat(wanted), executor=executor)
    nothing = csr_array((0, len(codes)), dtype=np.float32)
    return csr_array(vstack([nothing, *blocks], format="csr", dtype=np.float32))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """The terms that are counted."""

    of_word: np.ndarray
    """As in ``RootTable``."""
    n_roots: int
    codes: np.ndarray
    """In ascending order."""
    columns: np.ndarray
    """Where each is counted."""


def _code(term: str, number: Mapping[str, int]) -> int:
    """Give a term its number: roots as they are, pairs behind them."""
    first, _, second = term.partition(" ")
    return (number[first] + 1) * len(number) + number[second] if second else number[first]


def _name(code: int, roots: list[str]) -> str:
    first, second = divmod(code, len(roots))
    return f"{roots[first - 1]} {roots[second]}" if first else roots[second]


def _papers_of_terms(
    tokens: Tokens, table: RootTable, min_papers: int, executor: Executor | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the codes of terms in ascending order, and how many papers use each.

    Of the terms in fewer than ``min_papers``, some are left out.
    """
    shared, bits = (table.of_word, len(table.roots)), bits_of_slots(tokens)
    hits = np.zeros(1 << bits, dtype=np.int64)
    for found in on_blocks(
        _hits_of_slots, tokens.blocks(BLOCK), *map(repeat, (*shared, bits)), executor=executor
    ):
        hits += found
    counted = on_blocks(
        _count_papers,
        tokens.blocks(BLOCK),
        *map(repeat, (*shared, hits >= min_papers)),
        executor=executor,
    )
    codes, papers = zip((np.empty(0, np.int64), np.empty(0, np.int64)), *counted, strict=True)
    every, which = np.unique(np.concatenate(codes), return_inverse=True)
    total = np.bincount(which, np.concatenate(papers), minlength=len(every))
    return every, total.astype(np.int64)


def bits_of_slots(tokens: Tokens) -> int:
    """Return how many bits number the slots: of a small corpus, few."""
    return min(MOST_BITS, len(tokens.ids).bit_length())


def _slots(codes: np.ndarray, n_slots: int) -> np.ndarray:
    """Spread codes over the slots, the same ones at all times (Fibonacci hashing)."""
    spread = codes.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return (spread >> np.uint64(65 - n_slots.bit_length())).astype(np.int64)


def _pairs(roots: np.ndarray, n_roots: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the code of each pair of neighbouring roots and the token it begins at."""
    at = np.flatnonzero((roots[:-1] >= 0) & (roots[1:] >= 0))
    return (roots[at].astype(np.int64) + 1) * n_roots + roots[at + 1], at


def _hits_of_slots(block: Tokens, of_word: np.ndarray, n_roots: int, bits: int) -> np.ndarray:
    codes, _ = _pairs(of_word[block.ids], n_roots)
    return np.bincount(_slots(codes, 1 << bits), minlength=1 << bits).astype(np.int32)


def _count_papers(
    block: Tokens, of_word: np.ndarray, n_roots: int, enough: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Count the papers of a block that use each term, pairs in slots with too few hits left out."""
    roots, paper = of_word[block.ids], block.paper_of_token()
    codes, at = _pairs(roots, n_roots)
    kept = enough[_slots(codes, len(enough))]
    single = np.flatnonzero(roots >= 0)
    term = np.concatenate([roots[single].astype(np.int64), codes[kept]])
    use = np.sort((term << PAPER_BITS) | paper[np.concatenate([single, at[kept]])])
    use = use[np.diff(use, prepend=-1) > 0]  # quicker than np.unique, which hashes
    return np.unique(use >> PAPER_BITS, return_counts=True)


def _count(block: Tokens, wanted: _Wanted) -> csr_array:
    """Count terms in the papers of a block."""
    roots, columns = wanted.of_word[block.ids], wanted.columns.astype(np.int32)
    n_single = int(np.searchsorted(wanted.codes, wanted.n_roots))
    of_root = np.full(wanted.n_roots + 1, -1, dtype=np.int32)  # the last one is for no root
    of_root[wanted.codes[:n_single]] = columns[:n_single]
    codes, at = _pairs(roots, wanted.n_roots)
    pair_codes = np.append(wanted.codes[n_single:], np.iinfo(np.int64).max)
    known = np.zeros(1 << min(MOST_BITS, 4 + len(pair_codes).bit_length()), dtype=bool)
    known[_slots(pair_codes, len(known))] = True
    likely = np.flatnonzero(known[_slots(codes, len(known))])
    place = np.searchsorted(pair_codes, codes[likely])
    hit = pair_codes[place] == codes[likely]
    single = of_root[roots]
    position = np.concatenate([np.flatnonzero(single >= 0), at[likely[hit]]])
    column = np.concatenate([single[single >= 0], columns[n_single + place[hit]]])
    paper = block.paper_of_token()[position]
    weight = np.where(position < block.title_ends[paper], TITLE_WEIGHT, 1)
    values, shape = weight.astype(np.float32), (block.n_papers, len(columns))
    counted = csr_array(coo_array((values, (paper, column)), shape=shape))
    counted.sort_indices()
    return counted
