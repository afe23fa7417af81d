"""Phrases of one to four words: where they occur, and whether they stand alone.

Terms (``vocabulary``) serve for counting; phrases serve for reading. A phrase that nearly always
goes on (``graph neural`` -> ``network``) is not a name, however often it occurs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from itertools import islice, repeat

import numpy as np
from scipy.sparse import csr_array

from explorer.corpus.blocks import on_blocks
from explorer.topics.stop_words import means_cues, weak_words
from explorer.topics.tokens import Tokens
from explorer.topics.vocabulary import BLOCK, bits_of_slots, fold_plurals, root_table, word_counts

MAX_LENGTH = 4

CUE_REACH = 3
"""Tokens between which a cue and what it announces stand: ``based on a ...``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The phrases of a corpus."""

    texts: list[str]
    """Roots with blanks between them."""
    lengths: np.ndarray
    """int64 of shape (n_phrases,): words in each."""
    in_papers: csr_array
    """bool-like float32 of shape (n_papers, n_phrases): 1 where the paper uses the phrase."""
    in_titles: csr_array
    """The same for titles alone."""
    weak: np.ndarray
    """bool of shape (n_phrases,): made of words that name nothing alone."""
    ends: np.ndarray
    """float64 of shape (n_phrases,): share of occurrences after which no content word follows."""
    begins: np.ndarray
    """float64 of shape (n_phrases,): share of occurrences before which no content word stands."""
    means: np.ndarray
    """float64 of shape (n_phrases,): share of occurrences that follow ``using``, ``we propose`` and
    the like."""
    variants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other writings that count as uses of a phrase."""


def least_users(n_papers: int) -> int:
    """Return how many of so many papers have to use a phrase."""
    return max(4, n_papers // 15_000)


def find_phrases(
    tokens: Tokens, *, min_papers: int = 8, executor: Executor | None = None
) -> Phrases:
    """Find the phrases that ``min_papers`` papers or more use.

    In two passes over blocks of papers, which ``executor`` may share out: the first says which
    phrases are too rare to be told apart, the second where the others stand.
    """
    table = root_table(tokens, fold_plurals(word_counts(tokens)))
    n_slots, cues = 1 << bits_of_slots(tokens), means_cues()
    hits = np.zeros((MAX_LENGTH - 1, n_slots), dtype=np.int64)
    of_word = repeat(table.of_word)
    for found in on_blocks(
        _hits_of_slots, tokens.blocks(BLOCK), of_word, repeat(n_slots), executor=executor
    ):
        hits += found
    parts = list(
        on_blocks(
            _occurrences,
            tokens.blocks(BLOCK),
            of_word,
            repeat(hits >= min_papers),
            repeat(np.array([word in cues for word in tokens.words], dtype=bool)),
            executor=executor,
        )
    )
    lengths = [
        _joined([part[i] for part in parts], table.roots, min_papers) for i in range(MAX_LENGTH)
    ]
    texts = [text for each in lengths for text in each.texts]
    places, numbers = [each.places for each in lengths], [len(each.texts) for each in lengths]
    used = [(part[0].n_papers, [each.used for each in part]) for part in parts]
    titled = [(part[0].n_papers, [each.titled for each in part]) for part in parts]
    return Phrases(
        texts=texts,
        lengths=np.repeat(np.arange(1, MAX_LENGTH + 1), numbers),
        in_papers=_marks(used, places, np.array(numbers)),
        in_titles=_marks(titled, places, np.array(numbers)),
        weak=np.array([weak_words().issuperset(text.split()) for text in texts], dtype=bool),
        ends=np.concatenate([each.ends for each in lengths]),
        begins=np.concatenate([each.begins for each in lengths]),
        means=np.concatenate([each.means for each in lengths]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Occurrences:
    """Where the phrases of one length stand in a block."""

    keys: np.ndarray
    """uint64 of shape (n_phrases,), in ascending order: what tells phrases apart."""
    roots: np.ndarray
    """int32 of shape (n_phrases, length)."""
    times: np.ndarray
    """int64 of shape (4, n_phrases): occurrences, those that end alone, those that begin alone,
    those that follow a cue of means."""
    used: tuple[np.ndarray, np.ndarray]
    """Papers of the block, in ascending order, and phrases that each uses."""
    titled: tuple[np.ndarray, np.ndarray]
    """The same for titles."""
    n_papers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Joined:
    """The phrases of one length in all blocks."""

    texts: list[str]
    ends: np.ndarray
    begins: np.ndarray
    means: np.ndarray
    places: list[np.ndarray]
    """For each block, where each of its phrases came to stand; -1 if too few papers use it."""


def _keys(roots: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield what tells phrases apart, and where they begin: first single roots, then pairs...

    Different phrases have the same of 2**64 keys once in a million corpora of 10 million phrases.
    """
    at = np.flatnonzero(roots >= 0)
    key = _mixed(roots[at].astype(np.uint64) + np.uint64(1))
    yield key, at
    for length in range(2, MAX_LENGTH + 1):
        fits = at < len(roots) - length + 1
        fits[fits] = roots[at[fits] + length - 1] >= 0
        at = at[fits]
        last = roots[at + length - 1].astype(np.uint64) + np.uint64(1)
        key = _mixed(key[fits] * np.uint64(31) + last)
        yield key, at


def _mixed(key: np.ndarray) -> np.ndarray:
    """Spread keys over all numbers of 64 bits (the finaliser of splitmix64)."""
    key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(key ^ (key >> np.uint64(31)))


def _slots(keys: np.ndarray, n_slots: int) -> np.ndarray:
    return (keys & np.uint64(n_slots - 1)).astype(np.int64)


def _hits_of_slots(block: Tokens, of_word: np.ndarray, n_slots: int) -> np.ndarray:
    """Count how often phrases of two and more roots fall into each slot."""
    longer = islice(_keys(of_word[block.ids]), 1, None)
    hits = [np.bincount(_slots(key, n_slots), minlength=n_slots) for key, _ in longer]
    return np.minimum(hits, np.iinfo(np.uint16).max).astype(np.uint16)


def _occurrences(
    block: Tokens, of_word: np.ndarray, enough: np.ndarray, is_cue: np.ndarray
) -> list[_Occurrences]:
    """Find the phrases of a block, those in slots with too few hits left out; by length."""
    cued = _after_cue(block.ids, is_cue)
    roots, paper = of_word[block.ids], block.paper_of_token()
    content = np.concatenate([[False], roots >= 0, [False]])
    found = []
    for length, (every, begins) in enumerate(_keys(roots), start=1):
        kept = enough[length - 2, _slots(every, enough.shape[1])] if length > 1 else slice(None)
        at = begins[kept]
        keys, first, column = _numbered(every[kept] if length > 1 else roots[at])
        row, n = paper[at], len(keys)
        titled = at < block.title_ends[row]
        told = ~content[at + length + 1], ~content[at], cued[at]
        times = [np.bincount(column, minlength=n)]
        times += [np.bincount(column[which], minlength=n) for which in told]
        found.append(
            _Occurrences(
                keys=keys,
                roots=roots[at[first][:, None] + np.arange(length)],
                times=np.array(times),
                used=_pairs(row, column, n),
                titled=_pairs(row[titled], column[titled], n),
                n_papers=block.n_papers,
            )
        )
    return found


def _after_cue(ids: np.ndarray, is_cue: np.ndarray) -> np.ndarray:
    """Tell which tokens follow a cue within ``CUE_REACH`` tokens, with no break between."""
    found, reach = np.zeros(len(ids), dtype=bool), np.ones(len(ids), dtype=bool)
    for back in range(1, CUE_REACH + 1):
        reach[:back] = False
        reach[back:] &= ids[:-back] > 0
        found[back:] |= reach[back:] & is_cue[ids[:-back]]
    return found


def _numbered(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return distinct keys in ascending order, where each stands, and the number of each."""
    if keys.dtype == np.uint64:
        return np.unique(keys, return_index=True, return_inverse=True)
    first = np.full(int(keys.max(initial=-1)) + 1, -1, dtype=np.int64)
    first[keys[::-1]] = np.arange(len(keys))[::-1]
    distinct = np.flatnonzero(first >= 0)
    number = np.cumsum(first >= 0) - 1
    return distinct.astype(np.uint64), first[distinct], number[keys]


def _pairs(row: np.ndarray, column: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Take each pair once, in ascending order."""
    code = np.sort(row.astype(np.int64) * n + column)
    row, column = np.divmod(code[np.diff(code, prepend=-1) > 0], max(n, 1))
    return row.astype(np.int32), column.astype(np.int32)


def _joined(blocks: list[_Occurrences], roots: list[str], min_papers: int) -> _Joined:
    """Add up what the blocks say of phrases, and order those in enough papers by their roots."""
    keys, first, which = np.unique(
        np.concatenate([each.keys for each in blocks]), return_index=True, return_inverse=True
    )
    papers = np.concatenate([np.bincount(b.used[1], minlength=len(b.keys)) for b in blocks])
    papers = np.bincount(which, papers, minlength=len(keys))
    chosen = np.flatnonzero(papers >= min_papers)
    parts = np.concatenate([each.roots for each in blocks])[first[chosen]]
    order = np.lexsort(parts.T[::-1])
    chosen, parts = chosen[order], parts[order]
    place = np.full(len(keys), -1, dtype=np.int32)
    place[chosen] = np.arange(len(chosen))
    every = np.concatenate([each.times for each in blocks], axis=1)
    times, ends, begins, means = (np.bincount(which, t, minlength=len(keys))[chosen] for t in every)
    bounds = np.cumsum([len(each.keys) for each in blocks])[:-1]
    return _Joined(
        texts=[" ".join([roots[i] for i in part]) for part in parts.tolist()],
        ends=ends / np.maximum(times, 1),
        begins=begins / np.maximum(times, 1),
        means=means / np.maximum(times, 1),
        places=np.split(place[which], bounds),
    )


def _marks(
    blocks: list[tuple[int, list[tuple[np.ndarray, np.ndarray]]]],
    places: list[list[np.ndarray]],
    numbers: np.ndarray,
) -> csr_array:
    """Mark which papers use which phrases.

    Parameters
    ----------
    blocks : list
        Papers of each block, and its pairs of papers and phrases, by length.
    places : list of list of ndarray
        By length and block, where phrases stand among those of their length.
    numbers : ndarray of shape (n_lengths,), int
        Phrases of each length.
    """
    rows, columns, first = [], [], 0
    starts = np.cumsum(numbers) - numbers
    for block, (n_papers, by_length) in enumerate(blocks):
        row, column = [], []
        for length, (paper, phrase) in enumerate(by_length):
            place = places[length][block][phrase]
            row.append(paper[place >= 0])
            column.append(place[place >= 0] + np.int32(starts[length]))
        by_row = np.argsort(together := np.concatenate(row), kind="stable")
        rows.append(np.bincount(together, minlength=n_papers))
        columns.append(np.concatenate(column)[by_row])
        first += n_papers
    indices, indptr = np.concatenate(columns), np.cumsum(np.concatenate([[0], *rows]))
    if len(indices) <= np.iinfo(np.int32).max:
        indptr = indptr.astype(np.int32)
    ones = np.ones(len(indices), dtype=np.float32)
    marks = csr_array((ones, indices, indptr), shape=(first, int(numbers.sum())))
    marks.sort_indices()
    return marks
