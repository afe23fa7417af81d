import numpy as np
import pytest
from planted_concepts import planted

from explorer.trends.concepts import family


def papers_of(phrase, subjects, months):
    return [(subject, month, (phrase,)) for subject, month in zip(subjects, months, strict=True)]


def test_concepts_are_phrases_of_one_subject_that_are_alive():
    years = [0, 10, 20, 30, 34, 35]
    papers = [
        *papers_of("wave filter", [0] * 6, years),
        *papers_of("large study", [0, 1, 2, 3, 0, 1], years),
        *papers_of("dead end", [1] * 6, [0, 1, 2, 3, 4, 5]),
        *papers_of("rare thing", [2] * 5, years[1:]),
        *papers_of("word", [3] * 6, years),
    ]
    _, concepts, _ = planted(papers, own=0.0)
    assert concepts.texts == ["wave filter"]
    assert concepts.papers.tolist() == [6]
    assert concepts.recent.tolist() == [3]


@pytest.mark.parametrize(
    ("phrase", "is_one"),
    [
        ("network trained", False),
        ("actuators seen", False),
        ("pushes explicitly", False),
        ("treats balance recovery", False),
        ("stage handles capacity", False),
        ("high speed", True),
        ("exponential family", True),
        ("wireless testbed", True),
        ("self assembly", True),
    ],
)
def test_no_name_of_a_thing_is_cut_out_of_a_sentence(phrase, is_one):
    papers = papers_of(phrase, [0] * 6, [0, 10, 20, 30, 34, 35])
    _, concepts, _ = planted([*papers, *papers_of("sea state", [1] * 6, [0, 10, 20, 30, 34, 35])])
    assert (phrase in concepts.texts) is is_one


def test_the_role_of_a_phrase_is_measured_by_the_average_and_drawn_to_it():
    years = [0, 10, 20, 30, 34, 35]
    papers = [*papers_of("wave filter", [0] * 6, years), *papers_of("sea state", [0] * 6, years)]
    _, concepts, _ = planted(papers, means={"wave filter": 0.8, "sea state": 0.0})
    method, problem = (concepts.texts.index(each) for each in ("wave filter", "sea state"))
    assert concepts.means[method] > 1 > concepts.means[problem] > 0
    assert np.isclose(concepts.means.mean(), 1)


def test_words_of_one_family_begin_alike():
    assert family(["image classification"]) & family(["linear classifiers"])
    assert not family(["image classification"]) & family(["neural network"])
