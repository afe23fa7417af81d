"""The phrases that set a group apart, as lists to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csc_array, csr_array

from explorer.topics.naming import LENGTH_PREFERENCE, N_CANDIDATES, STANDS_ALONE, nested
from explorer.topics.phrases import Phrases
from explorer.topics.quality import npmi

MOST_LISTS = 2
"""Lists that a phrase may stand in."""


def choose_terms(
    phrases: Phrases, weights: csr_array, names: Sequence[str], *, n_terms: int = 10
) -> list[list[str]]:
    """List the phrases that set each group apart and keep company with each other.

    The name comes first. Each further phrase is the one with the best weight times exp(2 NPMI),
    where NPMI is its mean normalised pointwise mutual information with those before it. No phrase
    lies inside another of the list, or stands in more than ``MOST_LISTS`` lists.

    Returns
    -------
    list of list of str
        Up to ``n_terms`` phrases for each group.
    """
    by_phrase = csc_array(phrases.in_papers)
    column = {text: i for i, text in enumerate(phrases.texts)}
    times: Counter[int] = Counter()
    whole = np.minimum(phrases.ends, phrases.begins) >= STANDS_ALONE
    worth = np.where(whole, 1.0, 0.3) * ~phrases.weak
    terms = []
    for group, name in enumerate(names):
        span = slice(weights.indptr[group], weights.indptr[group + 1])
        value = weights.data[span] * worth[weights.indices[span]]
        best = np.argsort(-value, kind="stable")[:N_CANDIDATES]
        pool = weights.indices[span][best[value[best] > 0]]
        value = value[best[value[best] > 0]]
        free = np.array([times[i] < MOST_LISTS for i in pool.tolist()], dtype=bool)
        pool, value = pool[free], value[free]
        if name in column and len(pool):
            keep = pool != column[name]
            pool = np.concatenate([[column[name]], pool[keep]])
            value = np.concatenate([[1.0], value[keep]])
        texts = [phrases.texts[i] for i in pool.tolist()]
        chosen = _company(texts, value, pair_npmi(by_phrase, pool), n_terms) if texts else []
        times.update(pool[chosen].tolist())
        terms.append([texts[i] for i in chosen])
    return terms


def pair_npmi(by_phrase: csc_array, columns: np.ndarray) -> np.ndarray:
    """Return the NPMI of each pair of phrases, as ``quality.coherence`` defines it."""
    marks = csc_array(by_phrase[:, columns])
    return npmi(csr_array(marks.T @ marks).toarray(), by_phrase.shape[0])


def _company(texts: list[str], value: np.ndarray, npmi: np.ndarray, n_terms: int) -> list[int]:
    """Choose phrases one by one, the first of ``texts`` first."""
    chosen, score = [0], npmi[0].copy()
    free = np.array([not nested(text, texts[0]) for text in texts], dtype=bool)
    while len(chosen) < n_terms and free.any():
        worth = np.where(free, np.log(value) + 2 * score / len(chosen), -np.inf)
        best = int(np.argmax(worth))
        chosen.append(best)
        score += npmi[best]
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
    table = pd.DataFrame({"group": group, "term": weights.indices, "weight": weights.data})
    table = table[table["weight"] > 0]
    table = table.sort_values(["group", "weight", "term"], ascending=[True, False, True])
    return table.groupby("group").head(n_terms).reset_index(drop=True)


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
