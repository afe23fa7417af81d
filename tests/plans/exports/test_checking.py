import pytest

from explorer.plans import schema
from explorer.plans.exports.checking import (
    UnfitError,
    as_list,
    as_object,
    checked_row,
    clean_all,
    only,
    with_times,
)

TALK = {"name": "Ada", "day": "2026-11-20", "said": "Yes", "next_step": ""}


def test_a_row_that_fits_is_taken_and_nul_goes():
    assert checked_row(schema.contacts, {**TALK, "said": "Y\0es"}, "a talk") == TALK


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({**TALK, "mood": "good"}, "“mood”"),
        ({key: value for key, value in TALK.items() if key != "name"}, "has no name"),
        ({**TALK, "name": 3}, "name of a talk is not text"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_with_the_reason(values, told):
    with pytest.raises(UnfitError, match=told):
        checked_row(schema.contacts, values, "a talk")


def test_what_is_of_another_shape_is_refused():
    with pytest.raises(UnfitError, match="no list of rungs"):
        as_list({}, "a plan", "rungs")
    with pytest.raises(UnfitError, match="more than 2 rungs"):
        as_list([1, 2, 3], "a plan", "rungs", most=2)
    with pytest.raises(UnfitError, match="is not an object"):
        as_object([], "a plan")
    with pytest.raises(UnfitError, match="a time of a plan"):
        with_times({"created": "yesterday"}, "a plan", "created")
    with pytest.raises(UnfitError, match="too large"):
        clean_all({"shown": [float("inf")]}, "a plan")
    only({"a": 1}, {"a", "b"}, "a plan")
