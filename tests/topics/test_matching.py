import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.topics.matching import match_groups

labels = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=80)


def match(old, new):
    old, new = np.array(old), np.array(new)
    return match_groups(old, new, n_old=int(old.max()) + 1, n_new=int(new.max()) + 1)


def events(matching):
    return [
        (kind, old, new)
        for kind, old, new in matching.events[["kind", "old", "new"]].itertuples(index=False)
    ]


def test_the_same_partition_with_other_numbers_goes_on_without_an_event():
    old = np.repeat([0, 1, 2], 10)
    new = np.array([2, 0, 1])[old]
    matching = match(old, new)
    assert matching.before == {2: 0, 0: 1, 1: 2}
    assert events(matching) == []


def test_a_group_that_comes_apart_splits_and_its_larger_part_goes_on():
    old = np.repeat([0, 1], [40, 10])
    new = np.repeat([0, 1, 2], [25, 15, 10])
    matching = match(old, new)
    assert matching.before == {0: 0, 2: 1}
    assert events(matching) == [("split", [0], [0, 1])]


def test_groups_that_come_together_merge_and_the_larger_goes_on():
    old = np.repeat([0, 1, 2], [30, 12, 9])
    new = np.repeat([0, 0, 1], [30, 12, 9])
    matching = match(old, new)
    assert matching.before == {0: 0, 1: 2}
    assert events(matching) == [("merged", [0, 1], [0])]


def test_a_group_that_keeps_less_than_half_drifted():
    old = np.repeat([0, 1], [40, 160])
    new = np.array([0] * 20 + [1] * 20 + [0] * 10 + [1] * 150)
    matching = match(old, new)
    assert matching.before == {0: 0, 1: 1}
    assert ("drifted", [0], [0]) in events(matching)
    assert ("drifted", [1], [1]) not in events(matching)


def test_groups_without_a_shared_paper_were_born_or_died():
    shared = np.zeros(20, dtype=int)
    matching = match_groups(shared, shared, n_old=2, n_new=3)
    assert matching.before == {0: 0}
    assert events(matching) == [("born", [], [1]), ("born", [], [2]), ("died", [1], [])]


def test_a_group_gathered_from_everywhere_is_born():
    old = np.repeat(np.arange(5), 20)
    new = np.where(np.arange(100) % 20 < 4, 5, old)
    matching = match(old, new)
    assert matching.before == {i: i for i in range(5)}
    assert events(matching) == [("born", [], [5])]


def test_the_best_pairs_together_are_chosen_and_not_the_best_one_first():
    """Greedily 0-0 would be taken first (15 of 35), and 1 would be left without a group."""
    old = np.array([0] * 25 + [1] * 25)
    new = np.array([0] * 13 + [1] * 12 + [0] * 12 + [1] * 13)
    assert match(old, new).before == {0: 0, 1: 1}
    turned = np.array([0] * 14 + [1] * 11 + [0] * 20 + [1] * 5)
    assert match(old, turned).before == {1: 0, 0: 1}


@settings(max_examples=50)
@given(labels)
def test_every_group_has_at_most_one_past_and_one_future(pairs):
    old, new = (np.array(side) for side in zip(*pairs, strict=True))
    matching = match_groups(old, new, n_old=6, n_new=6)
    assert len(set(matching.before.values())) == len(matching.before)
    told = {"born": [], "died": []}
    for kind, before, after in events(matching):
        if kind in told:
            told[kind] += before or after
        if kind == "split":
            assert len(after) >= 2
        if kind == "merged":
            assert len(before) >= 2
    assert not set(told["born"]) & set(matching.before)
    assert not set(told["died"]) & set(matching.before.values())


@settings(max_examples=50)
@given(labels, st.permutations(range(6)))
def test_other_numbers_give_the_same_matching(pairs, other):
    old, new = (np.array(side) for side in zip(*pairs, strict=True))
    renumbered = np.array(other)[new]
    first = match_groups(old, new, n_old=6, n_new=6)
    second = match_groups(old, renumbered, n_old=6, n_new=6)
    jaccards = [
        sum(jaccard(old, labels, o, n) for n, o in each.before.items())
        for each, labels in ((first, new), (second, renumbered))
    ]
    assert jaccards[0] == pytest.approx(jaccards[1])


def jaccard(old, new, i, j):
    return ((old == i) & (new == j)).sum() / ((old == i) | (new == j)).sum()
