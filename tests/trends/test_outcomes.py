import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from explorer.trends.outcomes import shared_out, without_self, yearly_growth


def groups_of(label, n):
    return csr_array((np.ones(len(label)), (np.arange(len(label)), label)), shape=(len(label), n))


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12))
def test_every_paper_is_shared_out_once(seed, n_papers):
    rng = np.random.default_rng(seed)
    rows, cosines = rng.integers(0, 9, (n_papers, 4)), rng.uniform(0.1, 1, (n_papers, 4))
    shared = shared_out(rows, cosines, groups_of(rng.integers(0, 3, 9), 3))
    assert shared.sum() == pytest.approx(n_papers)
    assert (shared >= 0).all()


def test_a_neighbour_has_as_much_weight_as_it_is_near():
    rows, cosines = np.array([[0, 1, 2]]), np.array([[0.6, 0.3, 0.1]])
    shared = shared_out(rows, cosines, groups_of(np.array([0, 1, 1]), 2))
    assert shared == pytest.approx([0.6, 0.4])


def test_a_missing_or_opposite_neighbour_and_a_paper_without_any_have_no_weight():
    rows = np.array([[0, -1, 1], [0, 1, 2]])
    cosines = np.array([[0.5, 0.9, -0.5], [0.0, 0.0, 0.0]])
    assert shared_out(rows, cosines, groups_of(np.array([0, 1, 1]), 2)).tolist() == [1, 0]


def test_a_paper_in_two_groups_is_shared_out_to_both():
    both = csr_array(np.array([[1.0, 1.0]]))
    assert shared_out(np.array([[0]]), np.array([[0.7]]), both).tolist() == [1, 1]


def test_a_paper_is_left_out_of_its_own_neighbours():
    rows = np.array([[5, 1, 2], [3, 6, 4], [8, 9, 7]])
    cosines = np.array([[1.0, 0.9, 0.8], [1.0, 1.0, 0.5], [1.0, 1.0, 1.0]])
    left, near = without_self(rows, cosines, np.array([5, 6, 0]))
    assert left.tolist() == [[1, 2], [3, 4], [8, 9]]
    assert near.tolist() == [[0.9, 0.8], [1.0, 0.5], [1.0, 1.0]]


def test_a_constant_share_of_a_growing_whole_is_no_growth():
    growth = yearly_growth(np.array([10.0, 30.0]), np.array([40.0, 120.0]), once=2, years=3)
    assert growth == pytest.approx([1, 1])


def test_growth_is_by_the_year():
    growth = yearly_growth(np.array([10.0, 90.0]), np.array([80.0, 20.0]), once=2, years=3)
    assert growth[0] == pytest.approx(2)
    assert growth[1] == pytest.approx((2 / 9) ** (1 / 3))


def test_groups_that_share_papers_are_no_part_of_the_whole():
    now, later = np.array([50.0, 50.0, 10.0]), np.array([50.0, 50.0, 20.0])
    assert yearly_growth(now, later, once=2, years=1) == pytest.approx([1, 1, 2])


def test_nothing_is_said_of_what_was_not_there():
    assert np.isnan(yearly_growth(np.array([0.0, 9.0]), np.array([3.0, 6.0]), once=2, years=1)[0])
