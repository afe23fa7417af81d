from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.fetching.slices import (
    DAY,
    TOO_ODD,
    TRAIL,
    Slice,
    halves,
    in_utc,
    near,
    odd_gaps,
    slices_to_fetch,
)
from explorer.corpus.harvest_log import Harvest
from explorer.errors import BadDateError

NOW = datetime(2024, 12, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
days = st.dates(date(2023, 9, 1), date(2024, 12, 31))
harvests = st.builds(
    lambda one, other, fetched, state: Harvest(
        source="api",
        category="cs.RO",
        since=min(one, other),
        until=max(one, other),
        fetched_at=datetime(fetched.year, fetched.month, fetched.day, tzinfo=UTC),
        received=1,
        expected=1,
        state=state,
    ),
    days,
    days,
    days,
    st.sampled_from(["done", "hole"]),
)


moments = st.datetimes(
    datetime(2023, 8, 1),  # noqa: DTZ001 (a zone is drawn)
    datetime(2025, 2, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, None, *(timezone(hour * HOUR) for hour in (-12, -5, 9, 14))]),
)


@given(st.lists(harvests, max_size=4), days, days, moments)
@settings(max_examples=100, deadline=None)
def test_slices_hold_each_unsettled_day_once_and_no_other(before, since, until, now):
    last = min(until, in_utc(now).date())
    if since > last:
        with pytest.raises(BadDateError):
            slices_to_fetch(before, since=since, until=until, now=now)
        return
    slices = slices_to_fetch(before, since=since, until=until, now=now)
    asked = [part.since + n * DAY for part in slices for n in range(part.days)]
    assert asked == sorted(set(asked))
    assert all(part.since.month == part.until.month and part.days <= 31 for part in slices)
    unsettled = [
        day
        for day in (since + n * DAY for n in range((last - since).days + 1))
        if not any(
            entry.state == "done"
            and in_utc(entry.fetched_at) <= in_utc(now)
            and entry.since <= day <= entry.until
            and (entry.fetched_at.date() - day).days >= TRAIL
            for entry in before
        )
    ]
    assert asked == unsettled


@given(st.lists(harvests, max_size=4), days, days)
@settings(max_examples=50, deadline=None)
def test_once_all_slices_are_done_nothing_is_left_to_ask_for(before, since, until):
    since, until = min(since, until), max(since, until)
    later = datetime(2025, 6, 1, tzinfo=UTC)
    done = [
        Harvest(
            source="api",
            category="cs.RO",
            since=part.since,
            until=part.until,
            fetched_at=later,
            received=1,
            expected=1,
            state="done",
        )
        for part in slices_to_fetch(before, since=since, until=until, now=later)
    ]
    assert slices_to_fetch([*before, *done], since=since, until=until, now=later) == []


@given(days, st.integers(1, 40))
def test_halves_hold_each_day_once(since, more):
    part = Slice(since=since, until=since + more * DAY)
    first, second = halves(part)
    assert (first.since, second.until) == (part.since, part.until)
    assert second.since == first.until + DAY
    assert abs(first.days - second.days) <= 1


def test_a_slice_is_near_its_days_and_a_day_around():
    part = Slice(since=date(2024, 2, 1), until=date(2024, 2, 29))
    assert [near(part.since + n * DAY, part) for n in (-2, -1, 0, 28, 29, 30)] == [
        False,
        True,
        True,
        True,
        True,
        False,
    ]


def test_today_is_todays_date_in_greenwich():
    evening = datetime.fromisoformat("2024-12-01T22:00:00-05:00")
    (part,) = slices_to_fetch([], since=date(2024, 12, 1), until=date(2030, 1, 1), now=evening)
    assert part.until == date(2024, 12, 2)
    assert in_utc(NOW.replace(tzinfo=None)) == NOW


def test_a_span_that_ends_before_it_begins_is_an_error():
    with pytest.raises(BadDateError, match="it is after 2024-01-01"):
        slices_to_fetch([], since=date(2024, 1, 2), until=date(2024, 1, 1), now=NOW)


def test_what_was_logged_by_a_clock_that_was_ahead_settles_nothing():
    span = {"since": date(2024, 1, 1), "until": date(2024, 2, 29)}
    ahead = Harvest(
        source="api",
        category="cs.RO",
        **span,
        fetched_at=datetime(2025, 3, 1, tzinfo=UTC),
        received=0,
        expected=0,
        state="done",
    )
    assert slices_to_fetch([ahead], **span, now=datetime(2025, 3, 1, tzinfo=UTC)) == []
    slices = slices_to_fetch([ahead], **span, now=datetime(2024, 3, 1, tzinfo=UTC))
    assert slices == slices_to_fetch([], **span, now=datetime(2024, 3, 1, tzinfo=UTC))


def months_of(*received):
    """Log months from January 2024, each of which brought so many papers."""
    return [
        Harvest(
            source="api",
            category="cs.RO",
            since=date(2024, month, 1),
            until=date(2024, month + 1, 1) - DAY,
            fetched_at=NOW,
            received=number,
            expected=number,
            state="done",
        )
        for month, number in enumerate(received, start=1)
    ]


@pytest.mark.parametrize(
    ("received", "months"),
    [
        ((60, 0, 60), (2, 2)),
        ((60, 0, 0, 60), (2, 3)),
        ((60, 3, 60), None),
        ((60, 0, 4), None),
        ((0, 60, 60), None),
        ((60, 60, 0), None),
        ((0, 0, 0), None),
    ],
)
def test_a_gap_is_odd_if_many_papers_came_on_both_sides(received, months):
    found = [(gap.since.month, gap.until.month) for gap in odd_gaps(months_of(*received))]
    assert found == ([months] if months else [])


@given(st.integers(1, 40), st.integers(1, 40))
def test_the_poorer_side_decides(before, after):
    odd = 31 * min(before / 29, after / 30) >= TOO_ODD
    log = months_of(0, before, 0, after)
    assert bool(odd_gaps(log)) == odd
    asked = slices_to_fetch(log, since=date(2024, 2, 1), until=date(2024, 4, 30), now=NOW)
    assert [part.since.month for part in asked] == ([3] if odd else [])


def test_a_gap_that_was_filled_is_none():
    log = months_of(60, 0, 60)
    assert odd_gaps([*log, months_of(60, 50)[1]]) == []
