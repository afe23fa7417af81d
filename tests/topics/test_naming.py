import numpy as np
import pytest
from scipy.sparse import csr_array

from explorer.topics.naming import (
    apart_from_others,
    choose_names,
    heaviest,
    phrase_weights,
    written_form,
)
from explorer.topics.phrases import find_phrases
from explorer.topics.tokens import tokenize


def named(abstracts, labels, titles=None, **options):
    """Name groups of papers; every phrase of one paper or more is a candidate."""
    tokens = tokenize(titles or abstracts, abstracts)
    phrases = find_phrases(tokens, min_papers=1)
    labels = np.array(labels)
    weights = phrase_weights(phrases, labels, int(labels.max()) + 1)
    return choose_names(phrases, weights, **options)


@pytest.fixture(scope="module")
def phrases(papers):
    tokens = tokenize(papers["title"].tolist(), papers["abstract"].tolist())
    return find_phrases(tokens, min_papers=4)


def folded(name):
    return " ".join(word.removesuffix("s") for word in name.split())


def test_groups_are_named_after_what_was_planted(papers, phrases, subjects):
    labels = papers["subject"].to_numpy()
    weights = phrase_weights(phrases, labels, len(subjects))
    names, terms = choose_names(phrases, weights)
    assert [folded(name) for name in names] == [folded(subject) for subject in subjects]
    for name, listed in zip(names, terms, strict=True):
        assert listed[0] == name
        assert len(listed) == 10


def test_terms_of_a_group_do_not_overlap(papers, phrases, subjects):
    weights = phrase_weights(phrases, papers["subject"].to_numpy(), len(subjects))
    for listed in choose_names(phrases, weights)[1]:
        for i, term in enumerate(listed):
            others = listed[:i] + listed[i + 1 :]
            assert not any(f" {term} " in f" {other} " for other in others)


def weight_of_moss(own, others, titled=0, n_each=20):
    """The weight of a word for a group where ``own`` papers use it, and ``others`` elsewhere."""
    moss = [i < own or n_each <= i < n_each + others for i in range(2 * n_each)]
    abstracts = ["tram" if i % 3 else "kelp" for i in range(2 * n_each)]
    abstracts = [
        f"{text}, moss" if used else text for text, used in zip(abstracts, moss, strict=True)
    ]
    tokens = tokenize(["moss" if i < titled else "" for i in range(2 * n_each)], abstracts)
    phrases = find_phrases(tokens, min_papers=1)
    labels = np.repeat([0, 1, 2, 3], n_each // 2)
    return phrase_weights(phrases, labels, 4).toarray()[0, phrases.texts.index("moss")]


def test_a_phrase_weighs_more_that_finds_more_of_the_group_and_less_else():
    assert 0 < weight_of_moss(own=4, others=0) < weight_of_moss(own=8, others=0) <= 1
    assert 0 < weight_of_moss(own=8, others=6) < weight_of_moss(own=8, others=2)
    assert weight_of_moss(own=8, others=2) < weight_of_moss(own=8, others=2, titled=5)


def test_a_phrase_no_commoner_than_elsewhere_weighs_nothing():
    assert weight_of_moss(own=20, others=20) == 0


def test_relabelled_groups_keep_their_names(papers, phrases, subjects):
    n = len(subjects)
    turned = n - 1 - papers["subject"].to_numpy()
    first = choose_names(phrases, phrase_weights(phrases, papers["subject"].to_numpy(), n))
    second = choose_names(phrases, phrase_weights(phrases, turned, n))
    assert first[0] == second[0][::-1]
    assert first[1] == second[1][::-1]


def test_no_two_groups_have_the_same_name_in_any_order_of_words():
    abstracts = ["peat moss", "moss peat", "peat moss bog", "moss peat fen"] * 2 + ["tram"] * 8
    labels = [0, 1, 2, 3] * 2 + [4] * 8
    names, _ = named(abstracts, labels)
    assert len({frozenset(name.split()) for name in names}) == 5


def test_taken_names_are_left_alone(papers, phrases, subjects):
    weights = phrase_weights(phrases, papers["subject"].to_numpy(), len(subjects))
    names, _ = choose_names(phrases, weights)
    others, _ = choose_names(phrases, weights, taken=names)
    assert not set(names) & set(others)


def test_a_term_found_everywhere_names_nothing():
    abstracts = ["coral kelp", "coral kelp", "coral moss", "coral moss", "coral tram", "coral tram"]
    names, terms = named(abstracts, [0, 0, 1, 1, 2, 2])
    for name, listed in zip(names, terms, strict=True):
        assert name != "coral"
        assert "coral" not in listed


def test_a_group_with_nothing_of_its_own_is_unnamed():
    names, terms = named(["coral"] * 6, [0, 0, 1, 1, 2, 2])
    assert len(set(names)) == 3
    assert "coral" not in names
    assert terms == [[], [], []]


def test_weak_words_alone_name_nothing():
    abstracts = ["model", "model", "moss", "moss", "tram", "tram"]
    names, terms = named(abstracts, [0, 0, 1, 1, 2, 2])
    assert names[1:] == ["moss", "tram"]
    assert names[0] != "model"
    assert terms[0] == []


def test_a_fragment_gives_way_to_the_phrase_it_belongs_to():
    abstracts = ["graph neural network"] * 4 + ["tram", "moss", "kelp"] * 4
    names, _ = named(abstracts, [0] * 4 + [1, 2, 3] * 4)
    assert names[0] == "graph neural network"


def test_the_heaviest_columns_of_each_row_come_first():
    weights = csr_array(np.array([[0.1, 0.0, 0.5, 0.5], [0.0, 0.0, 0.0, 0.0], [0.2, 0.9, 0.0, 0]]))
    table = heaviest(weights, 2)
    assert table.to_dict("list") == {
        "group": [0, 0, 2, 2],
        "term": [2, 3, 1, 0],
        "weight": [0.5, 0.5, 0.9, 0.2],
    }


@pytest.mark.parametrize(
    ("root", "texts", "written"),
    [
        ("lstm network", ["LSTM networks win.", "Big LSTM networks"], "LSTM networks"),
        (
            "massive mimo",
            ["Massive MIMO is", "a massive MIMO cell", "massive MIMO"],
            "massive MIMO",
        ),
        (
            "few shot learning",
            ["on few-shot learning", "few shot learning, few-shot learning"],
            "few-shot learning",
        ),
        ("property", ["Properties of", "the properties", "a property"], "properties"),
        ("graph", ["Graphs. Graphs are", "of graphs"], "graphs"),
        ("deep learning", ["Deep learning is", "Deep learning? Deep learning"], "deep learning"),
        ("bayesian network", ["the Bayesian\nnetwork", "a Bayesian network"], "Bayesian network"),
        ("never seen", ["other words"], "never seen"),
        ("c (x", ["c (x"], "c (x"),
        ("graph", [], "graph"),
    ],
)
def test_a_name_is_written_as_most_papers_write_it(root, texts, written):
    assert written_form(root, texts) == written


def test_a_name_is_not_found_inside_other_words():
    assert written_form("art", ["party carts", "the start"]) == "art"


def test_the_earlier_in_the_alphabet_wins_a_tie():
    assert written_form("graph", ["of graphs", "a graph"]) == "graph"


def test_terms_of_one_group_are_those_its_papers_use_and_others_do_not():
    texts = np.array(["graph", "graph network", "network", "rare", "the method"], dtype=object)
    found = apart_from_others(
        np.array([9, 8, 8, 1, 7]),
        np.array([10, 9, 100, 1, 300]),
        n_papers=10,
        n_all=1_000,
        texts=texts,
        n_terms=3,
    )
    assert found["term"].tolist() == ["graph network", "rare", "the method"]
    assert found["weight"].is_monotonic_decreasing


def test_a_group_of_all_papers_has_no_terms_of_its_own():
    used, texts = np.array([3, 5]), np.array(["a", "b"], dtype=object)
    options = {"n_papers": 9, "n_all": 9, "texts": texts, "n_terms": 5}
    assert apart_from_others(used, used, **options).empty
