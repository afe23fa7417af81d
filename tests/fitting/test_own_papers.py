"""A person's papers, by any way of writing their name."""

from datetime import date

import pytest

from explorer.corpus.reading import read_papers
from explorer.fitting.own_papers import own_papers


@pytest.fixture(scope="module")
def author(demonstration):
    """An author of the demonstration, and the ids of their papers."""
    papers = read_papers(demonstration.papers, as_of=date(2024, 12, 31), text=False)
    named = papers["authors"].str.split("; ")
    name = named.explode().value_counts().index[0]
    return name, set(papers["id"][[name in names for names in named]])


def test_all_papers_of_a_name_are_found_the_newest_first(demonstration, author):
    name, ids = author
    found = own_papers(demonstration.papers, name)
    assert set(found["id"]) == ids
    assert found["published"].is_monotonic_decreasing


def test_order_and_case_of_a_name_do_not_matter(demonstration, author):
    name, ids = author
    first, _, last = name.rpartition(" ")
    for written in (f"{last}, {first}", name.upper(), f" {name.replace(' ', '  ')} "):
        assert set(own_papers(demonstration.papers, written)["id"]) == ids


@pytest.mark.parametrize("name", ["", " ", "*", '" OR "', "NOT", "Nobody Atall", "\0", "a" * 5000])
def test_any_other_text_finds_nothing(demonstration, name):
    assert own_papers(demonstration.papers, name).empty
