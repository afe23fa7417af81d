"""How well a phrase would find the papers of a group, and only those."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, vstack

from explorer.topics.phrases import Phrases

AT_ONCE = 1_000
"""Groups for which phrases are weighed at a time."""

NAME_EMPHASIS = 6
"""``emphasis`` of the weights that choose names."""

LEAST_USED = 0.08
"""Share of a group's papers that use its name; a phrase of fewer loses weight by the square."""


def phrase_weights(
    phrases: Phrases,
    labels: np.ndarray,
    n_groups: int,
    *,
    emphasis: int = 2,
    least_used: float = 0.0,
) -> csr_array:
    """Weigh each phrase for each group by how well it would find the group's papers.

    Parameters
    ----------
    phrases : Phrases
    labels : ndarray of shape (n_papers,), int
        Group of each paper, 0 to n_groups - 1.
    emphasis : int
        How many times coverage counts; a name has to cover more than a word of a list.
    least_used : float
        Share of a group's papers below which a phrase loses weight, by the square of what it lacks.

    Returns
    -------
    csr_array of shape (n_groups, n_phrases), 0 to 1
        Geometric mean of precision (share of the papers using the phrase that lie in the group)
        and, ``emphasis`` times, coverage (share of the group's papers using it, and using it in the
        title, averaged), times the root of specificity (log of how much more precise than chance,
        of the most that is possible).
    """
    weighting = Weighting(emphasis=emphasis, least_used=least_used)
    return weigh(phrases, members_of(labels, n_groups), weighting)[0]


def set_weights(phrases: Phrases, groups: csr_array) -> csr_array:
    """Weigh each phrase for each group as ``phrase_weights`` does, where groups may share papers.

    Parameters
    ----------
    groups : csr_array of shape (n_groups, n_papers), float32
        1 where the group holds the paper.
    """
    return weigh(phrases, groups, Weighting())[0]


def members_of(labels: np.ndarray, n_groups: int) -> csr_array:
    """Mark which papers each group holds, shape (n_groups, n_papers)."""
    ones, rows = np.ones(len(labels), dtype=np.float32), np.arange(len(labels))
    return csr_array((ones, (labels, rows)), shape=(n_groups, len(labels)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighting:
    """How phrases are weighed, as ``phrase_weights`` says."""

    emphasis: int = 2
    least_used: float = 0.0


FOR_NAMES = Weighting(emphasis=NAME_EMPHASIS, least_used=LEAST_USED)


def weigh(phrases: Phrases, groups: csr_array, *weightings: Weighting) -> list[csr_array]:
    """Weigh each phrase for each group in one way or more; groups as in ``set_weights``."""
    everywhere = np.bincount(phrases.in_papers.indices, minlength=len(phrases.texts))
    blocks: list[list[csr_array]] = [[] for _ in weightings]
    for first in range(0, max(groups.shape[0], 1), AT_ONCE):
        counted = _group_uses(phrases, groups[first : first + AT_ONCE], everywhere)
        for weighting, block in zip(weightings, blocks, strict=True):
            block.append(counted.weights(weighting))
    return [csr_array(vstack(block, format="csr")) for block in blocks]


@dataclass(frozen=True, slots=True, kw_only=True)
class _GroupUses:
    """How groups use phrases, one value a cell of ``used``."""

    used: csr_array
    """Shape (n_groups, n_phrases): papers of the group that use the phrase."""
    share: np.ndarray
    """The same, of the group's papers."""
    coverage: np.ndarray
    precision: np.ndarray
    specificity: np.ndarray

    def weights(self, by: Weighting) -> csr_array:
        found = (self.precision * self.coverage**by.emphasis) ** (1 / (1 + by.emphasis))
        weight = found * np.sqrt(self.specificity)
        if by.least_used:
            weight *= np.minimum(1, self.share / by.least_used) ** 2
        return csr_array((weight, self.used.indices, self.used.indptr), shape=self.used.shape)


def _group_uses(phrases: Phrases, groups: csr_array, everywhere: np.ndarray) -> _GroupUses:
    """Count which phrases the papers of groups use, as in ``set_weights``."""
    used, titled = _sums(groups, phrases.in_papers), _sums(groups, phrases.in_titles)
    size = np.diff(groups.indptr)
    group = np.repeat(np.arange(len(size)), np.diff(used.indptr))
    in_title = np.zeros(len(group))
    if len(group):  # choosing nothing from a sparse array gives a sparse array
        in_title[:] = titled[group, used.indices]
    precision, chance = used.data / everywhere[used.indices], size[group] / groups.shape[1]
    specific = np.log(np.maximum(precision / chance, 1)) / np.maximum(-np.log(chance), 1e-9)
    return _GroupUses(
        used=used,
        share=used.data / size[group],
        coverage=(used.data + in_title) / (2 * size[group]),
        precision=precision,
        specificity=specific,
    )


def _sums(groups: csr_array, marks: csr_array) -> csr_array:
    sums = csr_array(groups @ marks)
    sums.sort_indices()
    return sums
