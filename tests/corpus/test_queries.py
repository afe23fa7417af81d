import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.corpus.queries import LONGEST_QUERY, WORDS_OF_A_TEXT, read_query

PAPERS = [
    "Graph neural networks for molecules",
    "A survey of graph neural networks",
    "Neural graph matching",
    "Planning in C++ and not in a net-work",
    "Strings for Schrödinger",
]


@pytest.fixture(scope="module")
def index():
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE texts USING fts5(title, abstract, authors,"
            " tokenize='porter unicode61 remove_diacritics 2')"
        )
        connection.executemany(
            "INSERT INTO texts(rowid, title) VALUES (?, ?)", enumerate(PAPERS, start=1)
        )
        yield connection


def found(index, query):
    """Which papers an expression finds; FTS5 must take it."""
    if not query.expression:
        return set()
    rows = index.execute(
        "SELECT rowid FROM texts WHERE texts MATCH ?", [f"{{title abstract}} : {query.expression}"]
    )
    return {rowid for (rowid,) in rows}


@pytest.mark.parametrize(
    ("typed", "papers", "reading"),
    [
        ("graph networks", {1, 2}, "papers with “graph” and “networks”"),
        ('"neural graph"', {3}, "papers with “neural graph”"),
        ("“neural graph”", {3}, "papers with “neural graph”"),
        (
            '"graph neural networks" -survey',
            {1},
            "papers with “graph neural networks” and without “survey”",
        ),
        ('-survey "graph neural networks"', {1}, "without “survey”"),
        ("graph NOT (survey OR matching)", {1}, "without (“survey” or “matching”)"),
        ("graph -survey -matching", {1}, "without “survey” or “matching”"),
        ("(strings OR survey) AND (graph OR schrodinger)", {2, 5}, "(“strings” or “survey”) and ("),
        ("strings OR graph survey", {2, 5}, "papers with “strings” or (“graph” and “survey”)"),
        ("graph (NOT survey)", {1, 3}, "papers with “graph” and without “survey”"),
        ("net-work", {4}, "papers with “net-work”"),
        ("c++", {4}, "papers with “c++”; signs in words are not looked at"),
        ("🤖 strings", {5}, "papers with “strings”"),
        ("and OR strings", {4, 5}, "papers with “and” or “strings”"),
        ("strings strings", {5}, "papers with “strings”"),
    ],
)
def test_a_query_finds_what_its_reading_says(index, typed, papers, reading):
    query = read_query(typed)
    assert found(index, query) == papers
    assert reading in query.reading
    assert not query.problem


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("AND", ("AND",)),
        ("NOT", ("NOT",)),
        ("c++ AND", ("c++", "AND")),
        ("OR strings", ("OR", "strings")),
        ("(strings", ("strings",)),
        ("strings)", ("strings",)),
        ('a"b', ("a", "b")),
        ('a"b"c', ("a", "b", "c")),
        ("f(x)", ("f", "x")),
        ("graph OR NOT survey", ("graph", "OR", "NOT", "survey")),
        ("NOT NOT graph", ("NOT", "graph")),
        ("NEAR(a b", ("NEAR", "a", "b")),
        ("title:x", ("title:x",)),
        ("{title} : x", ("{title}", "x")),
        ("^graph*", ("^graph*",)),
        ("(" * 200 + "x" + ")" * 200, ("x",)),
    ],
)
def test_what_cannot_be_read_is_taken_as_plain_words(index, typed, words):
    query = read_query(typed)
    assert query.words == words
    said = "papers with " + " and ".join(f"“{word}”" for word in words)
    assert query.reading.removesuffix("; signs in words are not looked at") == said
    found(index, query)


@pytest.mark.parametrize("typed", ["", " ", "\0", '"', '""', "()", "-", "*", "🙂", "-- +++ !?"])
def test_nothing_to_look_for_is_told(typed):
    query = read_query(typed)
    assert "to look for" in query.problem
    assert (query.expression, query.text, query.words) == ("", "", ())


@pytest.mark.parametrize("typed", ["-survey", "NOT survey", '-"a b" NOT c', "(NOT a)"])
def test_a_query_of_exclusions_alone_says_so(typed):
    query = read_query(typed)
    assert "only says what to leave out" in query.problem
    assert "without" in query.reading
    assert not query.expression


def test_a_pasted_text_is_one_that_papers_are_to_be_like():
    text = 'We study (deep) models of a "thing" - and more. ' * 9
    query = read_query(text)
    assert query.text == " ".join(text.split())
    assert query.reading == f"papers like a text of {len(text.split())} words"
    assert not query.expression


def test_many_words_with_an_operator_are_a_query(index):
    typed = " OR ".join(["strings", *map(str, range(WORDS_OF_A_TEXT * 3))])
    query = read_query(typed)
    assert found(index, query) == {5}


@pytest.mark.parametrize("sign", [" AND ", " OR ", " -", " NOT "])
def test_a_long_query_is_no_burden(index, sign):
    query = read_query("graph AND net" + sign + sign.join(["b"] * 5000))
    assert len(query.typed) == LONGEST_QUERY
    assert found(index, query) <= {1, 2, 3, 4}
    found(index, read_query(f"a OR b{sign}" + sign.join(f"w{i}" for i in range(5000))))


@given(st.one_of(st.text(max_size=60), st.text('ab"()-ANDORT \0🙂', max_size=60)))
def test_any_text_gives_an_answer_that_the_index_takes(index, typed):
    query = read_query(typed)
    assert query.reading
    assert [bool(query.expression), bool(query.text), bool(query.problem)].count(True) == 1
    found(index, query)


@given(st.data())
def test_words_of_a_paper_find_it(index, data):
    rowid = data.draw(st.integers(1, len(PAPERS)))
    words = PAPERS[rowid - 1].split()
    some = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=9))
    assert rowid in found(index, read_query(" ".join(some)))
    assert rowid in found(index, read_query(f'"{" ".join(words[: len(some)])}"'))
    assert rowid not in found(index, read_query(f"{some[0]} -{some[-1]}"))
