"""Phrases of one to four words: where they occur, and whether they stand alone.

Terms (``vocabulary``) serve for counting; phrases serve for reading. A phrase that nearly always
goes on (``graph neural`` -> ``network``) is not a name, however often it occurs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import coo_array, csr_array, hstack

from explorer.topics.stop_words import weak_words
from explorer.topics.tokens import Tokens
from explorer.topics.vocabulary import RootTokens, fold_plurals, root_tokens, word_counts

MAX_LENGTH = 4


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
    variants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other writings that count as uses of a phrase."""


def least_users(n_papers: int) -> int:
    """Return how many of so many papers have to use a phrase."""
    return max(4, n_papers // 15_000)


def find_phrases(tokens: Tokens, *, min_papers: int = 8) -> Phrases:
    """Find the phrases that ``min_papers`` papers or more use."""
    rooted = root_tokens(tokens, fold_plurals(word_counts(tokens)))
    places = _Places(
        content=np.concatenate([[False], rooted.ids >= 0, [False]]),
        paper=tokens.paper_of_token(),
        in_title=tokens.in_title(),
        shape=tokens.n_papers,
        min_papers=min_papers,
    )
    texts, number, parts = rooted.roots, rooted.ids.astype(np.int64), []
    for length in range(1, MAX_LENGTH + 1):
        if length > 1:
            texts, number = _one_word_longer(texts, number, rooted, length, min_papers)
        parts.append(_measure(texts, number, length, places))
    return Phrases(
        texts=[text for part in parts for text in part.texts],
        lengths=np.concatenate([part.lengths for part in parts]),
        in_papers=csr_array(hstack([part.in_papers for part in parts], format="csr")),
        in_titles=csr_array(hstack([part.in_titles for part in parts], format="csr")),
        weak=np.concatenate([part.weak for part in parts]),
        ends=np.concatenate([part.ends for part in parts]),
        begins=np.concatenate([part.begins for part in parts]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """What is known of each token: whether it is a content word, of which paper, in a title."""

    content: np.ndarray
    paper: np.ndarray
    in_title: np.ndarray
    shape: int
    min_papers: int


def _one_word_longer(
    texts: list[str], number: np.ndarray, rooted: RootTokens, length: int, min_papers: int
) -> tuple[list[str], np.ndarray]:
    """Join each phrase to the word after it; phrases that are too rare get the number -1."""
    last = np.full(len(number), -1, dtype=np.int64)
    last[: len(number) - length + 1] = rooted.ids[length - 1 :]
    at = np.flatnonzero((number >= 0) & (last >= 0))
    key = number[at] * len(rooted.roots) + last[at]
    keys, which, times = np.unique(key, return_inverse=True, return_counts=True)
    frequent = times >= min_papers
    longer = np.full(len(number), -1, dtype=np.int64)
    longer[at] = np.where(frequent[which], (np.cumsum(frequent) - 1)[which], -1)
    pairs = (divmod(k, len(rooted.roots)) for k in keys[frequent].tolist())
    return [f"{texts[phrase]} {rooted.roots[word]}" for phrase, word in pairs], longer


def _measure(texts: list[str], number: np.ndarray, length: int, places: _Places) -> Phrases:
    starts = np.flatnonzero(number >= 0)
    column, shape = number[starts], (places.shape, len(texts))
    in_papers = _marks(places.paper[starts], column, shape)
    enough = np.bincount(in_papers.indices, minlength=len(texts)) >= places.min_papers
    kept = [text for text, keep in zip(texts, enough.tolist(), strict=True) if keep]
    titled = places.in_title[starts]
    in_titles = _marks(places.paper[starts[titled]], column[titled], shape)
    return Phrases(
        texts=kept,
        lengths=np.full(len(kept), length, dtype=np.int64),
        in_papers=csr_array(in_papers[:, enough]),
        in_titles=csr_array(in_titles[:, enough]),
        weak=np.array([weak_words().issuperset(text.split()) for text in kept], dtype=bool),
        ends=_mean(~places.content[starts + length + 1], column, len(texts))[enough],
        begins=_mean(~places.content[starts], column, len(texts))[enough],
    )


def _marks(rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]) -> csr_array:
    ones = np.ones(len(rows), dtype=np.float32)
    marks = csr_array(coo_array((ones, (rows, columns)), shape=shape))
    marks.data[:] = 1
    return marks


def _mean(flags: np.ndarray, column: np.ndarray, n: int) -> np.ndarray:
    return np.bincount(column, flags, minlength=n) / np.maximum(np.bincount(column, minlength=n), 1)
