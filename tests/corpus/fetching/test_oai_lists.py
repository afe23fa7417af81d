import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.fetching.oai_lists import (
    OaiList,
    forget_list,
    keep_list,
    list_to_read,
    next_list,
)
from explorer.corpus.fetching.slices import DAY
from explorer.corpus.harvest_log import Harvest
from explorer.corpus.schema import MIGRATIONS

NOW = datetime(2024, 4, 2, 9, tzinfo=UTC)
LIST = OaiList(
    category="cs.RO",
    since=date(2024, 1, 1),
    asked_from=date(2024, 2, 1),
    seen=date(2024, 2, 20),
    began=NOW,
    token="from=2024-02-20&skip=7",  # noqa: S106
    expires=NOW + timedelta(hours=15),
)
days = st.dates(date(2024, 1, 1), date(2024, 3, 31))
harvests = st.builds(
    lambda one, other, state: Harvest(
        source="oai",
        category="cs.RO",
        since=min(one, other),
        until=max(one, other),
        fetched_at=NOW,
        received=1,
        expected=None,
        state=state,
    ),
    days,
    days,
    st.sampled_from(["done", "hole"]),
)


@pytest.fixture
def connection():
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for script in MIGRATIONS:
            connection.executescript(script)
        yield connection


@given(st.lists(harvests, max_size=5), days)
@settings(max_examples=100, deadline=None)
def test_a_list_leaves_out_only_days_that_lists_before_it_hold(before, since):
    wanted = next_list(before, "cs.RO", since)
    assert wanted.since <= since <= wanted.asked_from == wanted.seen
    done = [entry for entry in before if entry.state == "done"]
    left_out = (wanted.since + n * DAY for n in range((wanted.asked_from - wanted.since).days))
    assert all(any(each.since <= day < each.until for each in done) for day in left_out)
    if not any(each.since <= since < each.until for each in done):
        assert wanted.asked_from == since
    else:
        assert wanted.asked_from > since


def test_where_a_list_is_survives_the_store(connection):
    keep_list(connection, replace(LIST, token=""))
    keep_list(connection, LIST)
    assert list_to_read(connection, "cs.RO", since=LIST.asked_from) == LIST
    assert list_to_read(connection, "cs.LG", since=LIST.asked_from).token == ""


def test_a_list_that_would_leave_papers_out_does_not_go_on(connection):
    keep_list(connection, replace(LIST, since=LIST.asked_from + DAY))
    assert list_to_read(connection, "cs.RO", since=LIST.asked_from).token == ""


def test_a_list_that_ended_is_forgotten_with_all_that_it_holds(connection):
    lists = [
        replace(LIST, asked_from=day, since=day) for day in (date(2023, 1, 1), date(2024, 3, 1))
    ]
    for each in lists:
        keep_list(connection, each)
    forget_list(connection, LIST)
    found = [list_to_read(connection, "cs.RO", since=each.since).token for each in lists]
    assert found == [LIST.token, ""]


@pytest.mark.parametrize(
    ("hours", "young"),
    [(0, True), (14, True), (15, False), (300, False), (-24, True), (-48, False)],
)
def test_a_token_is_young_until_it_expires_by_any_clock_that_may_be_right(hours, young):
    assert LIST.is_young(NOW + timedelta(hours=hours)) is young
    assert not replace(LIST, expires=None).is_young(NOW)
