import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.trends.exposure import Exposure
from explorer.trends.shuffling import FEWEST, MOST, shuffled_months, shuffles_of


@given(st.integers(0, 10**12))
def test_large_corpora_are_shuffled_less_often_and_none_hardly(n_uses):
    assert FEWEST <= shuffles_of(n_uses) <= MOST
    assert shuffles_of(2 * n_uses) <= shuffles_of(n_uses)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=60))
def test_months_keep_their_papers_in_number_and_later_ones_the_very_papers(months):
    month = np.array(months)
    shuffled = shuffled_months(month, 9, None, n_shuffles=4)
    assert shuffled.shape == (4, len(month))
    late = month > 9
    for each in shuffled:
        assert sorted(each.tolist()) == sorted(months)
        assert (each[late] == month[late]).all()


def test_every_shuffle_is_another_and_the_same_each_time():
    month = np.arange(100) % 20
    shuffled = shuffled_months(month, 19, None, n_shuffles=3)
    assert len({each.tobytes() for each in shuffled}) == 3
    assert (shuffled == shuffled_months(month, 19, None, n_shuffles=3)).all()


@pytest.mark.parametrize("part", [0.0, 0.2, 0.9])
def test_papers_stay_out_of_months_in_which_they_can_hardly_be_seen(part):
    """Of kind 0 hardly a paper is held in month 3, of kind 1 each."""
    kind = np.arange(200) % 2
    month = np.where((kind == 0) & (np.arange(200) % 10 == 2), 4, np.arange(200) % 10)
    month[(kind == 0) & (month == 3)] = 4
    exposure = Exposure(month=month, kind=kind, holes=np.array([3]), part=np.array([[part], [1.0]]))
    shuffled = shuffled_months(month, 9, exposure, n_shuffles=5)
    comes = (shuffled[:, kind == 0] == 3).any()
    assert comes == (part > 0.5)
