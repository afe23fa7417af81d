"""The phrases that set a group apart, as lists to read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.sparse import csc_array, csr_array

from explorer.topics.naming import LENGTH_PREFERENCE, STANDS_ALONE, nested
from explorer.topics.phrases import Phrases
from explorer.topics.quality import used_together

N_POOL = 80
"""Phrases of a group among which its list is chosen."""

COMPANY = 15.0
"""How much it counts that phrases of a list keep company."""

MOST_LISTS, AGAIN = 2, 0.8
"""Lists that a phrase may stand in, and what it is worth in the second."""

FRESH = 0.25
"""Papers of another year, as a part of those at hand."""


def choose_terms(
    phrases: Phrases,
    weights: csr_array,
    names: Sequence[str],
    *,
    by_phrase: csc_array | None = None,
    n_terms: int = 10,
) -> list[list[str]]:
    """List the phrases that set each group apart and keep company with each other.

    The name comes first. Each further phrase is the one with the best weight times
    exp(``COMPANY`` * its mean ``lasting_npmi`` with those before it). No phrase lies inside another
    of the list, or stands in more than ``MOST_LISTS`` lists.

    Parameters
    ----------
    by_phrase : csc_array, optional
        ``phrases.in_papers`` by phrase, if it is at hand.

    Returns
    -------
    list of list of str
        Up to ``n_terms`` phrases for each group.
    """
    by_phrase = csc_array(phrases.in_papers) if by_phrase is None else by_phrase
    column = {text: i for i, text in enumerate(phrases.texts)}
    times = np.zeros(len(phrases.texts), dtype=np.int64)
    whole = np.minimum(phrases.ends, phrases.begins) >= STANDS_ALONE
    worth = np.where(whole, 1.0, 0.3) * ~phrases.weak
    terms = []
    for group, name in enumerate(names):
        span = slice(weights.indptr[group], weights.indptr[group + 1])
        columns = weights.indices[span]
        pool, value = _pool(columns, weights.data[span] * worth[columns], times)
        if name in column and len(pool):
            others = pool != column[name]
            pool = np.concatenate([[column[name]], pool[others]])
            value = np.concatenate([[1.0], value[others]])
        texts = [phrases.texts[i] for i in pool.tolist()]
        chosen = _company(texts, value, lasting_npmi(by_phrase, pool), n_terms) if texts else []
        times[pool[chosen]] += 1
        terms.append([texts[i] for i in chosen])
    return terms


def _pool(
    columns: np.ndarray, value: np.ndarray, times: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the best phrases of a group, those of fewer lists rather, and their values."""
    value = np.where(times[columns] < MOST_LISTS, value * AGAIN ** times[columns], 0)
    best = np.argsort(-value, kind="stable")[:N_POOL]
    best = best[value[best] > 0]
    return columns[best], value[best]


def lasting_npmi(by_phrase: csc_array, columns: np.ndarray) -> np.ndarray:
    """Return the NPMI that each pair of phrases may be expected to have in other papers.

    What few papers show is taken for less: from the papers that use both, their standard error
    (root of their number) is taken off, and a pair counts with the probability that it meets at
    all among ``FRESH`` times as many papers. One that does not meet there counts as in
    ``quality.coherence``.
    """
    together, n = used_together(by_phrase, columns), by_phrase.shape[0]
    found = together.diagonal()
    chance = np.outer(found, found) / n
    sure = np.maximum(together - np.sqrt(together), 0.01)
    likely = np.log(sure / chance) / np.log(n / np.clip(together, 1, n - 0.5))
    meets = 1 - np.exp(-FRESH * together)
    apart = np.where(FRESH * chance < 1, 0, -1)
    return np.asarray(meets * np.maximum(likely, -1) + (1 - meets) * apart)


def _company(texts: list[str], value: np.ndarray, company: np.ndarray, n_terms: int) -> list[int]:
    """Choose phrases one by one, the first of ``texts`` first."""
    chosen, score = [0], company[0].copy()
    free = np.array([not nested(text, texts[0]) for text in texts], dtype=bool)
    while len(chosen) < n_terms and free.any():
        worth = np.where(free, np.log(value) + COMPANY * score / len(chosen), -np.inf)
        best = int(np.argmax(worth))
        chosen.append(best)
        score += company[best]
        free &= [not nested(text, texts[best]) for text in texts]
    return chosen


def heaviest(weights: csr_array, n_terms: int) -> pd.DataFrame:
    """List each row's heaviest columns.

    Returns
    -------
    DataFrame
        ``group`` (row), ``term`` (column), ``weight``; by group, heaviest first.
    """
    group = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
    least = [_least_of(weights.data[begin:end], n_terms) for begin, end in pairwise(weights.indptr)]
    kept = np.flatnonzero((weights.data > 0) & (weights.data >= np.array(least)[group]))
    columns = {"group": group[kept], "term": weights.indices[kept], "weight": weights.data[kept]}
    table = pd.DataFrame(columns)
    table = table.sort_values(["group", "weight", "term"], ascending=[True, False, True])
    return table.groupby("group").head(n_terms).reset_index(drop=True)


def lightened(weights: csr_array, n_kept: int) -> csr_array:
    """Keep of each row the ``n_kept`` heaviest cells, and all that are as heavy as the last."""
    least = [_least_of(weights.data[begin:end], n_kept) for begin, end in pairwise(weights.indptr)]
    kept = weights.data >= np.repeat(least, np.diff(weights.indptr))
    indptr = np.concatenate([[0], np.cumsum(kept)])[weights.indptr]
    return csr_array((weights.data[kept], weights.indices[kept], indptr), shape=weights.shape)


def _least_of(values: np.ndarray, n: int) -> float:
    """Return the least of the ``n`` largest values."""
    return float(np.partition(values, -n)[-n]) if len(values) > n else 0.0


def apart_from_others(
    used: np.ndarray,
    everywhere: np.ndarray,
    *,
    n_papers: int,
    n_all: int,
    texts: np.ndarray,
    n_terms: int,
) -> pd.DataFrame:
    """List the terms that would find the papers of one group, as ``phrase_weights`` weighs them.

    Parameters
    ----------
    used, everywhere : ndarray of shape (n_terms,), int
        Papers of the group, and of all, that use each term.
    texts : ndarray of shape (n_terms,)

    Returns
    -------
    DataFrame
        ``term`` (text), ``weight``; heaviest first, none inside another.
    """
    coverage = used / n_papers
    precision = used / np.maximum(everywhere, 1)
    chance = n_papers / n_all
    specific = np.log(np.maximum(precision / chance, 1)) / max(-np.log(chance), 1e-9)
    words = np.array([text.count(" ") + 1 for text in texts.tolist()])
    weight = np.cbrt(precision * coverage**2) * np.sqrt(specific) * LENGTH_PREFERENCE[words]
    best = np.argsort(-weight, kind="stable")[: 4 * n_terms]
    found = [(str(texts[i]), float(weight[i])) for i in best.tolist() if weight[i] > 0]
    chosen = apart([text for text, _ in found], n_terms)
    return pd.DataFrame([found[i] for i in chosen], columns=["term", "weight"])


def apart(texts: Sequence[str], n_terms: int) -> list[int]:
    """Return the places of the first texts that do not lie inside each other."""
    chosen: list[int] = []
    for i, text in enumerate(texts):
        if len(chosen) == n_terms:
            break
        if not any(nested(text, texts[j]) for j in chosen):
            chosen.append(i)
    return chosen
