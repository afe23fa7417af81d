"""The open combinations of each niche: a method and a problem alive near it, joined by no paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from explorer.topics.variants import stands_for
from explorer.trends.combinations import Pairs, likelier_than, open_pairs, score_pairs
from explorer.trends.concepts import Concepts

MOST_OWN, MOST_NEAR = 40, 150
"""Concepts of a niche, and of it and the niches near it, from which pairs are made."""

LEAST_HELD = 3
"""Papers of a niche, or near it, that hold a concept of it."""

ALIVE_MONTHS = 24
"""Months in which one of these papers must have come."""

APART = 1.5
"""How many times as often the method is named as a means as the problem is."""

ALIKE = 0.97
"""Cosine from which two concepts that never meet are held to be two names of one thing."""

MOST_TOGETHER, MOST_OF_ONE = 8, 2
"""Combinations of a niche, and those of one concept among them."""

COLUMNS = {
    "group": np.int64,
    "method": np.int64,
    "problem": np.int64,
    "score": np.float64,
    "likelier": np.float64,
}


TABLE = "combinations"
"""Name of the table of a run."""

DOCUMENTED = {
    "niche_id": "str",
    "method": "str",
    "problem": "str",
    "score": "float64",
    "likelier": "float64",
    "method_papers": "int64",
    "method_recent": "int64",
    "problem_papers": "int64",
    "problem_recent": "int64",
    "method_ids": "object",
    "problem_ids": "object",
}
"""Its columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How many papers of groups use each concept."""

    own: csr_array
    """Shape (n_groups, n_concepts)."""
    own_late: csr_array
    near: csr_array
    """The group and the groups near it."""
    near_late: csr_array


def open_combinations(
    pairs: Pairs, members: csr_array, near: csr_array, *, late: np.ndarray
) -> pd.DataFrame:
    """List the open combinations of each group, the likeliest to be joined first.

    Parameters
    ----------
    pairs : Pairs
    members : csr_array of shape (n_groups, n_papers)
        1 where the group holds the paper.
    near : csr_array of shape (n_groups, n_groups)
        1 where the second is near the first; every group is near itself.
    late : ndarray of shape (n_papers,), bool
        Papers of the last ``ALIVE_MONTHS``.

    Returns
    -------
    DataFrame
        ``group``, ``method`` and ``problem`` (concepts), ``score``, and ``likelier``: the part of
        open pairs drawn at random that score less.
    """
    held = _held(pairs, members, near, late)
    found = [row for group in range(members.shape[0]) for row in _of_group(pairs, held, group)]
    table = pd.DataFrame(found, columns=["group", "method", "problem", "score"])
    return table.assign(likelier=likelier_than(pairs, table["score"].to_numpy())).astype(COLUMNS)


def _held(pairs: Pairs, members: csr_array, near: csr_array, late: np.ndarray) -> Held:
    uses = pairs.concepts.uses
    own = csr_array(members @ uses)
    own_late = csr_array(members[:, np.flatnonzero(late)] @ uses[np.flatnonzero(late)])
    held = own, own_late, csr_array(near @ own), csr_array(near @ own_late)
    for each in held:
        each.sort_indices()
    return Held(own=held[0], own_late=held[1], near=held[2], near_late=held[3])


def _of_group(pairs: Pairs, held: Held, group: int) -> list[tuple[int, int, int, float]]:
    """List the open combinations of one group: group, method, problem, score."""
    own = _chosen(pairs, held.own, held.own_late, group, MOST_OWN)
    near = _chosen(pairs, held.near, held.near_late, group, MOST_NEAR)
    if not len(own) or not len(near):
        return []
    first, second = np.nonzero(_fits(pairs, own, near))
    score = score_pairs(pairs, own, near)[first, second]
    one, other = own[first], near[second]
    means = pairs.concepts.means
    is_method = means[one] >= means[other]
    method, problem = np.where(is_method, one, other), np.where(is_method, other, one)
    order = np.lexsort((problem, method, -score))
    sides = zip(method[order].tolist(), problem[order].tolist(), strict=True)
    scores: dict[tuple[int, int], float] = {}
    for pair, value in zip(sides, score[order].tolist(), strict=True):
        scores.setdefault(pair, value)
    return [(group, *pair, scores[pair]) for pair in _varied(list(scores), pairs.concepts)]


def _chosen(pairs: Pairs, held: csr_array, late: csr_array, group: int, most: int) -> np.ndarray:
    """Choose the concepts that a group holds in most papers and beyond chance, and of late."""
    span = slice(held.indptr[group], held.indptr[group + 1])
    concept, papers = held.indices[span], held.data[span].astype(np.float64)
    of_late = late.indices[late.indptr[group] : late.indptr[group + 1]]
    alive = (papers >= LEAST_HELD) & np.isin(concept, of_late, assume_unique=True)
    everywhere = pairs.concepts.papers
    chance = everywhere[concept] * papers.sum() / max(everywhere.sum(), 1)
    weight = np.where(alive, papers * np.log1p(papers / np.maximum(chance, 1e-12)), 0)
    best = np.argsort(-weight, kind="stable")[:most]
    return np.sort(concept[best[weight[best] > 0]])


def _fits(pairs: Pairs, own: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Tell which pairs are a method and a problem that are two things and were never joined."""
    concepts = pairs.concepts
    mine, theirs = concepts.means[own][:, None], concepts.means[near][None, :]
    high, low = np.maximum(mine, theirs), np.minimum(mine, theirs)
    alike = concepts.middles[own] @ concepts.middles[near].T >= ALIKE
    return open_pairs(pairs, own, near) & (high >= 1) & (high >= APART * low) & ~alike


def _varied(sides: Sequence[tuple[int, int]], concepts: Concepts) -> list[tuple[int, int]]:
    """Keep the first pairs in which no concept stands more often than ``MOST_OF_ONE`` times.

    Concepts of which one holds the words of the other count as one: ``word ram model``.
    """
    kept: list[tuple[int, int]] = []
    shown: list[frozenset[str]] = []
    texts, families = concepts.texts, concepts.families
    for method, problem in sides:
        again = max(_times(families[method], shown), _times(families[problem], shown))
        if again < MOST_OF_ONE and not _abbreviates(texts[method], texts[problem]):
            kept.append((method, problem))
            shown += [families[method], families[problem]]
        if len(kept) == MOST_TOGETHER:
            break
    return kept


def _times(family: frozenset[str], shown: list[frozenset[str]]) -> int:
    return sum(family <= other or other <= family for other in shown)


def _abbreviates(one: str, other: str) -> bool:
    """Tell whether a word of one is short for the other: ``mcmc method``."""
    sides = ((one.split(), other.split()), (other.split(), one.split()))
    return any(stands_for(short, long) for words, long in sides for short in words)
