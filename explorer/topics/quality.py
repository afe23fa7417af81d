"""How good a partition and its names are: figures that a run reports, and a benchmark holds.

Pure functions of labels, names and the words of papers; none of them changes a result.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csc_array

SATURATION, LENGTH_SHARE = 1.2, 0.75
"""The usual constants of BM25, ``k1`` and ``b``."""


def bm25(counts: csc_array, lengths: np.ndarray, columns: Sequence[int]) -> np.ndarray:
    """Score papers for a query of some terms (Robertson & Zaragoza 2009).

    Parameters
    ----------
    counts : csc_array of shape (n_papers, n_terms)
        How often each paper uses each term.
    lengths : ndarray of shape (n_papers,)
        Words of each paper.
    columns : sequence of int
        The terms of the query.

    Returns
    -------
    ndarray of shape (n_papers,)
        Sum over the terms of idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean length)),
        idf = log(1 + (n - df + 0.5) / (df + 0.5)); 0 for papers that use none of them.
    """
    score = np.zeros(counts.shape[0])
    damping = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / max(lengths.mean(), 1e-9))
    for column in columns:
        span = slice(counts.indptr[column], counts.indptr[column + 1])
        rows, times = counts.indices[span], counts.data[span]
        idf = np.log1p((len(score) - len(rows) + 0.5) / (len(rows) + 0.5))
        score[rows] += idf * times * (SATURATION + 1) / (times + damping[rows])
    return score


def with_feedback(score: np.ndarray, points: np.ndarray, *, n_read: int = 10) -> np.ndarray:
    """Search once more for what the first papers found have in common (Rocchio 1971).

    Parameters
    ----------
    score : ndarray of shape (n_papers,)
        Of the first search.
    points : ndarray of shape (n_papers, n_dimensions), rows of unit length

    Returns
    -------
    ndarray of shape (n_papers,)
        Cosine of each paper with the mean of the ``n_read`` best found; 0 if nothing was found.
    """
    found = np.flatnonzero(score > 0)
    best = found[np.argsort(-score[found], kind="stable")][:n_read]
    middle = points[best].sum(axis=0)
    return points @ (middle / max(float(np.linalg.norm(middle)), 1e-12))


def average_precision(score: np.ndarray, relevant: np.ndarray) -> float:
    """Return the mean of the precision at each relevant paper, best score first.

    Relevant papers that score nothing are not found and count as 0; among equal scores the
    relevant papers come last, so that a tie is never luck.

    >>> average_precision(np.array([3.0, 2.0, 1.0, 0.0]), np.array([True, False, True, True]))
    0.5555555555555556
    """
    total = int(relevant.sum())
    found = np.flatnonzero(score > 0)
    if not total or not len(found):
        return 0.0
    order = found[np.lexsort((relevant[found], -score[found]))]
    hits = relevant[order]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].sum() / total)


def coverage(uses: csc_array, columns: Sequence[int], labels: np.ndarray) -> np.ndarray:
    """Return the share of each group's papers that use the group's phrase.

    Parameters
    ----------
    uses : csc_array of shape (n_papers, n_phrases)
        Not 0 where a paper uses a phrase, or what was merged with it.
    columns : sequence of int
        The phrase of each group; -1 for a group without one.

    Returns
    -------
    ndarray of shape (n_groups,), 0 to 1
    """
    size = np.bincount(labels, minlength=len(columns))
    own = np.zeros(len(columns))
    for group, column in enumerate(columns):
        if column >= 0:
            rows = uses.indices[uses.indptr[column] : uses.indptr[column + 1]]
            own[group] = np.count_nonzero(labels[rows] == group)
    return own / np.maximum(size, 1)


def coherence(uses: csc_array, lists: Sequence[Sequence[int]]) -> np.ndarray:
    """Return how much the terms of each list keep company: mean NPMI over its pairs.

    NPMI(x, y) = log(p(x, y) / (p(x) p(y))) / -log(p(x, y)) (Bouma 2009), where p is the share of
    papers; 1 for terms that always go together, 0 for chance, -1 for terms that never meet. Where
    chance alone would not have a pair meet even once, its not meeting says nothing and counts as 0.

    Parameters
    ----------
    uses : csc_array of shape (n_papers, n_terms)
        Stored where a paper uses a term.
    lists : sequence of sequences of int
        Columns of ``uses``; -1 for terms that it does not have.

    Returns
    -------
    ndarray of shape (n_lists,)
        Not a number for lists of fewer than two terms.
    """
    result = np.full(len(lists), np.nan)
    for number, columns in enumerate(lists):
        n_pairs = len(columns) * (len(columns) - 1) / 2
        if n_pairs:
            known = [column for column in columns if column >= 0]
            pairs = npmi(used_together(uses, known), uses.shape[0])
            result[number] = np.triu(pairs, k=1).sum() / n_pairs
    return result


def used_together(uses: csc_array, columns: Sequence[int] | np.ndarray) -> np.ndarray:
    """Count the papers that use each pair of some terms.

    Only papers that use one of them are looked at, however many others there are.

    Parameters
    ----------
    uses : csc_array of shape (n_papers, n_terms)
        Stored where a paper uses a term.

    Returns
    -------
    ndarray of shape (n_columns, n_columns), float64
        On the diagonal, papers that use the term.
    """
    users = [uses.indices[uses.indptr[i] : uses.indptr[i + 1]] for i in columns]
    rows = np.concatenate([uses.indices[:0], *users])
    number = np.empty(uses.shape[0], dtype=np.int32)  # filled only where it is read
    number[rows] = np.arange(len(rows), dtype=np.int32)
    ends = np.cumsum([0, *map(len, users)])
    shape = len(rows), len(users)
    marks = csc_array((np.ones(len(rows), dtype=np.float32), number[rows], ends), shape=shape)
    return np.asarray((marks.T @ marks).toarray(), dtype=np.float64)


def npmi(together: np.ndarray, n_papers: int) -> np.ndarray:
    """Return the normalised pointwise mutual information of each pair of terms.

    Parameters
    ----------
    together : ndarray of shape (n_terms, n_terms)
        Papers that use both terms; on the diagonal, papers that use the term.
    """
    found = together.diagonal()
    chance = np.outer(found, found) / n_papers
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log(together / chance) / -np.log(together / n_papers)
    value[together == 0] = np.where(chance[together == 0] < 1, 0, -1)
    value[together == n_papers] = 1
    return value


def uniqueness(lists: Sequence[Sequence[str]]) -> float:
    """Return the share of different terms in all lists together (Dieng et al. 2020).

    >>> uniqueness([["moss", "peat"], ["moss", "kelp"]])
    0.75
    """
    terms = [term for each in lists for term in each]
    return len(set(terms)) / max(len(terms), 1)


def distinctness(names: Sequence[str], parents: Sequence[str]) -> float:
    """Return the share of names that no sibling's name equals, contains or lies in, by words.

    >>> distinctness(["peat moss", "moss", "kelp"], ["bog", "bog", "bog"])
    0.3333333333333333
    """
    words = pd.DataFrame({"name": [f" {name.lower()} " for name in names], "parent": parents})
    families = words.groupby("parent")["name"].agg(list).tolist()
    return sum(_clear(family) for family in families) / max(len(names), 1)


def _clear(family: Sequence[str]) -> int:
    """Count the names that neither contain nor lie in another."""
    pairs = [(i, j) for i, one in enumerate(family) for j, two in enumerate(family) if one in two]
    blurred = {place for pair in pairs if pair[0] != pair[1] for place in pair}
    return len(family) - len(blurred)


def summary(niches: pd.DataFrame) -> dict[str, float]:
    """Return the figures that a run reports of its niches.

    Parameters
    ----------
    niches : DataFrame
        Of level niche: ``name``, ``parent_id``, ``papers``, ``stability``, ``coherence``,
        ``debris``, ``terms``.

    Returns
    -------
    dict
        To four places: medians and gates of the page on method.
    """
    size = niches["papers"].to_numpy(dtype=float)
    low, middle, high = np.percentile(size, [5, 50, 95])
    is_debris = (niches["debris"] != "").to_numpy()
    known = niches["coherence"].dropna()
    figures = {
        "niches": float(len(niches)),
        "stability_median": float(niches["stability"].median()),
        "stability_least": float(niches["stability"].min()),
        "papers_p5": float(low),
        "papers_median": float(middle),
        "papers_p95": float(high),
        "largest_share": float(size.max() / size.sum()),
        "distinct_names": distinctness(niches["name"].tolist(), niches["parent_id"].tolist()),
        "unique_terms": uniqueness(niches["terms"].tolist()),
        "coherence_median": float(known.median()) if len(known) else 0.0,
        "debris": float(is_debris.sum()),
        "debris_share": float(size[is_debris].sum() / size.sum()),
    }
    return {name: round(value, 4) for name, value in figures.items()}
