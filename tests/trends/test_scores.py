import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.trends.scores import (
    ACHIEVABLE_LINE,
    ACHIEVABLE_PARTS,
    MIN_RECENT,
    NOVEL_LINE,
    NOVEL_PARTS,
    score_beside,
    score_niches,
    trusted,
)

PARTS = sorted({*NOVEL_PARTS, *ACHIEVABLE_PARTS})


def make_parts(n, *, seed=0, papers=50):
    rng = np.random.default_rng(seed)
    return pd.DataFrame({part: rng.random(n).round(2) for part in PARTS}).assign(
        papers_recent=papers, beyond_chance=True
    )


def rising_parts(n):
    """Every part is better in each niche than in the one before."""
    parts = pd.DataFrame({part: np.arange(n) / n for part in PARTS})
    return parts.assign(papers_recent=50, beyond_chance=True)


@given(st.integers(1, 40), st.integers(0, 1_000))
@settings(max_examples=50, deadline=None)
def test_scores_lie_between_none_and_a_hundred_and_ranks_between_none_and_one(n, seed):
    scored = score_niches(make_parts(n, seed=seed))
    for name in ("novel", "achievable", "score"):
        assert scored[name].between(0, 100).all()
        assert scored[name].mean() == pytest.approx(50)
    for part in PARTS:
        assert scored[f"{part}_rank"].between(0, 1).all()


@given(st.integers(2, 30), st.integers(0, 1_000))
@settings(max_examples=25, deadline=None)
def test_permuted_niches_have_permuted_scores(n, seed):
    parts = make_parts(n, seed=seed)
    order = np.random.default_rng(seed).permutation(n)
    shuffled = score_niches(parts.iloc[order])
    pd.testing.assert_frame_equal(shuffled, score_niches(parts).iloc[order])


AXES = [("novel", part) for part in NOVEL_PARTS] + [("achievable", p) for p in ACHIEVABLE_PARTS]


@pytest.mark.parametrize(("axis", "part"), AXES)
def test_a_better_part_lifts_most_niches_and_lowers_none(axis, part):
    parts = make_parts(20)
    before = score_niches(parts)
    lifted = []
    for niche in parts.index:
        better = parts.copy()
        better.loc[niche, part] = parts[part].max() + 1
        after = score_niches(better)
        assert after[f"{part}_rank"][niche] == after[f"{part}_rank"].max()
        assert after[axis][niche] >= before[axis][niche]
        lifted.append(after[axis][niche] > before[axis][niche])
    assert np.mean(lifted) > 0.5


def test_the_scale_of_a_part_is_irrelevant():
    parts = make_parts(20)
    stretched = parts.assign(newcomers=parts["newcomers"] ** 3 * 100 - 5)
    pd.testing.assert_frame_equal(score_niches(parts), score_niches(stretched))


def test_the_niche_that_is_best_in_all_comes_first():
    scored = score_niches(rising_parts(10))
    assert scored["score"].tolist() == pytest.approx([5 + 10 * i for i in range(10)])
    assert scored["achievable"].is_monotonic_increasing


def test_recent_growth_of_its_own_does_not_move_the_score():
    parts = make_parts(20)
    grown = parts.assign(growth=np.linspace(0.5, 3, 20), growth_low=1.0, rising=True)
    pd.testing.assert_frame_equal(score_niches(parts), score_niches(grown))


def test_an_opening_is_above_both_lines_and_rests_on_enough_papers():
    scored = score_niches(make_parts(200))
    expected = (scored["novel"] >= NOVEL_LINE) & (scored["achievable"] >= ACHIEVABLE_LINE)
    assert 0 < expected.sum() < 100
    assert scored["opening"].tolist() == expected.tolist()
    assert not score_niches(make_parts(200, papers=MIN_RECENT - 1))["opening"].any()
    assert score_niches(make_parts(200, papers=MIN_RECENT))["opening"].any()


def test_what_could_be_chance_is_no_opening_and_has_the_same_ranks():
    parts = make_parts(200)
    told, untold = score_niches(parts), score_niches(parts.assign(beyond_chance=False))
    assert not untold["opening"].any()
    pd.testing.assert_frame_equal(told.drop(columns="opening"), untold.drop(columns="opening"))


def test_a_lone_niche_stands_in_the_middle():
    scored = score_niches(make_parts(1))
    assert scored[["novel", "achievable", "score"]].to_numpy().tolist() == [[50, 50, 50]]
    assert not scored["opening"].any()


def test_the_parts_given_are_left_as_they_were():
    parts = make_parts(9)
    before = parts.copy()
    score_niches(parts)
    pd.testing.assert_frame_equal(parts, before)


def test_niches_whose_ranks_average_alike_share_their_rank():
    columns = (*NOVEL_PARTS, *ACHIEVABLE_PARTS)
    parts = pd.DataFrame({name: [1.0, 2.0, 3.0] for name in columns})
    parts = parts.assign(papers_recent=50, beyond_chance=True)
    parts["growing_terms"], parts["newcomers"] = [3.0, 2.0, 1.0], [1.0, 2.0, 3.0]
    parts["imported_terms"], parts["openness"] = [2.0, 2.0, 2.0], [2.0, 2.0, 2.0]
    assert len(set(score_niches(parts)["novel"])) == 1


@given(st.data())
def test_a_group_like_one_of_the_niches_has_the_scores_of_that_niche(data):
    n = data.draw(st.integers(1, 12))
    columns = [*dict.fromkeys((*NOVEL_PARTS, *ACHIEVABLE_PARTS)), "papers_recent"]
    draw = st.lists(st.integers(0, 20), min_size=n, max_size=n)
    parts = pd.DataFrame({name: data.draw(draw) for name in columns}).astype(float)
    parts["beyond_chance"] = data.draw(st.lists(st.booleans(), min_size=n, max_size=n))
    scores = score_niches(parts)
    at = data.draw(st.integers(0, n - 1))
    row = parts.iloc[[at]].reset_index(drop=True)
    beside = score_beside(row, pd.concat([parts, scores], axis=1))
    pd.testing.assert_frame_equal(beside, scores.iloc[[at]].reset_index(drop=True))


def test_an_unstable_group_or_debris_is_never_trusted():
    stability = pd.Series([0.9, 0.49, 0.5, np.nan, 0.9])
    debris = pd.Series(["", "", "", "", "not in English"])
    assert trusted(stability, debris).tolist() == [True, False, True, True, False]
