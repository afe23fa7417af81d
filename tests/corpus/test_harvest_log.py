from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pandas as pd
import pytest

from explorer.corpus.harvest_log import (
    COLUMNS,
    Harvest,
    harvest_table,
    log_harvest,
    read_harvests,
)
from explorer.corpus.store import reading, transaction, writing

HARVEST = Harvest(
    source="api",
    category="cs.RO",
    since=date(2021, 1, 1),
    until=date(2021, 1, 31),
    fetched_at=datetime(2021, 2, 1, 12, 30, 1, tzinfo=UTC),
    received=99,
    expected=100,
    state="hole",
)

ENTRIES = [
    HARVEST,
    replace(HARVEST, received=100, state="done"),
    replace(HARVEST, category="cs.AI", expected=None, state="done"),
    replace(HARVEST, source="oai"),
]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "papers.sqlite"


def log(path, entries):
    with writing(path) as connection:
        for harvest in entries:
            log_harvest(connection, harvest)


def test_what_is_logged_is_read_oldest_entry_first(path):
    log(path, ENTRIES)
    with reading(path) as connection:
        assert read_harvests(connection) == ENTRIES


def test_one_source_or_category_is_read_alone(path):
    log(path, ENTRIES)
    with reading(path) as connection:
        assert read_harvests(connection, source="oai") == ENTRIES[3:]
        assert read_harvests(connection, category="cs.RO") == [*ENTRIES[:2], ENTRIES[3]]
        assert read_harvests(connection, source="api", category="cs.AI") == [ENTRIES[2]]
        assert read_harvests(connection, category="cs.LG") == []


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2021, 2, 1, 12, 30, 1, 999_999, tzinfo=UTC),
        datetime(2021, 2, 1, 14, 30, 1, tzinfo=timezone(timedelta(hours=2))),
        datetime(2021, 2, 1, 12, 30, 1),  # noqa: DTZ001
    ],
)
def test_the_time_is_kept_in_utc_to_the_second(path, moment):
    log(path, [replace(HARVEST, fetched_at=moment)])
    with reading(path) as connection:
        assert read_harvests(connection) == [HARVEST]


def test_the_log_is_a_table_with_types(path):
    log(path, ENTRIES)
    with reading(path) as connection:
        table = harvest_table(connection)
    assert tuple(table.columns) == COLUMNS
    assert table["state"].tolist() == ["hole", "done", "done", "hole"]
    assert table["since"].unique().tolist() == [pd.Timestamp("2021-01-01")]
    assert table["fetched_at"].unique().tolist() == [pd.Timestamp("2021-02-01 12:30:01")]
    assert table["expected"].isna().tolist() == [False, False, True, False]


def test_an_empty_log_is_a_table_with_the_same_types(path):
    log(path, [])
    with reading(path) as connection:
        empty = harvest_table(connection)
    log(path, ENTRIES)
    with reading(path) as connection:
        pd.testing.assert_series_equal(empty.dtypes, harvest_table(connection).dtypes)


def log_and_fail(connection):
    with transaction(connection):
        log_harvest(connection, HARVEST)
        raise ZeroDivisionError


def test_an_entry_stands_or_falls_with_the_papers_it_speaks_of(path):
    with writing(path) as connection:
        with pytest.raises(ZeroDivisionError):
            log_and_fail(connection)
        assert read_harvests(connection) == []
