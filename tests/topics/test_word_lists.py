import numpy as np
import pytest
from scipy.sparse import csc_array, csr_array

from explorer.topics.naming import choose_names
from explorer.topics.phrases import find_phrases
from explorer.topics.tokens import tokenize
from explorer.topics.weighing import phrase_weights
from explorer.topics.word_lists import apart_from_others, choose_terms, heaviest, lasting_npmi


def listed(abstracts, labels):
    """Name groups of papers and list their words; every phrase is a candidate."""
    phrases = find_phrases(tokenize(abstracts, abstracts), min_papers=1)
    labels = np.array(labels)
    weights = phrase_weights(phrases, labels, int(labels.max()) + 1)
    names = choose_names(phrases, weights)
    return names, choose_terms(phrases, weights, names)


def test_terms_of_a_group_do_not_overlap(papers, subjects):
    tokens = tokenize(papers["title"].tolist(), papers["abstract"].tolist())
    phrases = find_phrases(tokens, min_papers=4)
    weights = phrase_weights(phrases, papers["subject"].to_numpy(), len(subjects))
    for terms in choose_terms(phrases, weights, choose_names(phrases, weights)):
        for i, term in enumerate(terms):
            others = terms[:i] + terms[i + 1 :]
            assert not any(f" {term} " in f" {other} " for other in others)


def test_the_heaviest_columns_of_each_row_come_first():
    weights = csr_array(np.array([[0.1, 0.0, 0.5, 0.5], [0.0, 0.0, 0.0, 0.0], [0.2, 0.9, 0.0, 0]]))
    table = heaviest(weights, 2)
    assert table.to_dict("list") == {
        "group": [0, 0, 2, 2],
        "term": [2, 3, 1, 0],
        "weight": [0.5, 0.5, 0.9, 0.2],
    }


def test_terms_keep_company_with_the_name():
    both, apart = ["coral, polyp"] * 6, ["coral, anchor", "anchor", "coral"] * 2
    names, terms = listed(both + apart + ["tram"] * 12, [0] * 12 + [1] * 12)
    assert names[0] == "coral"
    assert terms[0] == ["coral", "polyp", "anchor"]


def test_a_phrase_stands_in_two_lists_at_most():
    abstracts = [f"moss, {own}" for own in ("fen", "bog", "kelp") for _ in range(4)] + ["tram"] * 24
    _, terms = listed(abstracts, [0] * 4 + [1] * 4 + [2] * 4 + [3] * 24)
    assert sum("moss" in listed for listed in terms) == 2


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


def test_company_of_many_papers_lasts_longer_than_company_of_few():
    many, few = np.zeros((2, 1_000)), np.zeros((2, 1_000))
    many[:, :60], few[:, :3] = 1, 1
    marks = csc_array(np.vstack([many, few]).T)
    lasting = lasting_npmi(marks, np.arange(4))
    assert lasting == pytest.approx(lasting.T)
    assert 0 < lasting[2, 3] < lasting[0, 1] < 1


def test_common_phrases_that_never_meet_count_against_each_other_and_rare_ones_do_not():
    marks = np.zeros((1_000, 4))
    marks[:400, 0], marks[400:800, 1], marks[:4, 2], marks[4:8, 3] = 1, 1, 1, 1
    lasting = lasting_npmi(csc_array(marks), np.arange(4))
    assert (lasting[0, 1], lasting[2, 3]) == (-1, 0)
