import numpy as np
import pandas as pd
import pytest

from explorer.topics.growing import MOST_NEAR, grow
from explorer.topics.phrases import find_phrases
from explorer.topics.tokens import tokenize


def corpus(*counts):
    """Papers that say each text so many times, and their points: one corner for each letter."""
    texts = [text for text, n, _ in counts for _ in range(n)]
    corners = np.repeat([corner for _, _, corner in counts], [n for _, n, _ in counts])
    points = np.eye(6, dtype=np.float32)[corners]
    points += np.linspace(0, 0.05, len(texts), dtype=np.float32)[:, None]
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    phrases = find_phrases(tokenize(["A title"] * len(texts), texts), min_papers=3)
    return texts, phrases, points


def always(texts, columns):
    """No paper came before a phrase rose."""
    return {"month": np.zeros(len(texts), dtype=int), "since": [0] * len(columns), "most": 100}


def grown(counts, *names):
    texts, phrases, points = corpus(*counts)
    columns = [phrases.texts.index(name) for name in names]
    return phrases, grow(columns, phrases, points, pd.Series(texts), **always(texts, columns))


def test_phrases_of_the_same_papers_are_one_thing():
    _, subjects = grown(
        [("red kite soars.", 8, 0), ("red kite. soars.", 4, 0), ("rain", 40, 1)],
        "red kite",
        "kite soars",
    )
    assert len(subjects) == 1
    assert len(subjects[0].columns) == 2


@pytest.mark.parametrize(("other", "one"), [("red  kites fly", True), ("rain falls", False)])
def test_near_phrases_are_one_thing_if_they_share_a_word(other, one):
    name = "kite fly" if one else "rain fall"
    counts = [
        ("red kite.", 8, 0),
        (f"{other}.", 8, 0),
        ("snow", 40, 1),
        ("kite. fly. rain. fall. red.", 3, 2),
    ]
    _, subjects = grown(counts, "red kite", name)
    assert (len(subjects) == 1) == one


def test_far_phrases_stay_two_things():
    _, subjects = grown([("red kite.", 8, 0), ("red fox.", 8, 1)], "red kite", "red fox")
    assert len(subjects) == 2


def test_neighbours_are_few_and_near():
    counts = [("red kite.", 8, 0), ("snow", 30, 0), ("sand", 30, 1)]
    texts, phrases, points = corpus(*counts)
    columns = [phrases.texts.index("red kite")]
    (subject,) = grow(columns, phrases, points, pd.Series(texts), **always(texts, columns))
    added = set(subject.rows.tolist()) - set(range(8))
    assert len(added) <= MOST_NEAR * 8
    assert all(texts[row] == "snow" for row in added)


def test_a_paper_that_uses_the_phrase_for_something_else_is_left_out():
    _, (subject,) = grown([("red kite.", 20, 0), ("red kite.", 2, 1), ("snow", 40, 2)], "red kite")
    assert set(range(20)) <= set(subject.rows.tolist())
    assert not {20, 21} & set(subject.rows.tolist())


def test_what_a_phrase_meant_before_it_rose_does_not_count():
    texts, phrases, points = corpus(("red kite.", 30, 1), ("red kite.", 12, 0), ("snow", 40, 2))
    month = np.repeat([3, 9, 0], [30, 12, 40])
    columns = [phrases.texts.index("red kite")]
    (subject,) = grow(columns, phrases, points, pd.Series(texts), month=month, since=[9], most=100)
    assert set(range(30, 42)) <= set(subject.rows.tolist())
    assert not set(range(30)) & set(subject.rows.tolist())


def test_an_acronym_that_others_own_adds_nothing():
    counts = [("red kite (RK).", 8, 0), ("RK", 60, 1)]
    _, (subject,) = grown(counts, "red kite")
    assert len(subject.rows) <= 10
