"""Long rows of numbered words, span after span: joined, chosen from, and numbered anew."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

BLOCK = 20_000
"""Spans that are put in order at a time."""


def begins_of(lengths: np.ndarray) -> np.ndarray:
    """Return where each span begins, and where the last ends."""
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])


def one_list(
    ids: np.ndarray, words: list[str], more_ids: np.ndarray, more_words: list[str]
) -> tuple[np.ndarray, list[str]]:
    """Join two rows of numbered words into one, the new words of the second behind the others."""
    index = {word: i for i, word in enumerate(words)}
    number = np.array([index.setdefault(w, len(index)) for w in more_words], dtype=ids.dtype)
    return np.concatenate([ids, number[more_ids]]), list(index)


def gathered(
    values: np.ndarray, starts: np.ndarray, row: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Put the spans of rows one after another; return them, and where each begins."""
    lengths = starts[row + 1] - starts[row]
    begins, parts = begins_of(lengths), [values[:0]]
    for first in range(0, len(row), BLOCK):
        block = slice(first, first + BLOCK)
        total = int(begins[min(first + BLOCK, len(row))] - begins[first])
        shift = starts[row[block]] - begins[block][: len(row[block])] + begins[first]
        parts.append(values[np.repeat(shift, lengths[block]) + np.arange(total)])
    return np.concatenate(parts), begins


def by_first_use(
    ids: np.ndarray, words: list[str], *, always: int = 0
) -> tuple[np.ndarray, list[str]]:
    """Give words the numbers of their first use, and drop those without; the first few may stay."""
    first = np.full(len(words), len(ids), dtype=np.int64)
    bounds = [*range(0, len(ids), BLOCK * 100), len(ids)]
    for begin, end in reversed(list(pairwise(bounds))):
        first[ids[begin:end][::-1]] = np.arange(begin, end)[::-1]
    used = first < len(ids)
    used[:always] = True
    first[:always] = np.arange(-always, 0)
    order = np.flatnonzero(used)[np.argsort(first[used])]
    number = np.empty(len(words), dtype=ids.dtype)
    number[order] = np.arange(len(order))
    return number[ids], [words[i] for i in order.tolist()]
