import numpy as np
import pytest
from scipy.sparse import csc_array

from explorer.topics.first_found import PhraseSearch, kinship, single_words
from explorer.topics.naming import Nearness, choose_names, nearest_groups
from explorer.topics.phrases import find_phrases
from explorer.topics.tokens import tokenize
from explorer.topics.weighing import phrase_weights
from explorer.topics.word_lists import choose_terms


def named(abstracts, labels, titles=None, **options):
    """Name groups of papers; every phrase of one paper or more is a candidate."""
    tokens = tokenize(titles or abstracts, abstracts)
    phrases = find_phrases(tokens, min_papers=1)
    labels = np.array(labels)
    weights = phrase_weights(phrases, labels, int(labels.max()) + 1)
    names = choose_names(phrases, weights, **options)
    return names, choose_terms(phrases, weights, names)


@pytest.fixture(scope="module")
def phrases(papers):
    tokens = tokenize(papers["title"].tolist(), papers["abstract"].tolist())
    return find_phrases(tokens, min_papers=4)


def folded(name):
    return " ".join(word.removesuffix("s") for word in name.split())


def test_groups_are_named_after_what_was_planted(papers, phrases, subjects):
    labels = papers["subject"].to_numpy()
    weights = phrase_weights(phrases, labels, len(subjects))
    names = choose_names(phrases, weights)
    terms = choose_terms(phrases, weights, names)
    assert [folded(name) for name in names] == [folded(subject) for subject in subjects]
    for name, listed in zip(names, terms, strict=True):
        assert listed[0] == name
        assert 8 <= len(listed) <= 10


def test_relabelled_groups_keep_their_names(papers, phrases, subjects):
    n = len(subjects)
    turned = n - 1 - papers["subject"].to_numpy()
    first = choose_names(phrases, phrase_weights(phrases, papers["subject"].to_numpy(), n))
    second = choose_names(phrases, phrase_weights(phrases, turned, n))
    assert first == second[::-1]


def test_no_two_groups_have_the_same_name_in_any_order_of_words():
    abstracts = ["peat moss", "moss peat", "peat moss bog", "moss peat fen"] * 2 + ["tram"] * 8
    labels = [0, 1, 2, 3] * 2 + [4] * 8
    names, _ = named(abstracts, labels)
    assert len({frozenset(name.split()) for name in names}) == 5


def test_taken_names_are_left_alone(papers, phrases, subjects):
    weights = phrase_weights(phrases, papers["subject"].to_numpy(), len(subjects))
    names = choose_names(phrases, weights)
    others = choose_names(phrases, weights, taken=names)
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


def test_no_name_lies_inside_the_name_of_a_sibling():
    abstracts = ["peat moss"] * 4 + ["moss"] * 8 + ["moss, fen"] * 4 + ["tram"] * 16
    labels = [0] * 4 + [1] * 12 + [2] * 16
    assert named(abstracts, labels)[0][:2] == ["peat moss", "moss"]
    assert named(abstracts, labels, parents=[0, 0, 0])[0][:2] == ["peat moss", "fen"]
    assert named(abstracts, labels, parents=[0, 1, 0])[0][:2] == ["peat moss", "moss"]


def near_to(middles, phrases, points):
    words = single_words(phrases.in_papers, phrases.texts)
    search = PhraseSearch(phrases, csc_array(phrases.in_papers), points, words)
    return Nearness(middles=middles, search=search)


def test_a_phrase_of_papers_around_the_middle_is_preferred():
    abstracts = ["moss, fen", "moss", "fen"] * 2 + ["tram"] * 6
    phrases = find_phrases(tokenize(abstracts, abstracts), min_papers=1)
    labels = np.repeat([0, 1], 6)
    weights = phrase_weights(phrases, labels, 2)

    def name_with(around):
        angle = np.array([0.0 if around in text else 1.2 for text in abstracts])
        points = np.column_stack([np.cos(angle), np.sin(angle)]).astype(np.float32)
        middles = np.array([[1, 0], [0, 1]], dtype=np.float32)
        near = near_to(middles, phrases, points)
        return choose_names(phrases, weights, nearness=near)[0]

    assert (name_with("moss"), name_with("fen")) == ("moss", "fen")


def test_a_phrase_whose_papers_lie_with_another_group_is_left_to_it():
    abstracts = ["moss, fen", "moss", "fen"] * 2 + ["tram"] * 6
    phrases = find_phrases(tokenize(abstracts, abstracts), min_papers=1)
    weights = phrase_weights(phrases, np.repeat([0, 1], 6), 2)
    of_fen = np.array(["fen" in text for text in abstracts])
    angle = np.where(of_fen, 0.6, 0.0) + np.repeat([0.0, 1.2], 6)
    points = np.column_stack([np.cos(angle), np.sin(angle)]).astype(np.float32)
    middles = np.array([[1, 0], [np.cos(0.7), np.sin(0.7)]], dtype=np.float32)
    near = near_to(middles, phrases, points)
    assert choose_names(phrases, weights, nearness=near)[0] == "moss"


def test_a_single_word_of_many_subjects_gives_way_to_a_phrase():
    abstracts = ["coral, moss fen"] * 3 + ["coral"] * 9 + ["tram"] * 12
    phrases = find_phrases(tokenize(abstracts, abstracts), min_papers=1)
    weights = phrase_weights(phrases, np.repeat([0, 1], 12), 2)

    def name_where(angles):
        points = np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
        middles = np.array([[1, 0], [0, 1]], dtype=np.float32)
        return choose_names(phrases, weights, nearness=near_to(middles, phrases, points))[0]

    together = np.repeat([0.0, 1.5], 12)
    apart = np.concatenate([[0.0] * 3, np.linspace(-2, 2, 9), together[12:]])
    assert name_where(together) == "coral"
    assert name_where(apart) == "moss fen"


def test_a_lone_word_names_a_large_group_only_where_no_phrase_is_nearly_as_good():
    abstracts = ["coral"] * 8 + ["coral reef"] * 2 + ["tram"] * 10
    labels = [0] * 10 + [1] * 10
    assert named(abstracts, labels)[0][0] == "coral"
    assert named(abstracts, labels, large=True)[0] == ["coral reef", "tram"]
    abstracts = ["coral"] * 9 + ["coral reef"] + ["tram"] * 10
    assert named(abstracts, labels, large=True)[0] == ["coral", "tram"]


def test_kinship_is_the_mean_cosine_of_two_papers():
    points = np.array([[1.0, 0], [0, 1], [0, 1]], dtype=np.float32)
    assert kinship(points) == pytest.approx(1 / 3)
    assert kinship(points[:1]) == 1


@pytest.mark.parametrize(("n_points", "n_groups"), [(0, 3), (1, 1), (2_500, 2), (1_300, 40)])
def test_the_nearest_group_and_the_next_are_those_of_all_cosines(n_points, n_groups):
    random = np.random.default_rng(n_points)
    points, middles = (
        random.standard_normal((n, 5)).astype(np.float32) for n in (n_points, n_groups)
    )
    points, middles = (each / np.linalg.norm(each, axis=1)[:, None] for each in (points, middles))
    nearest, best, second = nearest_groups(points, middles)
    cosine = np.sort(np.column_stack([-np.ones(n_points), points @ middles.T]), axis=1)
    assert best == pytest.approx(cosine[:, -1], abs=1e-6)
    assert second == pytest.approx(cosine[:, -2], abs=1e-6)
    own = np.einsum("ij,ij->i", points, middles[nearest])
    assert own == pytest.approx(best, abs=1e-6)
