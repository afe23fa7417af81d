"""Which papers belong together: niches, subfields and areas, each inside the next.

One Leiden partition of a graph of papers differs from seed to seed. Here several partitions vote on
every edge, and the graph of votes is partitioned once more (Lancichinetti & Fortunato 2012).
Subfields are found first, so that they are as stable as papers make them; niches are found inside
each, by the same votes; areas are found on the graph of subfields.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from explorer.topics.leiden import THREADS, Partition, leiden, leiden_of_parts, parts_of
from explorer.topics.warm_start import Earlier, commonest, gathered, partition_warm, rejoined

RESOLUTION_PER_NICHE, RESOLUTION_PER_SUBFIELD = 0.075, 0.058
"""Leiden resolution that gives one community; measured on 25,000 to 120,000 papers."""

FEW_NODES = 25_000
"""Nodes up to which the resolution of subfields and areas is looked for instead."""

TRIES, TOLERANCE = 8, 0.1

VOTES_OF_PAPERS, VOTES_OF_SUBFIELDS = 4, 32
"""Partitions that vote: of the graph of papers, and of the small one of subfields."""

NICHES_PER_SUBFIELD, SUBFIELDS_PER_AREA = 4.0, 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """A nested partition; labels run from 0, largest community first."""

    niche_of_paper: np.ndarray
    """int64 of shape (n_papers,)."""
    subfield_of_niche: np.ndarray
    """int64 of shape (n_niches,)."""
    area_of_subfield: np.ndarray
    """int64 of shape (n_subfields,)."""
    stability: np.ndarray
    """float64 of shape (n_niches,), 0 to 1: how often two neighbours inside the niche were put
    together by the partitions that voted."""


def find_communities(
    graph: csr_array,
    *,
    papers_per_niche: int = 120,
    min_papers: int = 12,
    seed: int = 0,
    earlier: Earlier | None = None,
) -> Communities:
    """Split a graph of papers into niches, and join niches into subfields and areas.

    Parameters
    ----------
    graph : symmetric sparse array of shape (n_papers, n_papers)
    papers_per_niche : int
        Niches are this large on average.
    min_papers : int
        Smaller communities join the niche that they are tied to most.
    earlier : Earlier, optional
        The partition to begin with, where there was one of these papers.
    """
    wanted = max(2.0, graph.shape[0] / papers_per_niche)
    several = wanted / NICHES_PER_SUBFIELD
    resolution = _resolution(graph, several, RESOLUTION_PER_SUBFIELD * several, seed=seed)
    before = None if earlier is None else earlier.subfield
    labels, votes = consensus(graph, resolution, n_votes=VOTES_OF_PAPERS, seed=seed, earlier=before)
    labels = labels if earlier is None else gathered(earlier.niche, labels)
    subfield = _by_size(_absorb_small(graph, labels, min_papers))

    inside = _ends_alike(graph, subfield)
    within = csr_array(_subgraph(graph, inside))
    share = within.data.sum() / max(graph.data.sum(), 1e-12)
    resolution = RESOLUTION_PER_NICHE * wanted / max(share, 0.1)
    of_parts = partial(leiden_of_parts, parts=parts_of(subfield))
    known: dict[str, Any] = (
        {"partition": of_parts} if earlier is None else {"earlier": earlier.niche}
    )
    labels, again = consensus(within, resolution, n_votes=VOTES_OF_PAPERS, seed=seed, **known)
    niche = _absorb_small(within, labels, min_papers, parent=subfield)
    if earlier is not None:
        whole = rejoined(graph, earlier.niche, niche, RESOLUTION_PER_NICHE * wanted)
        niche, subfield = whole, _by_size(_above(niche, subfield)[whole])
    niche = _by_size(niche)
    subfield_of_niche = _above(niche, subfield)
    together = np.zeros(graph.nnz)
    together[inside] = again * votes[inside]
    before = None if earlier is None else commonest(earlier.area, subfield)
    return Communities(
        niche_of_paper=niche,
        subfield_of_niche=subfield_of_niche,
        area_of_subfield=_areas(_contract(graph, subfield), seed=seed, earlier=before),
        stability=_mean_vote(graph, together, niche),
    )


def consensus(
    graph: csr_array,
    resolution: float,
    *,
    n_votes: int,
    seed: int,
    earlier: np.ndarray | None = None,
    partition: Partition = leiden,
) -> tuple[np.ndarray, np.ndarray]:
    """Partition by the votes of ``n_votes`` Leiden partitions with different seeds.

    Parameters
    ----------
    earlier : ndarray of shape (n_nodes,), int, optional
        A partition that votes as well, as in ``partition_warm``.
    partition : function, optional
        ``leiden`` of the whole graph, or of its parts.

    Returns
    -------
    ndarray of shape (n_nodes,), int64
        Labels.
    ndarray of shape (n_edges,), float64
        For each stored edge of ``graph``, the share of partitions that keep its ends together.
    """
    seeds = range(1000 * seed, 1000 * seed + n_votes)
    with ThreadPoolExecutor(THREADS) as pool:
        partitions = list(pool.map(lambda s: partition(graph, resolution, seed=s), seeds))
    source, target = _ends(graph), graph.indices
    together = np.zeros(len(target), dtype=np.int32)
    for labels in partitions:
        together += labels[source] == labels[target]
    votes = together / n_votes
    last = partial(partition, resolution=resolution, seed=1000 * seed + n_votes)
    if earlier is not None:
        return partition_warm(graph, votes, earlier, last), votes
    voted = csr_array((graph.data * (votes + 0.01), target, graph.indptr), shape=graph.shape)
    return last(voted, iterations=4), votes


def _resolution(graph: csr_array, wanted: float, guess: float, *, seed: int) -> float:
    """Return a resolution that gives about ``wanted`` communities; on a large graph, the guess."""
    low, high, resolution = 0.0, np.inf, guess
    if graph.shape[0] > FEW_NODES or not graph.nnz:
        return guess
    for _ in range(TRIES):
        size = np.bincount(leiden(graph, resolution, seed=seed))
        found = max(int((size > 1).sum()), 1)
        if abs(found - wanted) <= max(TOLERANCE * wanted, 0.5):
            break
        low, high = (resolution, high) if found < wanted else (low, resolution)
        step = resolution * wanted / found
        middle = float(np.sqrt(low * high)) if low and high < np.inf else step
        resolution = step if low < step < high else middle
    return resolution


def _areas(graph: csr_array, *, seed: int, earlier: np.ndarray | None = None) -> np.ndarray:
    """Join subfields into areas."""
    if graph.shape[0] <= 2 or graph.nnz == 0:
        return np.zeros(graph.shape[0], dtype=np.int64)
    resolution = _resolution(graph, graph.shape[0] / SUBFIELDS_PER_AREA, 1.0, seed=seed)
    labels, _ = consensus(graph, resolution, n_votes=VOTES_OF_SUBFIELDS, seed=seed, earlier=earlier)
    return _by_size(labels)


def _ends_alike(graph: csr_array, labels: np.ndarray) -> np.ndarray:
    """Tell which stored edges stay inside one community."""
    return labels[_ends(graph)] == labels[graph.indices]


def _subgraph(graph: csr_array, kept: np.ndarray) -> csr_array:
    """Keep some of the stored edges."""
    starts = np.concatenate([[0], np.cumsum(kept)])[graph.indptr]
    return csr_array((graph.data[kept], graph.indices[kept], starts), shape=graph.shape)


def _contract(graph: csr_array, labels: np.ndarray) -> csr_array:
    """Add up the edges between communities, without those inside."""
    n = int(labels.max()) + 1
    source, target = labels[_ends(graph)], labels[graph.indices]
    between = source != target
    kept = (graph.data[between], (source[between], target[between]))
    return csr_array(csr_array(kept, shape=(n, n)))


def _absorb_small(
    graph: csr_array, labels: np.ndarray, min_papers: int, parent: np.ndarray | None = None
) -> np.ndarray:
    """Let communities under ``min_papers`` join the one that they are tied to most.

    Those that are tied to none join the largest, of the same parent if there are parents.
    """
    parent = np.zeros(len(labels), dtype=np.int64) if parent is None else parent
    labels = np.unique(np.stack([parent, labels]), axis=1, return_inverse=True)[1]
    while True:
        size = np.bincount(labels)
        above = np.empty(len(size), dtype=np.int64)
        above[labels] = parent
        alone = np.bincount(above)[above] == 1
        small = np.flatnonzero((size < min_papers) & ~alone)
        if not len(small):
            return labels
        by_size = np.lexsort((-np.arange(len(size)), size))
        largest = np.empty(int(above.max()) + 1, dtype=np.int64)
        largest[above[by_size]] = by_size
        ties = _contract(graph, labels)
        target = np.arange(len(size))
        for community in small[np.argsort(size[small], kind="stable")].tolist():
            chosen = _most_tied(ties, community, default=int(largest[above[community]]))
            target[community] = target[chosen]
        labels = np.unique(target[labels], return_inverse=True)[1]


def _most_tied(ties: csr_array, community: int, *, default: int) -> int:
    span = slice(ties.indptr[community], ties.indptr[community + 1])
    if span.start == span.stop:
        return default
    return int(ties.indices[span][np.argmax(ties.data[span])])


def _by_size(labels: np.ndarray) -> np.ndarray:
    """Renumber communities from the largest; ties go to the one that holds the earlier node."""
    _, first, inverse, size = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(size), dtype=np.int64)
    rank[np.lexsort((first, -size))] = np.arange(len(size))
    return rank[inverse]


def _above(label: np.ndarray, parent: np.ndarray) -> np.ndarray:
    """Return the parent of each community, given that of each node."""
    above = np.empty(int(label.max()) + 1, dtype=np.int64)
    above[label] = parent
    return above


def _mean_vote(graph: csr_array, votes: np.ndarray, labels: np.ndarray) -> np.ndarray:
    source = labels[_ends(graph)]
    inside = source == labels[graph.indices]
    n = int(labels.max()) + 1
    total = np.bincount(source[inside], votes[inside], minlength=n)
    return total / np.maximum(np.bincount(source[inside], minlength=n), 1)


def _ends(graph: csr_array) -> np.ndarray:
    return np.repeat(np.arange(graph.shape[0], dtype=np.int32), np.diff(graph.indptr))
