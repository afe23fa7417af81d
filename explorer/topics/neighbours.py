"""Which papers lie near each other: a graph of nearest neighbours."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

EXACT_UP_TO = 20_000
"""Papers up to which every pair is compared; beyond, cells are searched."""

PAPERS_A_CELL, MOST_CELLS = 300, 4_096
"""So the papers that each is compared with stay as many however many there are; past a million,
cells grow instead, for then finding the nearest ones takes as long as looking into them."""

CELLS_SEARCHED, COMPARED = 32, 10
"""Nearest cells that are searched, by short codes of four bits for two dimensions; the cosine
itself is computed for so many candidates for each neighbour that is wanted."""

QUERIES = 20_000
"""Papers whose candidates are held at a time."""

THREADS = 2


def nearest_papers(
    points: np.ndarray, queries: np.ndarray, *, n_neighbours: int
) -> tuple[np.ndarray, np.ndarray]:
    """Find the papers nearest to each query by cosine.

    Past ``EXACT_UP_TO`` papers the points are split into cells, of which the nearest are searched
    by codes (Andre et al. 2017): 98.6 % of the true neighbours on 120,000 papers.

    Parameters
    ----------
    points : ndarray of shape (n_papers, n_dimensions), float32, rows of unit length
    queries : ndarray of shape (n_queries, n_dimensions), float32, rows of unit length

    Returns
    -------
    ndarray of shape (n_queries, n_neighbours), int64
        Rows of ``points``, nearest first; -1 where there are too few papers.
    ndarray of shape (n_queries, n_neighbours), float32
        Their cosines.
    """
    import faiss

    faiss.omp_set_num_threads(THREADS)
    n_papers, n_dimensions = points.shape
    every = faiss.IndexFlatIP(n_dimensions)
    if n_papers <= EXACT_UP_TO:
        every.add(points)
        cosines, rows = every.search(queries, n_neighbours)
        return rows, cosines
    n_cells = min(n_papers // PAPERS_A_CELL, MOST_CELLS)
    cells = faiss.IndexIVFPQFastScan(
        every, n_dimensions, n_cells, n_dimensions // 2, 4, faiss.METRIC_INNER_PRODUCT
    )
    cells.cp.seed, cells.cp.max_points_per_centroid, cells.nprobe = 1, 64, CELLS_SEARCHED
    index = faiss.IndexRefineFlat(cells)
    index.k_factor = COMPARED
    faiss.omp_set_num_threads(1)  # small steps: threads would wait for each other at every one
    index.train(points)
    faiss.omp_set_num_threads(THREADS)
    index.add(points)
    blocks = range(0, len(queries), QUERIES)
    found = [index.search(queries[at : at + QUERIES], n_neighbours) for at in blocks]
    cosines, rows = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return rows, cosines


def neighbour_graph(rows: np.ndarray, cosines: np.ndarray) -> csr_array:
    """Join each paper to its neighbours, both ways, with the cosine as weight.

    Parameters
    ----------
    rows, cosines : ndarray of shape (n_papers, n_neighbours)
        As from ``nearest_papers`` of the papers themselves; a paper's own row is left out.

    Returns
    -------
    csr_array of shape (n_papers, n_papers), symmetric, float64, without a diagonal
    """
    n_papers, n_neighbours = rows.shape
    source = np.repeat(np.arange(n_papers, dtype=np.int32), n_neighbours)
    target, weight = rows.ravel().astype(np.int32), cosines.ravel().astype(np.float64)
    kept = (target >= 0) & (target != source) & (weight > 0)
    shape = (n_papers, n_papers)
    directed = csr_array((weight[kept], (source[kept], target[kept])), shape=shape)
    graph = csr_array(directed.maximum(directed.T))
    graph.sort_indices()
    return graph
