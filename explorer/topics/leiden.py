"""Partitions of a graph by Leiden's method, of the whole or of parts that no edge joins."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np
from scipy.sparse import csr_array

PART = 10_000
"""Papers of whole subfields that are split into niches together: few enough for a fast memory."""

THREADS = 2


class Partition(Protocol):
    """Partitions a graph by modularity."""

    def __call__(
        self, graph: csr_array, resolution: float, *, seed: int, iterations: int = 2
    ) -> np.ndarray:
        """Return the community of each node."""


def leiden(graph: csr_array, resolution: float, *, seed: int, iterations: int = 2) -> np.ndarray:
    """Partition a graph by modularity (Traag, Waltman & van Eck 2019).

    Returns
    -------
    ndarray of shape (n_nodes,), int64
    """
    import graspologic_native

    if not graph.nnz:  # the library panics on a graph without edges
        return np.arange(graph.shape[0])
    _, community = graspologic_native.leiden_csr(
        graph.indptr.astype(np.int64),
        graph.indices.astype(np.int32),
        graph.data.astype(np.float64),
        graph.shape[0],
        resolution=resolution,
        seed=seed,
        iterations=iterations,
    )
    labels = np.empty(graph.shape[0], dtype=np.int64)
    labels[np.fromiter(community.keys(), np.int64)] = np.fromiter(community.values(), np.int64)
    return labels


def leiden_of_parts(
    graph: csr_array,
    resolution: float,
    *,
    parts: Sequence[np.ndarray],
    seed: int,
    iterations: int = 2,
) -> np.ndarray:
    """Partition parts of a graph that no edge joins, as ``leiden`` does the whole.

    Parameters
    ----------
    parts : sequence of ndarray, int
        Nodes of each part, in ascending order; together all nodes.
    """
    labels, place = np.empty((2, graph.shape[0]), dtype=np.int64)
    whole = max(graph.data.sum(), 1e-12)

    def of_part(nodes: np.ndarray) -> np.ndarray:
        place[nodes] = np.arange(len(nodes))
        rows = graph[nodes]
        cells = (rows.data, place[rows.indices], rows.indptr)
        part = csr_array(cells, shape=(len(nodes), len(nodes)))
        share = part.data.sum() / whole
        return leiden(part, resolution * share, seed=seed, iterations=iterations)

    n_found = 0
    with ThreadPoolExecutor(THREADS) as pool:
        for nodes, found in zip(parts, pool.map(of_part, parts), strict=True):
            labels[nodes] = found + n_found
            n_found += int(found.max()) + 1
    return labels


def parts_of(group: np.ndarray) -> list[np.ndarray]:
    """Split nodes into parts of whole groups, of about ``PART`` nodes."""
    size = np.bincount(group)
    part = ((np.cumsum(size) - size) // PART)[group]
    bounds = np.cumsum(np.bincount(part))[:-1]
    return [each for each in np.split(np.argsort(part, kind="stable"), bounds) if len(each)]
