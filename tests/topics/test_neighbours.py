import numpy as np
import pytest

from explorer.topics import neighbours
from explorer.topics.neighbours import nearest_papers, neighbour_graph


def unit_points(n, dimensions=8, *, seed=0):
    points = np.random.default_rng(seed).normal(size=(n, dimensions)).astype(np.float32)
    return points / np.linalg.norm(points, axis=1, keepdims=True)


def clustered_points(n, n_clusters, dimensions, *, seed=0):
    rng = np.random.default_rng(seed)
    middles = unit_points(n_clusters, dimensions, seed=seed)
    points = middles[rng.integers(0, n_clusters, n)] + 0.15 * rng.normal(size=(n, dimensions))
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)


def test_the_nearest_papers_are_those_that_comparing_all_pairs_finds():
    points, queries = unit_points(300), unit_points(20, seed=1)
    rows, cosines = nearest_papers(points, queries, n_neighbours=7)
    everything = queries @ points.T
    expected = np.argsort(-everything, axis=1)[:, :7]
    assert np.array_equal(rows, expected)
    assert cosines == pytest.approx(np.take_along_axis(everything, expected, axis=1), abs=1e-6)


def test_a_paper_is_its_own_nearest():
    points = unit_points(50)
    rows, cosines = nearest_papers(points, points, n_neighbours=3)
    assert np.array_equal(rows[:, 0], np.arange(50))
    assert cosines[:, 0] == pytest.approx(1, abs=1e-6)


def test_too_few_papers_leave_places_empty():
    points = unit_points(4)
    rows, cosines = nearest_papers(points, points, n_neighbours=6)
    assert (np.sort(rows, axis=1)[:, 2:] == np.arange(4)).all()
    assert (rows[:, 4:] == -1).all()
    assert neighbour_graph(rows, cosines).shape == (4, 4)


def test_searching_cells_finds_nearly_all_true_neighbours_the_same_ones_each_time(monkeypatch):
    points = clustered_points(9_000, 60, 16)
    true, _ = nearest_papers(points, points[:300], n_neighbours=16)
    monkeypatch.setattr(neighbours, "EXACT_UP_TO", 8_000)
    found, cosines = nearest_papers(points, points[:300], n_neighbours=16)
    recall = np.mean([len(set(a) & set(b)) / 16 for a, b in zip(true, found, strict=True)])
    assert recall > 0.97
    again, same_cosines = nearest_papers(points, points[:300], n_neighbours=16)
    assert np.array_equal(found, again)
    assert np.array_equal(cosines, same_cosines)


def test_the_graph_joins_neighbours_both_ways_and_nobody_to_himself():
    points = unit_points(200)
    rows, cosines = nearest_papers(points, points, n_neighbours=6)
    graph = neighbour_graph(rows, cosines)
    assert (graph != graph.T).nnz == 0
    assert not graph.diagonal().any()
    assert (graph.data > 0).all()
    expected = np.zeros((200, 200))
    for row, (near, weight) in enumerate(zip(rows, cosines, strict=True)):
        for other, cosine in zip(near, weight, strict=True):
            if other != row and cosine > 0:
                expected[row, other] = expected[other, row] = cosine
    assert graph.toarray() == pytest.approx(expected, abs=1e-6)


def test_a_paper_without_known_words_has_no_neighbours():
    points = np.vstack([unit_points(20), np.zeros((1, 8), dtype=np.float32)])
    graph = neighbour_graph(*nearest_papers(points, points, n_neighbours=4))
    assert graph[[20], :].nnz == 0


def test_the_graph_of_shuffled_papers_is_the_shuffled_graph():
    points = unit_points(150)
    order = np.random.default_rng(2).permutation(150)
    graph = neighbour_graph(*nearest_papers(points, points, n_neighbours=6))
    shuffled = neighbour_graph(*nearest_papers(points[order], points[order], n_neighbours=6))
    assert shuffled.toarray() == pytest.approx(graph.toarray()[np.ix_(order, order)], abs=1e-6)
