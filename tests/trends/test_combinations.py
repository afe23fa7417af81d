import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted_concepts import planted
from scipy.sparse import csr_array

from explorer.trends.combinations import likelier_than, open_pairs, score_pairs
from explorer.trends.open_combinations import (
    MOST_OF_ONE,
    MOST_TOGETHER,
    _abbreviates,
    open_combinations,
)

COMPANIONS = [f"common{a} ground{a}" for a in range(6)]


def corpus(*more, seed=0):
    """Two subjects; ``red kernel`` and ``blue corpus`` keep ever more company, the others none."""
    rng = np.random.default_rng(seed)
    papers = []
    for month in range(36):
        for each in ("red kernel", "blue corpus"):
            near = rng.choice(COMPANIONS[:3], 1 + month // 18, replace=False)
            papers.append((0, month, (each, *near)))
        papers.append((1, month, ("green filter", *rng.choice(COMPANIONS[3:], 1))))
        papers.append((2, month, ("gray survey", *rng.choice(["alone ly", "far off"], 1))))
    return [*papers, *more]


def number(concepts, text):
    return np.array([concepts.texts.index(text)])


def score(found, one, other):
    _, concepts, pairs = found
    return score_pairs(pairs, number(concepts, one), number(concepts, other))[0, 0]


@pytest.fixture
def found():
    return planted(corpus())


def test_two_that_keep_more_and_more_company_stand_above_two_that_do_not(found):
    near = score(found, "red kernel", "blue corpus")
    assert near > score(found, "red kernel", "green filter")
    assert near > score(found, "green filter", "gray survey")


def test_the_order_of_a_pair_does_not_matter(found):
    every = np.arange(len(found[1].texts))
    whole = score_pairs(found[2], every, every)
    assert np.allclose(whole, whole.T)


def test_parts_of_pairs_that_meet_in_more_papers_of_late_are_higher():
    late = [(2, 35, ("gray survey", "far off"))] * 12
    before, after = planted(corpus()), planted(corpus(*late))
    one, other = "red kernel", "gray survey"
    assert score(after, one, other) > score(before, one, other)


def test_a_joined_pair_is_not_open_nor_one_with_itself(found):
    _, concepts, pairs = found
    every = np.arange(len(concepts.texts))
    free = open_pairs(pairs, every, every)
    together = (concepts.uses.T @ concepts.uses).toarray() > 0
    assert not (free & together).any()
    assert not free.diagonal().any()
    assert free[number(concepts, "red kernel"), number(concepts, "blue corpus")]


def test_words_of_one_family_are_no_pair():
    others = [(0, 30 + i % 6, ("blue kernels map",)) for i in range(8)]
    others += [(0, 30 + i % 6, ("long short",)) for i in range(8)]
    _, concepts, pairs = planted(
        corpus(*others), variants={"long short": ("lng srt", "kernel memory")}
    )
    for text in ("blue kernels map", "long short"):
        one, other = number(concepts, "red kernel"), number(concepts, text)
        assert not open_pairs(pairs, one, other).any()


def suggested(found, groups=(0, 1, 2)):
    _, concepts, pairs = found
    papers = concepts.uses.shape[0]
    subject = np.array([each for each, _, _ in corpus()])[:papers]
    members = csr_array(np.array([subject == group for group in groups], dtype=np.float32))
    near = csr_array(np.ones((len(groups), len(groups)), dtype=np.float32))
    return open_combinations(pairs, members, near, late=np.ones(papers, dtype=bool))


def test_a_method_is_suggested_for_a_problem_of_its_niche_first():
    found = planted(corpus(), means={"red kernel": 0.9, "blue corpus": 0.0})
    table, texts = suggested(found), found[1].texts
    first = next(table[table["group"] == 0].itertuples())
    assert (texts[first.method], texts[first.problem]) == ("red kernel", "blue corpus")
    assert 0 <= first.likelier <= 1


def test_nothing_is_suggested_where_nothing_is_a_method():
    assert suggested(planted(corpus())).empty


def test_two_names_of_one_thing_are_no_combination():
    found = planted(corpus(), means={"red kernel": 0.9, "blue corpus": 0.0}, own=0.0)
    table, texts = suggested(found), found[1].texts
    pairs = {(texts[row.method], texts[row.problem]) for row in table.itertuples()}
    assert ("red kernel", "blue corpus") not in pairs


@given(seed=st.integers(0, 1_000))
def test_what_is_suggested_was_never_joined_shares_no_word_and_varies(seed):
    rng = np.random.default_rng(seed)
    texts = [f"{a} {b}" for a in ("ash", "elm", "oak", "fir") for b in ("leaf", "root", "bark")]
    papers = [
        (int(rng.integers(3)), int(rng.integers(24)), tuple(rng.choice(texts, 2, replace=False)))
        for _ in range(120)
    ]
    means = {text: float(rng.random()) for text in texts}
    _, concepts, pairs = planted(papers, means=means, seed=seed)
    subject = np.array([each for each, _, _ in papers])
    members = csr_array(np.array([subject == group for group in range(3)], dtype=np.float32))
    near = csr_array(np.ones((3, 3), dtype=np.float32))
    table = open_combinations(pairs, members, near, late=np.ones(len(papers), dtype=bool))
    uses = concepts.uses.toarray() > 0
    for row in table.itertuples():
        assert not (uses[:, row.method] & uses[:, row.problem]).any()
        one, other = (set(concepts.texts[each].split()) for each in (row.method, row.problem))
        assert not one & other
        assert concepts.means[row.method] >= concepts.means[row.problem]
    for _, rows in table.groupby("group"):
        assert len(rows) <= MOST_TOGETHER
        assert rows["score"].is_monotonic_decreasing
        assert rows["method"].value_counts().max() <= MOST_OF_ONE


def test_standing_is_a_part_of_open_pairs(found):
    pairs = found[2]
    assert likelier_than(pairs, np.array([-1e9, 1e9])).tolist() == [0.0, 1.0]


@pytest.mark.parametrize(
    ("one", "other", "short"),
    [
        ("mcmc method", "monte carlo markov chain", True),
        ("lstm", "long short term memory", True),
        ("support vector machine", "svm", True),
        ("wave filter", "sea state", False),
    ],
)
def test_an_abbreviation_is_no_other_thing(one, other, short):
    assert _abbreviates(one, other) == short


def test_where_every_pair_is_joined_scores_are_numbers_still():
    papers = [(0, month, ("red kernel", "blue corpus")) for month in range(12)]
    _, concepts, pairs = planted(papers)
    every = np.arange(len(concepts.texts))
    assert np.isfinite(score_pairs(pairs, every, every)).all()
    assert not open_pairs(pairs, every, every).any()
