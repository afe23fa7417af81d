import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.trends.rates import (
    PSEUDO_PAPERS,
    field_rate,
    percentile_rank,
    rank_among,
    shrunk_rate,
)

tallies = st.lists(
    st.integers(0, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=30,
)
values = st.lists(st.integers(-50, 50), min_size=1, max_size=30)


@given(tallies)
@settings(max_examples=50, deadline=None)
def test_a_rate_lies_between_its_own_and_that_of_the_field(pairs):
    hits, total = np.array(pairs).T
    field = hits.sum() / max(total.sum(), 1)
    rate = shrunk_rate(hits, total)
    own = np.where(total > 0, hits / np.maximum(total, 1), field)
    assert (rate >= np.minimum(own, field) - 1e-12).all()
    assert (rate <= np.maximum(own, field) + 1e-12).all()
    assert ((rate >= 0) & (rate <= 1)).all()


def test_a_rate_by_hand():
    rate = shrunk_rate(np.array([10, 0]), np.array([20, 20]))
    assert rate == pytest.approx([(10 + PSEUDO_PAPERS / 4) / 40, (PSEUDO_PAPERS / 4) / 40])


def test_many_papers_speak_for_themselves_and_none_for_the_field():
    hits, total = np.array([9_000, 0, 0]), np.array([10_000, 10_000, 0])
    rate = shrunk_rate(hits, total)
    assert rate[0] == pytest.approx(0.9, abs=0.01)
    assert rate[2] == pytest.approx(0.45)


def test_no_papers_at_all_have_no_rate():
    assert shrunk_rate(np.zeros(3), np.zeros(3)).tolist() == [0, 0, 0]


@given(values)
@settings(max_examples=50, deadline=None)
def test_ranks_keep_the_order_and_ties_share(drawn):
    ranks = percentile_rank(np.array(drawn))
    assert ((ranks > 0) & (ranks < 1)).all()
    assert ranks.mean() == pytest.approx(0.5)
    for i, a in enumerate(drawn):
        for j, b in enumerate(drawn):
            assert (ranks[i] < ranks[j]) == (a < b)


@given(values, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_permuted_values_have_permuted_ranks(drawn, random):
    order = list(range(len(drawn)))
    random.shuffle(order)
    drawn = np.array(drawn)
    assert np.array_equal(percentile_rank(drawn[order]), percentile_rank(drawn)[order])


def test_ranks_by_hand():
    assert percentile_rank(np.array([3, 1, 3, 7])).tolist() == [0.5, 0.125, 0.5, 0.875]
    assert percentile_rank(np.array([9])).tolist() == [0.5]
    assert percentile_rank(np.array([])).tolist() == []


def test_the_rate_of_a_field_is_found_again_in_rates_drawn_towards_it():
    hits, total = np.array([3, 0, 40]), np.array([10, 5, 60])
    assert field_rate(shrunk_rate(hits, total), total) == pytest.approx(43 / 75)
    alone = shrunk_rate(hits[:1], total[:1], rate=43 / 75)
    assert alone[0] == pytest.approx(shrunk_rate(hits, total)[0])


@given(st.lists(st.integers(-5, 5), min_size=1), st.data())
def test_one_of_the_values_has_the_rank_that_it_has_among_them(values, data):
    values = np.array(values, dtype=float)
    at = data.draw(st.integers(0, len(values) - 1))
    assert rank_among(values[at], values) == pytest.approx(percentile_rank(values)[at])
    assert rank_among(-9.0, values) == 0
    assert rank_among(9.0, values) == 1
