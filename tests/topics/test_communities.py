import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array, random_array

from explorer.topics.communities import consensus, find_communities
from explorer.topics.leiden import leiden


def planted_graph(sizes, *, inside=0.4, between=0.01, seed=0):
    """Join papers of one block often, and others seldom."""
    rng = np.random.default_rng(seed)
    block = np.repeat(np.arange(len(sizes)), sizes)
    chance = np.where(block[:, None] == block, inside, between)
    upper = np.triu(rng.random(chance.shape) < chance, 1)
    weight = np.triu(rng.uniform(0.5, 1.0, chance.shape)) * upper
    return csr_array(weight + weight.T), block


def nested_graph(*, seed=0):
    """Sixteen blocks of thirty, four by four more often joined."""
    rng = np.random.default_rng(seed)
    block = np.repeat(np.arange(16), 30)
    near = block[:, None] // 4 == block // 4
    chance = np.where(block[:, None] == block, 0.5, np.where(near, 0.02, 0.001))
    upper = np.triu(rng.random(chance.shape) < chance, 1).astype(float)
    return csr_array(upper + upper.T), block


def same_partition(left, right):
    pairs = set(zip(left.tolist(), right.tolist(), strict=True))
    return len(pairs) == len(set(left.tolist())) == len(set(right.tolist()))


def edgeless(n):
    return csr_array((n, n), dtype=np.float64)


def assert_whole(found, n_papers):
    """Check that every paper is in one niche, and every niche and subfield in one above."""
    for label, count in [
        (found.niche_of_paper, n_papers),
        (found.subfield_of_niche, len(found.stability)),
        (found.area_of_subfield, found.subfield_of_niche.max() + 1),
    ]:
        assert len(label) == count
        sizes = np.bincount(label)
        assert (sizes > 0).all()
    papers = np.bincount(found.niche_of_paper)
    assert (np.diff(papers) <= 0).all()
    assert len(papers) == len(found.stability)
    assert ((found.stability >= 0) & (found.stability <= 1)).all()


def test_planted_blocks_are_recovered():
    graph, block = planted_graph([60, 50, 40, 30, 25])
    found = find_communities(graph, papers_per_niche=41)
    assert_whole(found, len(block))
    assert same_partition(found.niche_of_paper, block)
    assert (found.stability > 0.9).all()


def test_labels_run_from_the_largest_block():
    graph, block = planted_graph([25, 60, 40])
    found = find_communities(graph, papers_per_niche=40)
    assert np.bincount(found.niche_of_paper).tolist() == [60, 40, 25]
    assert found.niche_of_paper[block == 1].tolist() == [0] * 60


def test_subfields_join_the_niches_that_are_tied_most():
    graph, block = nested_graph()
    found = find_communities(graph, papers_per_niche=30)
    assert same_partition(found.niche_of_paper, block)
    assert same_partition(found.subfield_of_niche[found.niche_of_paper], block // 4)
    assert_whole(found, len(block))


def test_a_small_niche_joins_one_of_its_own_subfield():
    graph, block = nested_graph()
    found = find_communities(graph, papers_per_niche=30, min_papers=50)
    assert_whole(found, len(block))
    assert (np.bincount(found.niche_of_paper) >= 50).all()
    assert same_partition(found.subfield_of_niche[found.niche_of_paper], block // 4)


def test_more_papers_a_niche_make_fewer_niches():
    graph, _ = nested_graph()
    counts = [
        len(find_communities(graph, papers_per_niche=size).stability) for size in (8, 60, 480)
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


def test_the_same_seed_gives_the_same_communities():
    graph, _ = nested_graph(seed=4)
    first, second = (find_communities(graph, papers_per_niche=30, seed=7) for _ in range(2))
    for name in ("niche_of_paper", "subfield_of_niche", "area_of_subfield", "stability"):
        assert np.array_equal(getattr(first, name), getattr(second, name))


def test_relabelled_papers_are_in_the_same_communities():
    graph, _ = nested_graph()
    order = np.random.default_rng(1).permutation(graph.shape[0])
    shuffled = csr_array(graph[order][:, order])
    shuffled.sort_indices()
    found = find_communities(graph, papers_per_niche=30)
    again = find_communities(shuffled, papers_per_niche=30)
    assert same_partition(found.niche_of_paper[order], again.niche_of_paper)
    subfield = found.subfield_of_niche[found.niche_of_paper]
    assert same_partition(subfield[order], again.subfield_of_niche[again.niche_of_paper])


def test_small_communities_join_the_one_that_they_are_tied_to_most():
    graph, block = planted_graph([40, 40, 5], inside=0.6, between=0)
    ties = graph.tolil()
    for paper in range(80, 85):
        ties[paper, 45] = ties[45, paper] = 0.4
    found = find_communities(csr_array(ties), papers_per_niche=8, min_papers=12)
    assert np.bincount(found.niche_of_paper).tolist() == [45, 40]
    assert set(found.niche_of_paper[80:]) == set(found.niche_of_paper[40:80])
    apart = find_communities(csr_array(ties), papers_per_niche=8, min_papers=2)
    assert same_partition(apart.niche_of_paper, block)


def test_papers_without_neighbours_join_the_largest_niche():
    graph, _ = planted_graph([40, 30], between=0)
    padded = csr_array((graph.data, graph.indices, [*graph.indptr, graph.nnz, graph.nnz]))
    padded = csr_array((padded.data, padded.indices, padded.indptr), shape=(72, 72))
    found = find_communities(padded, papers_per_niche=35)
    assert np.bincount(found.niche_of_paper).tolist() == [42, 30]


@pytest.mark.parametrize("n", [2, 5, 30])
def test_a_graph_without_edges_is_one_community(n):
    found = find_communities(edgeless(n))
    assert_whole(found, n)
    assert len(found.stability) == 1


def test_two_papers_end_in_one_community():
    graph = csr_array(np.array([[0, 1.0], [1.0, 0]]))
    assert_whole(find_communities(graph), 2)
    assert_whole(find_communities(graph, min_papers=1, papers_per_niche=1), 2)


@given(st.integers(2, 40), st.floats(0, 0.5), st.integers(1, 12), st.integers(0, 5))
@settings(max_examples=25, deadline=None)
def test_any_graph_ends_in_nested_communities_of_the_least_size(n, density, least, seed):
    half = random_array((n, n), density=density, rng=np.random.default_rng(seed)).toarray()
    whole = csr_array(np.triu(half, 1) + np.triu(half, 1).T)
    found = find_communities(whole, papers_per_niche=5, min_papers=least, seed=seed)
    assert_whole(found, n)
    sizes = np.bincount(found.niche_of_paper)
    assert (sizes >= least).all() or len(sizes) == 1


def test_votes_tell_edges_inside_blocks_from_those_between():
    graph, block = planted_graph([50, 50, 50])
    labels, votes = consensus(graph, 1.0, n_votes=6, seed=0)
    assert same_partition(labels, block)
    source = np.repeat(np.arange(150), np.diff(graph.indptr))
    inside = block[source] == block[graph.indices]
    assert ((votes >= 0) & (votes <= 1)).all()
    assert votes[inside].mean() > 0.95
    assert votes[~inside].mean() < 0.05


def test_a_partition_leaves_no_paper_out():
    graph, block = planted_graph([30, 30], between=0)
    assert same_partition(leiden(graph, 1.0, seed=0), block)
