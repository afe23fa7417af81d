import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.trends.authorship import (
    MAX_AUTHORS,
    concentration,
    entrant_slots,
    first_months,
    newcomer_slots,
    read_authorships,
    slot_rate,
)
from explorer.trends.rates import PSEUDO_PAPERS

NAMES = ["Ada Byron", "Bo Li", "C. Diaz", "Dee Fox", "Eva Gál"]


def read(*authors):
    return read_authorships(pd.Series(authors, dtype="str"))


def people(authorships):
    """The numbers of the authors of each paper."""
    n_papers = len(authorships.team)
    return [authorships.author[authorships.paper == row].tolist() for row in range(n_papers)]


def test_a_name_is_a_person_wherever_it_stands():
    authorships = read("Ada Byron; Bo Li", "Bo Li", "Bo Li; Ada Byron")
    assert people(authorships) == [[0, 1], [1], [1, 0]]
    assert authorships.team.tolist() == [2, 1, 2]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("José García", "Jose Garcia"),
        ("ADA BYRON", "Ada Byron"),
        ("J. R. Doe", "J R Doe"),
        ("J.R. Doe", "J. R. Doe"),
        ("Ada  Byron ", " Ada Byron"),
        ("Eva Ga\u0301l", "Eva G\u00e1l"),
        ("Byron, Ada", "Ada Byron"),
        ("King, Martin, Jr.", "Martin King Jr"),
        (r"Paul Erd\H{o}s", "Paul Erdős"),
        ("Łukasz Møller", "Lukasz Moller"),
        ("Jan Weiß", "Jan Weiss"),
        ("Jean-Luc Roux", "Jean\u2010Luc Roux"),
        ("Jean-Luc Roux", "Jean Luc Roux"),
        ("Flann O'Brien", "Flann O\u2019Brien"),
    ],
)
def test_ways_of_writing_do_not_tell_people_apart(left, right):
    assert people(read(left, right)) == [[0], [0]]


@pytest.mark.parametrize(
    ("left", "right"),
    [("Ada Byron", "Adam Byron"), ("J. Doe", "Jane Doe"), ("王伟", "李伟"), ("J. 王", "J. 李")],
)
def test_other_names_are_other_people(left, right):
    assert people(read(left, right)) == [[0], [1]]


def test_a_name_given_twice_is_one_author_and_blank_names_are_none():
    authorships = read("Bo Li; Bo Li;; bo li", "", " ; ")
    assert people(authorships) == [[0], [], []]
    assert authorships.team.tolist() == [1, 0, 0]


def test_of_a_collaboration_only_the_first_authors_are_counted_but_its_size_is_known():
    authorships = read(
        "; ".join(f"Author {chr(65 + i // 26)}{chr(65 + i % 26)}" for i in range(90))
    )
    assert len(authorships.author) == MAX_AUTHORS
    assert authorships.team.tolist() == [90]


def test_no_papers_have_no_authors():
    authorships = read()
    assert len(authorships.paper) == len(authorships.author) == len(authorships.team) == 0
    assert first_months(authorships, np.empty(0, dtype=np.int64)).tolist() == []


def test_newcomers_are_those_whose_first_paper_lies_in_the_twelve_months_up_to_this_one():
    authorships = read("Ada Byron", "Ada Byron", "Ada Byron; Bo Li", "Bo Li; Ada Byron")
    month = np.array([0, 11, 12, 30])
    assert first_months(authorships, month).tolist() == [0, 12]
    assert newcomer_slots(authorships, month).tolist() == [True, True, False, True, False, False]


def test_entrants_signed_no_paper_of_the_niche_in_an_earlier_month():
    authorships = read(*["Ada Byron"] * 5, "Bo Li", "Bo Li")
    month = np.array([0, 12, 12, 13, 40, 14, 15])
    niche = np.array([0, 1, 1, 1, 0, 1, 1])
    assert entrant_slots(authorships, month, niche).tolist() == [
        True,  # her first paper anywhere
        True,  # her first here
        True,  # and one of the same month
        False,  # a month later she belongs here
        False,  # and where she began she is no entrant
        True,  # new to this corpus too
        False,
    ]


papers_of_people = st.lists(
    st.tuples(
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map("; ".join),
        st.integers(0, 40),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=25,
)


@given(papers_of_people)
@settings(max_examples=50, deadline=None)
def test_a_newcomer_came_within_a_year_and_an_entrant_this_month(rows):
    authors, month, niche = (list(column) for column in zip(*rows, strict=True))
    authorships, month, niche = read(*authors), np.array(month), np.array(niche)
    newcomer = newcomer_slots(authorships, month)
    entrant = entrant_slots(authorships, month, niche)
    for slot, (paper, author) in enumerate(zip(authorships.paper, authorships.author, strict=True)):
        own = authorships.paper[authorships.author == author]
        here = own[niche[own] == niche[paper]]
        assert newcomer[slot] == (month[paper] - month[own].min() < 12)
        assert entrant[slot] == (month[paper] == month[here].min())


@given(papers_of_people)
@settings(max_examples=25, deadline=None)
def test_later_papers_change_nothing_about_earlier_ones(rows):
    rows = sorted(rows, key=lambda row: row[1])
    authors, month, niche = (list(column) for column in zip(*rows, strict=True))
    known = np.array(month) <= month[len(month) // 2]
    n = int(known.sum())
    early = read(*authors[:n])
    whole = read(*authors)
    slots = np.isin(whole.paper, np.flatnonzero(known))
    month, niche = np.array(month), np.array(niche)
    assert np.array_equal(newcomer_slots(early, month[:n]), newcomer_slots(whole, month)[slots])
    assert np.array_equal(
        entrant_slots(early, month[:n], niche[:n]), entrant_slots(whole, month, niche)[slots]
    )


def test_a_rate_counts_recent_authorships_alone():
    authorships = read("Ada Byron; Bo Li", "Bo Li", "Dee Fox", "Dee Fox")
    flags = np.array([True, False, True, True, False])
    recent = np.array([True, False, True, True])
    rate = slot_rate(flags, authorships, np.array([0, 0, 1, 1]), recent, 3)
    field = 2 / 4
    expected = [
        (hits + PSEUDO_PAPERS * field) / (n + PSEUDO_PAPERS) for hits, n in [(1, 2), (1, 2)]
    ]
    assert rate == pytest.approx([*expected, field])


def test_concentration_is_the_share_of_papers_that_the_busiest_sign():
    authors = ["Ada Byron; Bo Li", "Ada Byron", "Dee Fox", "Eva Gál", "C. Diaz", "Bo Li"]
    niche, recent = np.array([0, 0, 0, 0, 1, 1]), np.array([True] * 5 + [False])
    held = concentration(read(*authors), niche, recent, 2, top=1)
    field = (2 + 1) / (4 + 1)
    expected = [
        (hits + PSEUDO_PAPERS * field) / (n + PSEUDO_PAPERS) for hits, n in [(2, 4), (1, 1)]
    ]
    assert held == pytest.approx(expected)


def test_a_niche_of_few_names_is_more_concentrated_than_one_of_many():
    few = [f"Ada Byron; Author {chr(65 + i)}" for i in range(26)]
    many = [f"Writer {chr(65 + i)}" for i in range(26)]
    niche = np.repeat([0, 1], 26)
    held = concentration(read(*few, *many), niche, np.ones(52, dtype=bool), 2)
    assert 1 >= held[0] > held[1] >= 0


def test_without_recent_papers_nothing_is_concentrated():
    held = concentration(read("Ada Byron"), np.array([0]), np.array([False]), 2)
    assert held.tolist() == [0, 0]
