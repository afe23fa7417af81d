import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from explorer.topics import weighing
from explorer.topics.phrases import find_phrases
from explorer.topics.tokens import tokenize
from explorer.topics.weighing import (
    FOR_NAMES,
    Weighting,
    members_of,
    phrase_weights,
    set_weights,
    weigh,
)
from explorer.topics.word_lists import heaviest, lightened


def weight_of_moss(own, others, titled=0, n_each=20, **options):
    """The weight of a word for a group where ``own`` papers use it, and ``others`` elsewhere."""
    moss = [i < own or n_each <= i < n_each + others for i in range(2 * n_each)]
    abstracts = ["tram" if i % 3 else "kelp" for i in range(2 * n_each)]
    abstracts = [
        f"{text}, moss" if used else text for text, used in zip(abstracts, moss, strict=True)
    ]
    tokens = tokenize(["moss" if i < titled else "" for i in range(2 * n_each)], abstracts)
    phrases = find_phrases(tokens, min_papers=1)
    labels = np.repeat([0, 1, 2, 3], n_each // 2)
    weights = phrase_weights(phrases, labels, 4, **options)
    return weights.toarray()[0, phrases.texts.index("moss")]


def test_a_phrase_weighs_more_that_finds_more_of_the_group_and_less_else():
    assert 0 < weight_of_moss(own=4, others=0) < weight_of_moss(own=8, others=0) <= 1
    assert 0 < weight_of_moss(own=8, others=6) < weight_of_moss(own=8, others=2)
    assert weight_of_moss(own=8, others=2) < weight_of_moss(own=8, others=2, titled=5)


def test_a_phrase_that_few_papers_of_the_group_use_loses_weight():
    whole = weight_of_moss(own=4, others=0)
    assert weight_of_moss(own=4, others=0, least_used=0.4) == pytest.approx(whole)
    assert weight_of_moss(own=4, others=0, least_used=0.8) == pytest.approx(whole / 4)


def test_a_phrase_no_commoner_than_elsewhere_weighs_nothing():
    assert weight_of_moss(own=20, others=20) == 0


def test_with_more_emphasis_a_phrase_that_covers_more_gains():
    abstracts = ["coral, moss"] * 3 + ["coral"] * 7 + ["coral, tram"] * 4 + ["tram"] * 26
    phrases = find_phrases(tokenize(abstracts, abstracts), min_papers=1)
    labels = np.repeat([0, 1], [10, 30])
    column = [phrases.texts.index(text) for text in ("coral", "moss")]
    little, much = (
        phrase_weights(phrases, labels, 2, emphasis=emphasis).toarray()[0, column]
        for emphasis in (1, 3)
    )
    assert little[0] / little[1] < much[0] / much[1]


def test_groups_weighed_some_at_a_time_are_weighed_alike(papers, monkeypatch):
    phrases = find_phrases(tokenize(papers["title"], papers["abstract"]), min_papers=4)
    label = papers["subject"].to_numpy()
    groups = members_of(label, int(label.max()) + 1)
    together = weigh(phrases, groups, Weighting(), FOR_NAMES)
    monkeypatch.setattr(weighing, "AT_ONCE", 2)
    apart = weigh(phrases, groups, Weighting(), FOR_NAMES)
    for one, other in zip(together, apart, strict=True):
        assert one.nnz > 0
        assert (one != other).nnz == 0
    assert (set_weights(phrases, groups) != together[0]).nnz == 0


def test_no_group_has_no_weights(papers):
    phrases = find_phrases(tokenize(papers["title"], papers["abstract"]), min_papers=4)
    nothing = csr_array((0, len(papers)), dtype=np.float32)
    assert set_weights(phrases, nothing).shape == (0, len(phrases.texts))


@given(st.lists(st.lists(st.integers(0, 4), min_size=6, max_size=6), max_size=5), st.integers(1, 5))
def test_what_is_kept_of_weights_has_the_same_heaviest_words(rows, n):
    weights = csr_array(np.array(rows, dtype=float).reshape(-1, 6))
    kept = lightened(weights, n)
    assert kept.shape == weights.shape
    assert kept.nnz <= weights.nnz
    assert heaviest(kept, n).to_dict("list") == heaviest(weights, n).to_dict("list")
