"""What a fit is made of, and which words speak for it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.plans.fit import (
    OwnWords,
    apart,
    fit_scores,
    nearest,
    parts_that_count,
    rare_words,
    shared_words,
    with_fit,
)
from explorer.plans.profile import COMPUTE, PEOPLE, Profile

UNIT = st.floats(0, 1)
NICHES = st.lists(st.tuples(UNIT, UNIT, UNIT), min_size=1, max_size=12).map(
    lambda rows: pd.DataFrame(rows, columns=["near", "light_compute", "small_teams"])
)
PROFILES = st.builds(
    Profile, compute=st.sampled_from(["", *COMPUTE]), people=st.sampled_from(["", *PEOPLE])
)
OWN = OwnWords(
    texts=["soft", "soft gripper", "mud", "paper"],
    weights=np.array([0.5, 0.8, 0.6, 0.9]),
    shares=np.array([0.05, 0.02, 0.05, 0.6]),
)


@given(PROFILES, st.booleans())
def test_weights_sum_to_one_or_there_are_none(profile, has_texts):
    parts = parts_that_count(profile, has_texts=has_texts)
    assert not parts or sum(parts.values()) == pytest.approx(1)
    assert ("near" in parts) == has_texts
    assert ("light_compute" in parts) == (profile.compute in COMPUTE[:-1])


@given(NICHES, PROFILES, st.booleans())
def test_a_fit_lies_between_its_worst_and_best_part(values, profile, has_texts):
    parts = parts_that_count(profile, has_texts=has_texts)
    if parts:
        fit = fit_scores(values, parts)
        counted = 100 * values[list(parts)]
        assert (fit <= counted.max(axis=1) + 1e-9).all()
        assert (fit >= counted.min(axis=1) - 1e-9).all()


def test_what_is_not_known_and_what_points_away_counts_as_far():
    values = pd.DataFrame({"near": [np.nan, -0.4, 0.0]})
    assert fit_scores(values, {"near": 1.0}).tolist() == [0, 0, 0]


@given(st.lists(st.tuples(UNIT, UNIT), min_size=1, max_size=12))
def test_moves_add_up_to_nothing_and_equal_fits_move_nobody(rows):
    table = pd.DataFrame(rows, columns=["score", "fit"]).assign(fit=lambda t: 100 * t["fit"])
    table = table.sort_values("score", ascending=False, kind="stable", ignore_index=True)
    moved = with_fit(table, "score")
    assert moved["moved"].sum() == 0
    assert sorted(moved["score"]) == sorted(table["score"])
    same = with_fit(table.assign(fit=50.0), "score")
    assert (same["moved"] == 0).all()


def test_the_nearest_text_is_the_one_that_points_the_same_way():
    cosines, rows = nearest(np.eye(3)[:2], np.array([[0.6, 0.8, 0.0], [0.0, 0.0, 1.0]]))
    assert rows[0] == 1
    assert cosines.tolist() == pytest.approx([0.8, 0.0])


def test_shared_words_set_a_niche_apart_and_none_stands_in_another():
    counts = np.array([[90, 80, 0, 100], [1, 0, 50, 100]])
    first, second = shared_words(counts, np.array([100, 100]), OWN, most=3)
    assert first == [("soft gripper", 0.8)]
    assert second == [("mud", 0.5)]


def test_words_that_few_here_use_and_a_neighbour_lives_by():
    near = np.array([[0, 0, 80, 50], [60, 70, 0, 90]])
    found = rare_words(np.array([1, 0, 2, 50]), 100, near, np.array([100, 100]), OWN, most=3)
    assert found == [("soft gripper", 0, 1), ("mud", 2, 0)]
    nowhere = np.empty((0, 4))
    assert rare_words(np.zeros(4), 100, nowhere, np.empty(0), OWN, most=3) == []


def test_a_word_stays_if_no_longer_one_holds_it():
    assert apart(["soft", "soft gripper", "grip"]) == ["soft gripper", "grip"]
