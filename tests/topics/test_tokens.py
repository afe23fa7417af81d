from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.topics.tokens import BREAK, MAX_WORDS, tokenize

texts = st.lists(st.tuples(st.text(), st.text()), max_size=12)


def words_of(text):
    """The words of an abstract, with a bar where a phrase cannot go on."""
    tokens = tokenize([""], [text])
    body = [tokens.words[i] for i in tokens.ids[tokens.title_ends[0] :]]
    assert body[-1] == BREAK
    return " ".join("|" if word == BREAK else word for word in body[:-1])


def same(left, right):
    return left.words == right.words and all(
        np.array_equal(getattr(left, name), getattr(right, name))
        for name in ("ids", "starts", "title_ends")
    )


@given(texts, st.integers(1, 13))
@settings(max_examples=50, deadline=None)
def test_blocks_of_any_size_give_the_tokens_of_the_whole(pairs, block):
    titles, abstracts = [t for t, _ in pairs], [a for _, a in pairs]
    assert same(tokenize(titles, abstracts, block=block), tokenize(titles, abstracts))


def test_executors_give_the_tokens_of_one_thread(papers):
    arguments = papers["title"].tolist(), papers["abstract"].tolist()
    alone = tokenize(*arguments)
    with ThreadPoolExecutor(2) as threads:
        assert same(tokenize(*arguments, executor=threads, block=7), alone)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        assert same(tokenize(*arguments, executor=process, block=200), alone)


@given(texts)
@settings(max_examples=50, deadline=None)
def test_any_text_becomes_plain_words_between_breaks(pairs):
    tokens = tokenize([t for t, _ in pairs], [a for _, a in pairs])
    assert tokens.words[0] == BREAK
    assert len(set(tokens.words)) == len(tokens.words)
    assert all(w.isascii() and w.isalnum() and w == w.lower() for w in tokens.words[1:])
    assert tokens.n_papers == len(pairs)
    assert tokens.starts[0] == 0
    assert tokens.starts[-1] == len(tokens.ids)
    for paper in range(tokens.n_papers):
        start, middle, end = (
            tokens.starts[paper],
            tokens.title_ends[paper],
            tokens.starts[paper + 1],
        )
        assert start < middle < end
        assert tokens.words[tokens.ids[middle - 1]] == tokens.words[tokens.ids[end - 1]] == BREAK


def test_each_token_knows_its_paper_and_whether_it_stands_in_the_title():
    tokens = tokenize(["one two", ""], ["three", "four five"])
    spelled = [tokens.words[i] for i in tokens.ids]
    assert spelled == ["one", "two", BREAK, "three", BREAK, BREAK, "four", "five", BREAK]
    assert tokens.paper_of_token().tolist() == [0] * 5 + [1] * 4
    assert tokens.in_title().tolist() == [True] * 3 + [False] * 2 + [True] + [False] * 3


def test_no_papers_have_no_tokens():
    tokens = tokenize([], [])
    assert (tokens.n_papers, len(tokens.ids), tokens.starts.tolist()) == (0, 0, [0])


def test_titles_without_abstracts_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        tokenize(["one", "two"], ["one"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Deep networks, and more (far more): so there.",
            "deep networks | and more | far more | | so there |",
        ),
        ("Bayes-optimal_rules", "bayes optimal rules"),
        ("it's GPT-4 and 3D", "it s gpt 4 and 3d"),
        ("  tabs\tand\nlines  ", "tabs and lines"),
        ("a\x00b\x02c", "a b c"),
        (r"Fr\'echet K{\"o}nig Erd\H{o}s", "frechet konig erdos"),
        ("", ""),
    ],
)
def test_punctuation_breaks_phrases_and_hyphens_part_words(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "graph $G=(V,E)$ colouring",
        r"graph \alpha colouring",
        "graph https://example.org/a colouring",
        "graph cid:12 colouring",
    ],
)
def test_formulas_and_addresses_are_breaks(text):
    assert words_of(text) == "graph | colouring"


def test_a_lone_dollar_swallows_no_words():
    assert words_of("it costs $5 in all").endswith("5 in all")
    assert "far" in words_of("$" + "far " * 200 + "$")


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Poincaré naïve Gödel Ångström", "poincare naive godel angstrom"),
        ("ﬁne eﬀects", "fine effects"),
        ("deep learning", "deep learning"),
    ],
)
def test_accents_ligatures_and_odd_blanks_do_not_tell_words_apart(written, plain):
    assert words_of(written) == plain


@pytest.mark.parametrize("dash", "\u2010\u2011\u2012\u2013\u2014\u2212")
def test_every_dash_parts_words_as_a_hyphen_does(dash):
    assert words_of(f"Erdős{dash}Rényi graphs").replace("| ", "") == "erdos renyi graphs"


def test_an_endless_abstract_is_read_in_part_and_the_next_paper_whole():
    tokens = tokenize(["", ""], ["word " * 100_000, "the next"])
    assert tokens.starts[1] == 1 + MAX_WORDS + 1
    assert [tokens.words[i] for i in tokens.ids[-3:]] == ["the", "next", BREAK]


def test_progress_counts_up_to_the_number_of_papers():
    told = []
    tokenize(["a"] * 25, ["b"] * 25, block=10, progress=lambda *step: told.append(step[1:]))
    assert told == [(10, 25), (20, 25), (25, 25)]
