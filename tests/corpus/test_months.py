from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.months import (
    add_months,
    last_day,
    last_whole_month,
    month_of,
    months_between,
    parse_as_of,
)
from explorer.errors import BadDateError

days = st.dates(min_value=date(2, 1, 1), max_value=date(9890, 1, 1))
counts = st.integers(-12, 1200)


@given(days)
@settings(max_examples=50, deadline=None)
def test_the_last_day_of_a_month_lies_in_it_and_the_next_day_does_not(day):
    month = month_of(day)
    assert month_of(last_day(month)) == month
    assert month_of(last_day(month) + timedelta(days=1)) == add_months(month, 1)


@given(days)
@settings(max_examples=50, deadline=None)
def test_the_last_whole_month_is_over_and_the_next_is_not(day):
    month = last_whole_month(day)
    assert last_day(month) <= day < last_day(add_months(month, 1))


def test_the_running_month_is_no_month_until_its_last_day():
    assert last_whole_month(date(2016, 2, 28)) == "2016-01"
    assert last_whole_month(date(2016, 2, 29)) == "2016-02"
    assert last_whole_month(date(2016, 1, 1)) == "2015-12"


@given(days, counts)
@settings(max_examples=50, deadline=None)
def test_going_forth_and_back_ends_where_it_began(day, count):
    month = month_of(day)
    assert add_months(add_months(month, count), -count) == month


@given(days, st.integers(0, 60))
@settings(max_examples=50, deadline=None)
def test_months_between_are_all_the_months_in_order(day, count):
    first = month_of(day)
    between = months_between(first, add_months(first, count))
    assert between == [add_months(first, i) for i in range(count + 1)]
    assert between == sorted(set(between))


def test_there_are_no_months_between_a_month_and_an_earlier_one():
    assert months_between("2016-02", "2016-01") == []


@given(days)
@settings(max_examples=50, deadline=None)
def test_a_day_written_out_is_read_as_itself_and_a_month_as_its_last_day(day):
    assert parse_as_of(day.isoformat()) == day
    assert parse_as_of(month_of(day)) == last_day(month_of(day))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2016",
        "2016-13",
        "2016-00",
        "0000-01",
        "2016-02-30",
        "2016-2",
        "16-02",
        "2016-02-1",
        "2016-02\n",
        "2016/02",
        "20161201",
        "2016-W01-1",
        "\uff12\uff10\uff11\uff16-12",
        "today",
    ],
)
def test_a_text_that_is_no_date_is_refused_with_the_text_itself(text):
    with pytest.raises(BadDateError) as caught:
        parse_as_of(text)
    assert caught.value.value == text
    assert repr(text) in str(caught.value)
