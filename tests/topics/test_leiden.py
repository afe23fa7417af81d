import numpy as np
from scipy.sparse import block_diag, csr_array

from explorer.topics.leiden import leiden, leiden_of_parts, parts_of


def ring(n, shift):
    """Join each node to the next, by weights that no two rings share."""
    ties = np.zeros((n, n))
    at = np.arange(n)
    ties[at, (at + 1) % n] = 1 + (at * shift) % 3
    return ties + ties.T


def same(labels, others):
    pairs = np.unique(np.stack([labels, others]), axis=1)
    return pairs.shape[1] == len(np.unique(labels)) == len(np.unique(others))


def test_one_part_is_the_whole():
    graph = csr_array(ring(60, 7))
    of_parts = leiden_of_parts(graph, 1.0, parts=[np.arange(60)], seed=3)
    assert np.array_equal(of_parts, leiden(graph, 1.0, seed=3))


def test_parts_are_partitioned_as_each_is_alone_at_the_resolution_of_the_whole():
    alone = [csr_array(ring(n, 5)) for n in (40, 60)]
    mixed = np.random.default_rng(0).permutation(100)
    whole = csr_array(csr_array(block_diag(alone))[mixed][:, mixed])
    parts = [np.flatnonzero(mixed < 40), np.flatnonzero(mixed >= 40)]
    found = leiden_of_parts(whole, 2.0, parts=parts, seed=0)
    shares = [each.sum() / whole.sum() for each in alone]
    assert set(found[parts[0]]).isdisjoint(found[parts[1]])
    for nodes, share in zip(parts, shares, strict=True):
        part = csr_array(whole[nodes][:, nodes])
        assert same(found[nodes], leiden(part, 2.0 * share, seed=0))


def test_parts_hold_whole_groups_and_every_node_once():
    group = np.random.default_rng(0).integers(0, 50, 30_000)
    parts = parts_of(group)
    assert len(parts) == 3
    assert np.array_equal(np.sort(np.concatenate(parts)), np.arange(30_000))
    assert sum(len(np.unique(group[nodes])) for nodes in parts) == 50
    assert all((np.diff(nodes) > 0).all() for nodes in parts)
