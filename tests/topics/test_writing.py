import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.topics.writing import (
    MOST_WORDS,
    completed,
    occurrences,
    spellings,
    written_form,
    written_names,
)


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


def test_a_name_at_the_start_of_sentences_says_nothing_of_capitals():
    texts = ["Bayesian networks. Bayesian networks", "a Bayesian networks"]
    assert written_form("bayesian network", texts) == "Bayesian networks"
    assert written_form("bayesian network", texts[:1]) == "bayesian networks"


def test_each_group_is_named_as_its_own_papers_write_it():
    abstracts = pd.Series(["a Few-Shot tram", "the few shot kelp", "on few shot kelp"])
    label, names = np.array([0, 1, 1]), ["few shot tram", "few shot kelp"]
    assert written_names(abstracts, label, np.ones(3), names) == ["Few-Shot tram", "few shot kelp"]


PIECES = ["graph", "Graphs", "GRAPHIES", "py", "Pies", "s", "y", "-", " ", "\n", ".", "(", "1"]
BEYOND_ASCII = ["\u017f", "\u212a", "\u0130", "\u00e9"]
"""Two letters that are an s and a k to who does not look at capitals, one that is two as a small
letter, and one that is only itself."""


@given(
    phrase=st.sampled_from(
        ["graph", "py graph", "Py", "y", "s y", "(s", "sk", "1 s", "\u00e9 s", ""]
    ),
    texts=st.lists(st.lists(st.sampled_from(PIECES + BEYOND_ASCII)).map("".join), max_size=4),
)
def test_a_phrase_is_found_where_its_pattern_alone_finds_it(phrase, texts):
    pattern = re.compile(rf"\b{spellings(phrase)}\b", re.IGNORECASE)
    alone = [(text, m.span()) for text in texts for m in pattern.finditer(text)]
    assert [(m.string, m.span()) for m in occurrences(phrase, texts)] == alone


@pytest.mark.parametrize(
    ("root", "use", "whole"),
    [
        (
            "distributed denial",
            "a Distributed Denial of Service attack",
            "distributed denial of service attack",
        ),
        (
            "party computation",
            "secure multi-party computation is",
            "secure multi party computation",
        ),
        ("markov chain", "by Markov chain Monte Carlo.", "markov chain monte carlo"),
        ("tide pool", "the tide pool of the moon", "tide pool"),
        ("tide pool", "the tide pool, kelp", "tide pool"),
        ("kelp", "giant kelp forests", "kelp"),
    ],
)
def test_a_fragment_takes_the_words_that_nearly_always_stand_beside_it(root, use, whole):
    assert completed(root, [use] * 5) == whole
    assert completed(root, [use] * 4) == root
    assert completed(root, [use] * 5 + [f"some {root} is"] * 5) == root


@given(st.lists(st.text("ab -.of", max_size=30), max_size=8))
def test_a_completed_name_holds_the_phrase_and_is_not_long(texts):
    name = completed("ab ba", [f"{text}ab ba{text}" for text in texts])
    assert "ab ba" in name
    assert len(name.replace("-", " ").split()) <= 60
    assert len(name.split()) <= 2 * MOST_WORDS


def test_a_fragment_is_not_completed_to_what_holds_the_name_of_another():
    texts = pd.Series(["a distributed denial of service"] * 5 + ["kelp of service"] * 5)
    label, near = np.repeat([0, 1], 5), np.ones(10)
    whole = written_names(texts, label, near, ["distributed denial", "kelp"])
    assert whole == ["distributed denial of service", "kelp"]
    assert (
        written_names(texts, label, near, ["distributed denial", "service"])[0]
        == "distributed denial"
    )
