"""A partition that begins with an earlier one, and leaves it only where the papers do.

Partitions found now vote on every edge of the graph; the earlier one has a vote as well, which
weighs as much as all of theirs. A group that would be scattered by that, neither kept nor taken in
whole by another, is held harder, twice; and in the end its parts are joined again if they would be
one at half the resolution. A group whose parts are hardly tied comes apart however hard it is held,
because there is little between them to hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.sparse import csr_array

WEIGHT, HARDER, ROUNDS = 1.0, 4.0, 3
"""Of the earlier partition against all votes, its factor for groups that would be scattered, and
how often a partition is made."""

LEAST_VOTE = 0.01
"""Added to every edge, so that none is without weight."""

TOGETHER = 0.8
"""Share of a niche's papers in one subfield from which the others may leave it."""

TIED, PART = 0.5, 0.1
"""Ties of two parts of a group, against what its papers would have by chance at the resolution at
hand, from which they stay one; and share of the group that makes a part."""

KEPT, TAKEN_IN = 0.5, 0.8
"""Jaccard from which a group goes on, and share from which others take it in whole."""


class Partition(Protocol):
    """What partitions a graph."""

    def __call__(self, graph: csr_array, *, iterations: int) -> np.ndarray:
        """Return the community of each node."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The partition to begin with."""

    niche: np.ndarray
    """int64 of shape (n_papers,): niche of each paper; -1 for papers that came since."""
    subfield_of_niche: np.ndarray
    """int64 of shape (n_niches,)."""
    area_of_subfield: np.ndarray
    """int64 of shape (n_subfields,)."""

    @property
    def subfield(self) -> np.ndarray:
        """Subfield of each paper; -1 for papers that came since."""
        return _above(self.niche, self.subfield_of_niche)

    @property
    def area(self) -> np.ndarray:
        """Area of each paper; -1 for papers that came since."""
        return _above(self.subfield, self.area_of_subfield)


def partition_warm(
    graph: csr_array,
    votes: np.ndarray,
    earlier: np.ndarray,
    partition: Partition,
) -> np.ndarray:
    """Partition a graph by votes, one of which is an earlier partition of its nodes.

    Parameters
    ----------
    graph : symmetric sparse array of shape (n_nodes, n_nodes)
    votes : ndarray of shape (n_edges,)
        For each stored edge, the share of partitions found now that keep its ends together.
    earlier : ndarray of shape (n_nodes,), int
        -1 for nodes that had no group; they are held as their neighbours are.
    partition : function
        Partitions a graph in some iterations.

    Returns
    -------
    ndarray of shape (n_nodes,), int64
    """
    source = np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr))
    group = spread(graph, earlier)
    same = (group[source] == group[graph.indices]) & (group[source] >= 0)
    hold = np.full(int(group.max(initial=-1)) + 2, WEIGHT)  # the last is that of nodes without one
    labels = np.empty(0, dtype=np.int64)
    for left in reversed(range(ROUNDS)):
        held = np.maximum(hold[group[source]], hold[group[graph.indices]])
        weight = graph.data * ((votes + held * same) / (1 + held) + LEAST_VOTE)
        voted = csr_array((weight, graph.indices, graph.indptr), shape=graph.shape)
        labels = partition(voted, iterations=1 if left else 2)
        hold[_scattered(earlier, labels)] *= HARDER
    return labels


def spread(graph: csr_array, group: np.ndarray) -> np.ndarray:
    """Let nodes without a group join that of most of their neighbours, those nearest to one first.

    Returns
    -------
    ndarray of shape (n_nodes,), int64
        -1 where no path leads to a node with a group.
    """
    group = group.astype(np.int64)
    while True:
        known = np.flatnonzero(group >= 0)
        unknown = np.flatnonzero(group < 0)
        if not len(known) or not len(unknown):
            return group
        shape = (graph.shape[0], int(group.max()) + 1)
        votes = graph[unknown] @ csr_array((np.ones(len(known)), (known, group[known])), shape)
        reached = np.diff(votes.indptr) > 0
        if not reached.any():
            return group
        group[unknown[reached]] = np.asarray(votes[reached].argmax(axis=1)).ravel()


def gathered(old: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Keep an old group whole if half of it or more, but less than ``TOGETHER``, is in one new one.

    One that has less than half of it anywhere has no home, and its papers go where they went.

    Returns
    -------
    ndarray of shape (n_papers,), int64
        ``new``, in which fewer old groups are scattered.
    """
    shared = old >= 0
    rows, columns, both = _shared(old[shared], new[shared])
    most = np.zeros(int(old.max(initial=-1)) + 2, dtype=np.int64)  # the last is that of no group
    home = np.full(len(most), -1)
    order = np.lexsort((-columns, both))
    most[rows[order]], home[rows[order]] = both[order], columns[order]
    size = np.bincount(old[shared], minlength=len(most))
    apart = (most >= KEPT * size) & (most < TOGETHER * size)
    return np.where(apart[old] & shared, home[old], new)


def rejoined(graph: csr_array, old: np.ndarray, new: np.ndarray, resolution: float) -> np.ndarray:
    """Join parts of scattered old groups that are tied, the largest first, until the group goes on.

    A niche that has only grown a little too large for the resolution at hand is not parted: it
    comes apart when it would at half of it. One that would not go on so stays apart.

    Parameters
    ----------
    graph : symmetric sparse array of shape (n_nodes, n_nodes)
    old, new : ndarray of shape (n_nodes,), int
        -1 in ``old`` for nodes that had no group.
    resolution : float
        Of the modularity by which ``new`` was found.

    Returns
    -------
    ndarray of shape (n_nodes,), int64
        ``new``, in which fewer old groups are scattered.
    """
    shared = old >= 0
    pairs = _shared(old[shared], new[shared])
    sizes = np.bincount(old[shared], minlength=1), np.bincount(new[shared], minlength=new.max() + 1)
    ties = _ties(graph, new)
    degree = np.asarray(ties.sum(axis=1)).ravel()
    by_chance = resolution / max(float(degree.sum()), 1e-12)
    target = np.arange(len(degree))
    for group in _scattered(old, new).tolist():
        own = (pairs[0] == group) & (pairs[2] >= PART * sizes[0][group])
        own = np.flatnonzero(own & (target[pairs[1]] == pairs[1]))
        own = own[np.argsort(-pairs[2][own], kind="stable")]
        parts, both = pairs[1][own], pairs[2][own]
        whole = np.arange(len(parts)) < 1
        for i in range(1, len(parts)):
            tie = ties[parts[whole]][:, parts[[i]]].sum()
            tied = tie >= TIED * by_chance * degree[parts[whole]].sum() * degree[parts[i]]
            whole[i] = tied and not _goes_on(sizes, group, parts[whole], both[whole])
        if _goes_on(sizes, group, parts[whole], both[whole]):
            target[parts[whole]] = parts[0]
    return target[new]


def commonest(old: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Return the old group that most papers of each new one had; -1 where none had any.

    Parameters
    ----------
    old, new : ndarray of shape (n_papers,), int
        -1 in ``old`` for papers that had none.
    """
    shared = old >= 0
    rows, columns, both = _shared(old[shared], new[shared])
    order = np.lexsort((-rows, both))
    found = np.full(int(new.max()) + 1, -1)
    found[columns[order]] = rows[order]
    return found


def _above(group: np.ndarray, parent: np.ndarray) -> np.ndarray:
    return np.where(group >= 0, parent[group], -1)


def _ties(graph: csr_array, label: np.ndarray) -> csr_array:
    """Add up the edges inside and between groups."""
    place = (np.ones(len(label)), (label, np.arange(len(label))))
    members = csr_array(place, shape=(int(label.max()) + 1, len(label)))
    return csr_array(members @ graph @ members.T)


def _goes_on(
    sizes: tuple[np.ndarray, np.ndarray], group: int, parts: np.ndarray, both: np.ndarray
) -> bool:
    """Tell whether an old group and some new ones together are the same."""
    held = both.sum()
    return bool(held >= KEPT * (sizes[0][group] + sizes[1][parts].sum() - held))


def _scattered(old: np.ndarray, new: np.ndarray) -> np.ndarray:
    """List the old groups of which no new one is the greater part, besides those that merged."""
    shared = old >= 0
    rows, columns, both = _shared(old[shared], new[shared])
    of_old = np.bincount(old[shared], minlength=1)
    of_new = np.bincount(new[shared], minlength=int(new.max()) + 1)
    kept = both / (of_old[rows] + of_new[columns] - both) >= KEPT
    whole = both / of_old[rows] >= TAKEN_IN
    into = columns[whole]
    merged = np.bincount(into, both[whole], minlength=len(of_new)) >= TAKEN_IN * of_new
    several = np.bincount(into, minlength=len(of_new)) >= 2
    scattered: np.ndarray = np.setdiff1d(rows, rows[kept | (whole & (merged & several)[columns])])
    return scattered


def _shared(old: np.ndarray, new: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Count the nodes that each pair of groups shares."""
    pairs, both = np.unique(np.column_stack([old, new]), axis=0, return_counts=True)
    return pairs[:, 0], pairs[:, 1], both
