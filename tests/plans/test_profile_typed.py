"""Texts and deadlines typed into one field: what is read is what was written there."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import BadProfileError
from explorer.plans.profile import Deadline, Profile, clean_profile
from explorer.plans.profile_typed import (
    abstracts_as_typed,
    deadlines_as_typed,
    split_abstracts,
    split_deadlines,
)

THESIS = Deadline(day=date(2027, 3, 1), what="Thesis")
TEXTS = st.text(max_size=40) | st.text("ab \n\t\r\x85\u2028", max_size=20)
DEADLINES = st.builds(Deadline, day=st.dates(), what=TEXTS)


def test_abstracts_are_parted_at_empty_lines_and_at_no_others():
    assert split_abstracts("We grip.\nSoftly.\n \t\n\n We let go. \n") == (
        "We grip.\nSoftly.",
        "We let go.",
    )
    assert split_abstracts(" \n\n ") == ()


def test_an_abstract_with_an_empty_line_in_it_stays_one():
    assert split_abstracts(abstracts_as_typed(("We grip.\n\nSoftly.",))) == ("We grip.\nSoftly.",)


@given(st.lists(TEXTS, max_size=3).map(tuple))
def test_abstracts_that_were_kept_are_read_as_many_and_then_stay_as_they_are(texts):
    kept = clean_profile(Profile(abstracts=texts)).abstracts
    read = split_abstracts(abstracts_as_typed(kept))
    assert len(read) == len(kept)
    assert split_abstracts(abstracts_as_typed(read)) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", ()),
        ("2027-03-01 Thesis", (THESIS,)),
        ("\n  2027-03-01   Thesis  \n\n2027-03-01\n", (THESIS, Deadline(day=THESIS.day))),
    ],
)
def test_a_deadline_is_a_line_with_a_day_and_what_it_is(typed, read):
    assert split_deadlines(typed) == read


@given(st.lists(DEADLINES, max_size=3).map(tuple))
def test_deadlines_that_were_kept_are_read_as_they_were(deadlines):
    kept = clean_profile(Profile(deadlines=deadlines)).deadlines
    assert split_deadlines(deadlines_as_typed(kept)) == kept


@pytest.mark.parametrize("typed", ["soon", "Thesis 2027-03-01", "2027-02-30 Thesis"])
def test_a_line_without_a_day_is_told(typed):
    with pytest.raises(BadProfileError, match="no day such as"):
        split_deadlines(typed)
