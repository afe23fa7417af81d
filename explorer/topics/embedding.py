"""Papers as points: TF-IDF, then latent semantic analysis.

The model is learned on the papers of one analysis and frozen; new papers are placed by
``transform``. It is written as arrays and JSON, never as a pickle.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from explorer.topics.vocabulary import Vocabulary

BLOCK = 20_000
"""Papers whose weights are worked on at a time."""

THREADS = 2

STEP, TRIED = 16, 5
"""Directions that are turned towards the data at a time, and how many are tried for one dimension:
with these, neighbours are those of exact dimensions (of 32,000 on 120,000 papers, all but one)."""

ASTRAY = 1e-5
"""Chance in new directions: where papers have fewer dimensions than are tried, it leads on."""

NEARLY_DEPENDENT = 1e-10
"""Of squared lengths, the least to the largest: below, products are not precise enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedding:
    """How counted terms become a point."""

    vocabulary: Vocabulary
    idf: np.ndarray
    """float32 of shape (n_terms,): inverse document frequency of each term."""
    components: np.ndarray
    """float32 of shape (n_dimensions, n_terms): what each dimension is made of."""


def fit_embedding(
    counts: csr_array, vocabulary: Vocabulary, *, n_dimensions: int = 100
) -> tuple[Embedding, np.ndarray]:
    """Learn TF-IDF weights and latent dimensions, and place the papers themselves.

    Sublinear term frequency, smooth inverse document frequency, rows of unit length, then the
    first singular vectors, exactly. A randomised decomposition of a few iterations costs as much
    and leaves the last dimensions to chance: niches of two seeds then agree at .79 instead of .95.

    Returns
    -------
    Embedding
    ndarray of shape (n_papers, n_dimensions), float32
        Points of unit length; zero for a paper without any known term.
    """
    from threadpoolctl import threadpool_limits

    papers_with_term = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log((1 + counts.shape[0]) / (1 + papers_with_term)) + 1
    weights = tfidf(counts, idf.astype(np.float32))
    n_dimensions = min(n_dimensions, min(counts.shape) - 1)
    with threadpool_limits(1):  # blocks of papers keep the processors busy
        components = _dimensions(weights, n_dimensions)
    model = Embedding(vocabulary=vocabulary, idf=idf.astype(np.float32), components=components)
    return model, _unit_rows(weights @ model.components.T)


def _dimensions(weights: csr_array, n_dimensions: int) -> np.ndarray:
    """Return the first right singular vectors, by Lanczos' method (Golub & Underwood 1977).

    It works on blocks of directions, and all that touches papers is a sum over blocks of them.

    Returns
    -------
    ndarray of shape (n_dimensions, n_terms), float32
    """
    n_terms, n_tried = weights.shape[1], STEP * -(-TRIED * n_dimensions // STEP)
    if n_terms <= 2 * n_tried:
        directions = np.eye(n_terms, dtype=np.float32)
        products = (weights.T @ weights).toarray().astype(np.float64)
    else:
        directions, products = _tried_directions(weights, n_tried)
    _, vectors = np.linalg.eigh(products)
    found = (directions @ vectors[:, ::-1][:, :n_dimensions].astype(np.float32)).T
    largest = found[np.arange(n_dimensions), np.abs(found).argmax(axis=1)]
    return np.ascontiguousarray(found * np.where(largest < 0, -1, 1)[:, None], dtype=np.float32)


def _tried_directions(weights: csr_array, n_tried: int) -> tuple[np.ndarray, np.ndarray]:
    """Return directions at right angles that hold the largest singular vectors.

    Returns
    -------
    ndarray of shape (n_terms, n_tried), float32
    ndarray of shape (n_tried, n_tried), float64
        Of the weights along each direction with those along each other.
    """
    blocks = _blocks(weights)
    directions = np.zeros((weights.shape[1], n_tried), dtype=np.float32)
    turned = np.empty_like(directions)
    random = np.random.default_rng(0)
    new = random.standard_normal((weights.shape[1], STEP))
    for first in range(0, n_tried, STEP):
        before, now = directions[:, :first], slice(first, first + STEP)
        little = ASTRAY * np.linalg.norm(new) / np.sqrt(new.size)
        new = new + little * random.standard_normal(new.shape)
        for _ in range(2):  # once leaves rounding errors that grow from step to step
            new = _orthonormal(new - before @ (before.T @ new.astype(np.float32)))
        directions[:, now] = new
        new = turned[:, now] = _turned(blocks, directions[:, now])
    products = (directions.T @ turned).astype(np.float64)
    return directions, (products + products.T) / 2


def _orthonormal(columns: np.ndarray) -> np.ndarray:
    """Return columns at right angles that span the same; by their products, which is quick."""
    columns = columns.astype(np.float64)
    values, vectors = np.linalg.eigh(columns.T @ columns)
    if values[0] <= NEARLY_DEPENDENT * values[-1]:
        return np.linalg.qr(columns)[0]
    return np.asarray(columns @ (vectors / np.sqrt(values)))


def _turned(blocks: list[csr_array], directions: np.ndarray) -> np.ndarray:
    """Turn directions towards those in which the weights of papers are large."""
    directions = np.ascontiguousarray(directions)
    with ThreadPoolExecutor(THREADS) as pool:
        parts = pool.map(lambda block: block.T @ (block @ directions), blocks)
        total: np.ndarray = sum(parts, np.zeros(directions.shape))
    return total


def _blocks(weights: csr_array) -> list[csr_array]:
    """Split into blocks of papers, without a copy."""
    blocks = []
    for first in range(0, weights.shape[0], BLOCK):
        ends = weights.indptr[first : first + BLOCK + 1]
        cells, shape = slice(ends[0], ends[-1]), (len(ends) - 1, weights.shape[1])
        parts = weights.data[cells], weights.indices[cells], ends - ends[0]
        blocks.append(csr_array(parts, shape=shape))
    return blocks


def transform(counts: csr_array, model: Embedding) -> np.ndarray:
    """Place papers whose terms were counted with the model's vocabulary.

    Returns
    -------
    ndarray of shape (n_papers, n_dimensions), float32
    """
    return _unit_rows(tfidf(counts, model.idf) @ model.components.T)


def tfidf(counts: csr_array, idf: np.ndarray) -> csr_array:
    """Weigh counts: ``(1 + log count) * idf``, rows of unit length.

    Parameters
    ----------
    counts : sparse array of shape (n_papers, n_terms)
    idf : ndarray of shape (n_terms,)
    """
    weights = csr_array(counts, copy=True)
    weights.data = (1 + np.log(weights.data)) * idf[weights.indices]
    squares = csr_array((weights.data**2, weights.indices, weights.indptr), shape=weights.shape)
    length = np.sqrt(squares.sum(axis=1))
    length[length == 0] = 1
    weights.data = (weights.data / np.repeat(length, np.diff(weights.indptr))).astype(np.float32)
    return weights


def _unit_rows(points: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(points, axis=1, keepdims=True)
    length[length == 0] = 1
    return np.ascontiguousarray(points / length, dtype=np.float32)
