"""Partitions that begin with an earlier one: what goes on, and what has to change."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from sklearn.metrics import adjusted_rand_score

from explorer.topics.communities import find_communities
from explorer.topics.warm_start import Earlier, commonest, gathered, rejoined, spread

N_BLOCKS, SIZE, FIELD = 12, 40, 4
"""Blocks, papers in each, and blocks in a subfield."""

NEAR = 5
"""How much more often papers of one subfield are joined than those of two."""

BLOCK = np.repeat(np.arange(N_BLOCKS), SIZE)


def graph_of(block, *, tied=(), inside=0.3, between=0.004, seed=0):
    """Join papers of one block often and others seldom.

    Parameters
    ----------
    tied : pairs of blocks
        Whose papers are joined as if both were one; a paper's ties stay about as many.
    """
    rng = np.random.default_rng(seed)
    n = int(block.max()) + 1
    field = np.arange(n) // FIELD
    chance = np.where(field[:, None] == field, NEAR * between, between)
    np.fill_diagonal(chance, inside)
    for one, other in tied:
        chance[one, other] = chance[other, one] = inside
    chance /= np.maximum((chance == inside).sum(axis=1), 1)[:, None] ** 0.5
    chance /= np.maximum((chance > NEAR * between).sum(axis=0), 1) ** 0.5
    upper = np.triu(rng.random((len(block),) * 2) < chance[block][:, block], 1)
    weight = np.triu(rng.uniform(0.5, 1, upper.shape)) * upper
    return csr_array(weight + weight.T)


def earlier_of(niche):
    n = int(niche.max()) + 1
    return Earlier(
        niche=niche.astype(np.int64),
        subfield_of_niche=np.arange(n) // FIELD,
        area_of_subfield=np.zeros(-(-n // FIELD), dtype=np.int64),
    )


def niches(graph, earlier, *, seed=0):
    found = find_communities(graph, papers_per_niche=40, seed=seed, earlier=earlier_of(earlier))
    return found.niche_of_paper


def same_partition(left, right):
    pairs = set(zip(left.tolist(), right.tolist(), strict=True))
    return len(pairs) == len(set(left.tolist())) == len(set(right.tolist()))


def test_what_the_papers_support_goes_on_as_it_was():
    assert same_partition(niches(graph_of(BLOCK), BLOCK), BLOCK)


def test_a_niche_that_grows_into_two_splits():
    """Its papers are drawn from two blocks; four times as many come to each as there were."""
    old = np.where(BLOCK == 1, 0, BLOCK)
    old[(BLOCK < 2) & (np.arange(len(BLOCK)) % 5 > 0)] = -1
    assert same_partition(niches(graph_of(BLOCK), old), BLOCK)


@pytest.mark.parametrize("seed", range(3))
def test_a_niche_of_two_equal_parts_that_are_hardly_tied_splits_however_it_is_held(seed):
    old = np.where(BLOCK == 1, 0, BLOCK)
    assert same_partition(niches(graph_of(BLOCK, seed=seed), old, seed=seed), BLOCK)


def test_two_niches_that_grow_together_merge():
    together = np.where(BLOCK == 1, 0, BLOCK)
    graph = graph_of(BLOCK, tied=[(0, 1)])
    assert same_partition(niches(graph, BLOCK), together)


def test_a_new_subject_is_born():
    old = np.where(BLOCK == N_BLOCKS - 1, -1, BLOCK)
    assert same_partition(niches(graph_of(BLOCK), old), BLOCK)


def test_two_new_subjects_are_two_niches():
    old = np.where(BLOCK >= N_BLOCKS - 2, -1, BLOCK)
    assert same_partition(niches(graph_of(BLOCK), old), BLOCK)


def test_new_papers_join_the_niche_of_their_neighbours():
    old = np.where(np.arange(len(BLOCK)) % 4 == 0, -1, BLOCK)
    assert same_partition(niches(graph_of(BLOCK), old), BLOCK)


def test_papers_that_were_in_another_niche_leave_it():
    wrong = np.random.default_rng(1).permutation(len(BLOCK))[:40]
    old = BLOCK.copy()
    old[wrong] = (old[wrong] + 5) % N_BLOCKS
    assert same_partition(niches(graph_of(BLOCK), old), BLOCK)


def test_a_partition_that_no_paper_supports_is_not_kept():
    old = np.random.default_rng(2).integers(0, N_BLOCKS, len(BLOCK))
    assert adjusted_rand_score(BLOCK, niches(graph_of(BLOCK), old)) > 0.7


def test_where_the_papers_do_not_decide_the_earlier_partition_does():
    """A ring of blocks, each tied to the next alike: it can be cut in pairs in two ways."""
    ring = [(i, (i + 1) % N_BLOCKS) for i in range(N_BLOCKS)]
    graph = graph_of(BLOCK, tied=ring, between=0.0)
    cuts = [(BLOCK + shift) % N_BLOCKS // 2 for shift in (0, 1)]
    for cut, other in (cuts, cuts[::-1]):
        found = find_communities(graph, papers_per_niche=40, earlier=earlier_of(cut))
        kept = adjusted_rand_score(cut, found.niche_of_paper)
        assert kept > 0.8 > 0.6 > adjusted_rand_score(other, found.niche_of_paper)


def test_subfields_go_on_too():
    graph = graph_of(BLOCK)
    found = find_communities(graph, papers_per_niche=40, earlier=earlier_of(BLOCK))
    subfield = found.subfield_of_niche[found.niche_of_paper]
    assert same_partition(subfield, BLOCK // FIELD)


def test_a_warm_start_is_the_same_each_time():
    old = np.where(np.arange(len(BLOCK)) % 3 == 0, -1, BLOCK)
    first, second = (niches(graph_of(BLOCK, between=0.03), old) for _ in range(2))
    assert np.array_equal(first, second)


def test_nodes_without_a_group_join_the_nearest_and_lost_ones_stay_without():
    ends = [(0, 1), (1, 2), (2, 3), (5, 6)]
    rows, columns = np.array(ends).T
    half = csr_array((np.ones(4), (rows, columns)), shape=(7, 7))
    group = spread(csr_array(half + half.T), np.array([3, -1, -1, -1, 1, -1, -1]))
    assert group.tolist() == [3, 3, 3, 3, 1, -1, -1]


def test_the_commonest_group_is_that_of_most_papers():
    old = np.array([4, 4, 2, -1, 2, 2, -1])
    new = np.array([0, 0, 0, 0, 1, 1, 2])
    assert commonest(old, new).tolist() == [4, 2, -1]


def test_scattered_groups_are_gathered_and_single_papers_may_leave():
    old = np.repeat([0, 1, -1], [10, 10, 2])
    new = np.array([0] * 6 + [1] * 4 + [1] * 9 + [0] + [1, 0])
    assert gathered(old, new).tolist() == [0] * 10 + [1] * 9 + [0] + [1, 0]


@pytest.mark.parametrize("seed", range(3))
def test_parts_of_one_group_are_joined_again_and_those_of_two_are_not(seed):
    graph = graph_of(BLOCK, seed=seed)
    parted = np.random.default_rng(seed).permutation(SIZE) % 3
    new = BLOCK + 2
    new[:SIZE] = parted
    found = rejoined(graph, BLOCK, new, resolution=10.0)
    assert np.bincount(found[:SIZE]).max() > SIZE / 2
    assert np.array_equal(found[SIZE:], new[SIZE:])
    three_in_one = np.where(BLOCK < 3, 0, BLOCK)
    assert np.array_equal(rejoined(graph, three_in_one, BLOCK, resolution=10.0), BLOCK)


def test_a_group_is_joined_again_until_it_goes_on_and_no_further():
    old = np.zeros(100, dtype=np.int64)
    new = np.repeat([0, 1, 2], [40, 35, 25])
    whole = csr_array(np.ones((100, 100)))
    assert rejoined(whole, old, new, resolution=1.0).tolist() == [0] * 75 + [2] * 25
    assert (
        rejoined(whole, np.where(new == 2, -1, old), new, resolution=1.0).tolist() == new.tolist()
    )


@given(st.integers(0, 3), st.lists(st.integers(-1, 6), min_size=60, max_size=60))
@settings(max_examples=20, deadline=None)
def test_any_earlier_partition_gives_a_whole_one(seed, old):
    graph = graph_of(np.repeat(np.arange(3), 20), seed=seed)
    old = np.unique([-1, *old], return_inverse=True)[1][1:] - 1
    old = np.append(old[:-1], old.max() + 1 if old.max() < 0 else old[-1])
    label = niches(graph, old)
    assert set(label) == set(range(label.max() + 1))
    assert len(label) == 60
