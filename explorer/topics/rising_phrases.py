"""Phrases that are new or newly rising, stand for one thing, and are used by several groups.

What a person most wants to see is often 15 to 80 papers inside larger niches, and no partition
isolates it. Its name gives it away: a phrase that hardly anybody used two years ago, that titles
use, whose papers lie close together, and whose papers do not all come from one laboratory.

The numbers below were measured on 120,263 papers of 2007-2016 and 83,427 of 2024-2026.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from explorer.topics.naming import STANDS_ALONE
from explorer.topics.phrases import Phrases

WINDOWS = (3, 6, 12, 24)
"""Months up to now that are held against all the months before them."""

CHANCE = 0.05
"""Probability that any phrase passes the test of rising, if none rises (Bonferroni)."""

LEAST_RISE = 5.0
"""Times its share of papers before; small tools and styles of writing grow less."""

LEAST_PAPERS, LEAST_MONTHS = 8, 3
"""Of one phrase: no single one has to stand in all papers of a subject."""

LEAST_GROUPS = 4
"""Groups of authors that share no author: one laboratory is not a niche."""

LEAST_LIKENESS, OWN_WORDS = (0.35, 0.30), 0.03
"""Mean cosine of two papers that use the phrase since it rises; that of any two papers is .05 to
.08. Papers that used it before do not count: ``BCI`` .38 since then, .25 with what it stood for
earlier. The lower one is enough where two of them also share rare words beside those of the phrase,
by a mean cosine of ``OWN_WORDS``: ``homomorphic encryption`` (.34, .045) and ``question answering``
(.34, .034), not ``agentic framework`` (.33, .018). Coordinates that were found before a subject
came up are blind to its words, and phrases are not."""

IN_TITLES, WORD_IN_TITLES = 0.25, 0.32
"""Share of its papers that use the phrase in the title: ``image captioning`` .34, ``batch
normalization`` .16, ``feature map`` .09, ``state of the art`` 0. A lone word has more senses, so
more is asked of it: ``blockchain`` .54, ``MCP`` .33, ``tensorflow`` .28."""

VARIANT = 0.965
"""Cosine from which a phrase says no more than the broad one inside it: ``deep learning model``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writers:
    """Who wrote what: one row for each author of each paper."""

    paper: np.ndarray
    """Row of the paper."""
    author: np.ndarray
    """Number of the author."""


def rising_phrases(
    phrases: Phrases,
    points: np.ndarray,
    *,
    month: np.ndarray,
    last: int,
    writers: Writers,
    most_papers: int,
) -> pd.DataFrame:
    """Find the phrases that may be the name of a newborn niche.

    Parameters
    ----------
    points : ndarray of shape (n_papers, n_dimensions), rows of unit length
    month : ndarray of shape (n_papers,), int
        Months after the first.
    last : int
        The newest whole month.
    most_papers : int
        A phrase in more papers is too broad.

    Returns
    -------
    DataFrame
        ``column`` of the phrase, ``papers`` that use it, ``p`` (probability of such a rise by
        chance), ``since`` (the month from which it rises); the surest first.
    """
    found = _rising(phrases, month, last, most_papers)
    users = _users(phrases, found["column"].to_numpy())
    middles, _ = _middles(users, points)
    found = found.assign(
        one_thing=_is_one_thing(phrases, found, _since(users, month, found["since"]), points),
        months=_months(users, month),
        groups=_author_groups(users, writers),
        variant=_is_variant(phrases, found["column"].to_numpy(), middles, points, most_papers),
    )
    kept = found[
        found["one_thing"]
        & (found["months"] >= LEAST_MONTHS)
        & (found["groups"] >= LEAST_GROUPS)
        & ~found["variant"]
    ]
    order = kept.assign(text=[phrases.texts[column] for column in kept["column"]])
    order = order.sort_values(["p", "papers", "text"], ascending=[True, False, True])
    return order[["column", "papers", "p", "since"]].reset_index(drop=True)


def _rising(phrases: Phrases, month: np.ndarray, last: int, most_papers: int) -> pd.DataFrame:
    """Test every phrase that could be a name against the windows; keep those that rise."""
    from scipy.special import betainc

    windows = [w for w in WINDOWS if 2 * w <= last + 1]
    held = month <= last
    inside = np.stack([held, *(held & (month > last - w) for w in windows)], axis=1)
    counts = np.asarray(phrases.in_papers.T @ inside.astype(np.float32)).astype(np.float64)
    papers, titled = _column_sums(phrases.in_papers), _column_sums(phrases.in_titles)
    nameable = _whole(phrases) & ~phrases.weak & (counts[:, 0] >= LEAST_PAPERS)
    column = np.flatnonzero(nameable)
    field, total = inside.sum(axis=0).astype(np.float64), counts[column, :1]
    now, then = counts[column, 1:], total - counts[column, 1:]
    part = field[1:] / max(field[0], 1)
    by_chance = np.where(now > 0, betainc(np.maximum(now, 1), then + 1, part), 1.0)
    rise = now / (then + 0.5) * (1 - part) / np.maximum(part, 1e-12)
    by_window = np.where(rise >= LEAST_RISE, by_chance, 1.0)
    p = by_window.min(axis=1, initial=1.0)
    since = last + 1 - np.array([*windows, 0])[by_window.argmin(axis=1)] if windows else p
    sure = p <= CHANCE / max(len(column) * len(windows), 1)
    narrow = papers[column] <= most_papers
    asked = np.where(phrases.lengths[column] == 1, WORD_IN_TITLES, IN_TITLES)
    in_titles = titled[column] >= asked * papers[column]
    chosen = sure & narrow & in_titles
    found = {"column": column, "papers": papers[column], "p": p, "since": since}
    return pd.DataFrame(found)[chosen].reset_index(drop=True)


def _whole(phrases: Phrases) -> np.ndarray:
    return np.asarray(np.minimum(phrases.ends, phrases.begins) >= STANDS_ALONE)


def _column_sums(marks: csr_array) -> np.ndarray:
    return np.bincount(marks.indices, minlength=marks.shape[1])


def _users(phrases: Phrases, columns: np.ndarray) -> csr_array:
    """Return the papers of each phrase, of shape (n_phrases, n_papers)."""
    users = csr_array(phrases.in_papers[:, columns].T.tocsr())
    users.sort_indices()
    return users


def _since(users: csr_array, month: np.ndarray, since: pd.Series) -> csr_array:
    """Keep the papers of each phrase from the month on from which it rises."""
    first = np.repeat(since.to_numpy(), np.diff(users.indptr))
    kept = month[users.indices] >= first
    indptr = np.concatenate([[0], np.cumsum(kept)])[users.indptr]
    return csr_array((users.data[kept], users.indices[kept], indptr), shape=users.shape)


def _is_one_thing(
    phrases: Phrases, found: pd.DataFrame, users: csr_array, points: np.ndarray
) -> np.ndarray:
    """Tell for which phrases the papers that use them are about the same."""
    _, likeness = _middles(users, points)
    one = likeness >= LEAST_LIKENESS[0]
    asked = np.flatnonzero(~one & (likeness >= LEAST_LIKENESS[1]))
    if len(asked):
        idf = np.log(len(points) / np.maximum(_column_sums(phrases.in_papers), 1))
        for i in asked.tolist():
            rows = users.indices[users.indptr[i] : users.indptr[i + 1]]
            text = phrases.texts[found["column"].iloc[i]]
            one[i] = _shared_words(phrases, rows, idf, beside=text) >= OWN_WORDS
    return one


def _shared_words(phrases: Phrases, rows: np.ndarray, idf: np.ndarray, *, beside: str) -> float:
    """Return the mean cosine of two papers by their phrases without a word of one phrase."""
    used = phrases.in_papers[rows]
    own = set(beside.split())
    columns = [c for c in np.unique(used.indices) if own.isdisjoint(phrases.texts[c].split())]
    weights = used[:, columns].multiply(idf[columns]).tocsr()
    length = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    total = np.asarray(weights.T @ (1 / np.maximum(length, 1e-12))).ravel()
    n = len(rows)
    return float((total @ total - np.count_nonzero(length)) / max(n * (n - 1), 1))


def _middles(users: csr_array, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the middle of each phrase's papers, of unit length, and their mean cosine."""
    total, n = np.asarray(users @ points), np.diff(users.indptr)
    squared = np.einsum("ij,ij->i", total, total)
    likeness = (squared - n) / np.maximum(n * (n - 1), 1)
    return total / np.maximum(np.sqrt(squared), 1e-12)[:, None], likeness


def _months(users: csr_array, month: np.ndarray) -> np.ndarray:
    phrase = np.repeat(np.arange(users.shape[0]), np.diff(users.indptr))
    pairs = np.unique(np.stack([phrase, month[users.indices]]), axis=1)
    return np.bincount(pairs[0], minlength=users.shape[0])


def _author_groups(users: csr_array, writers: Writers) -> np.ndarray:
    """Count the groups of a phrase's papers that are tied by no common author.

    Papers without an author count for no group.
    """
    order = np.argsort(writers.paper, kind="stable")
    author, by_paper = writers.author[order], writers.paper[order]
    first = np.searchsorted(by_paper, users.indices)
    count = np.searchsorted(by_paper, users.indices, side="right") - first
    node = np.repeat(np.arange(users.nnz), count)
    slot = np.arange(count.sum()) + np.repeat(first - (np.cumsum(count) - count), count)
    phrase = np.repeat(np.arange(users.shape[0]), np.diff(users.indptr))
    key = phrase[node] * (int(writers.author.max(initial=0)) + 1) + author[slot]
    person = users.nnz + np.unique(key, return_inverse=True)[1]
    n_nodes = int(person.max(initial=users.nnz)) + 1
    ties = csr_array((np.ones(len(node)), (node, person)), shape=(n_nodes, n_nodes))
    group = connected_components(ties, directed=False)[1]
    pairs = np.unique(np.stack([phrase[node], group[node]]), axis=1)
    return np.bincount(pairs[0], minlength=users.shape[0])


def _is_variant(
    phrases: Phrases,
    columns: np.ndarray,
    middles: np.ndarray,
    points: np.ndarray,
    most_papers: int,
) -> np.ndarray:
    """Tell which phrases hold a broad one whose papers are about the same."""
    number = {text: i for i, text in enumerate(phrases.texts)}
    a_name = _whole(phrases) | (phrases.lengths == 1)
    papers = np.where(a_name, _column_sums(phrases.in_papers), 0)
    pairs = [
        (row, number[inside])
        for row, column in enumerate(columns.tolist())
        for inside in _parts(phrases.texts[column])
        if papers[number.get(inside, column)] > most_papers
    ]
    variant = np.zeros(len(columns), dtype=bool)
    if pairs:
        row, column = np.array(pairs).T
        broad, place = np.unique(column, return_inverse=True)
        of_broad = _middles(_users(phrases, broad), points)[0][place]
        variant[row[np.einsum("ij,ij->i", middles[row], of_broad) >= VARIANT]] = True
    return variant


def _parts(phrase: str) -> list[str]:
    """List the shorter phrases inside one."""
    words = phrase.split()
    spans = ((i, j) for i in range(len(words)) for j in range(i + 1, len(words) + 1))
    return [" ".join(words[i:j]) for i, j in spans if j - i < len(words)]
