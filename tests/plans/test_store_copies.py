import sqlite3
from contextlib import closing

import pytest

from explorer.errors import StoreBusyError, StoreDamagedError
from explorer.plans import store_copies
from explorer.plans.row_replacing import raise_sequences
from explorer.plans.store_copies import copy_store, free_name
from explorer.plans.user_store import writing


def rows(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT x FROM t").fetchall()


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "a b#c?.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE t (x); INSERT INTO t VALUES (1);")
    return path


def test_a_copy_holds_what_was_committed_while_another_writes(source, tmp_path):
    target = tmp_path / "copy.sqlite"
    with closing(sqlite3.connect(source)) as writer:
        writer.execute("INSERT INTO t VALUES (2)")
        copy_store(source, target)
        writer.commit()
    assert rows(target) == [(1,)]
    copy_store(source, target)
    assert rows(target) == [(1,), (2,)]


def test_a_copy_waits_for_a_writer_and_is_then_told(source, tmp_path, monkeypatch):
    monkeypatch.setattr(store_copies, "SECONDS_A_TRY", 0.01)
    monkeypatch.setattr(store_copies, "TRIES", 2)
    with closing(sqlite3.connect(source, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreBusyError):
            copy_store(source, tmp_path / "copy.sqlite")
    assert list(tmp_path.iterdir()) == [source]


def test_a_copy_that_is_not_whole_replaces_nothing(source, tmp_path):
    target = tmp_path / "copy.sqlite"
    copy_store(source, target)
    whole, before = source.read_bytes(), target.read_bytes()
    source.write_bytes(whole[:4096] + b"\xff" * 4096)
    with pytest.raises((StoreDamagedError, sqlite3.DatabaseError)):
        copy_store(source, target)
    assert target.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == sorted([source, target])


def test_a_copy_is_as_private_as_what_it_copies(source, tmp_path):
    source.chmod(0o640)
    copy_store(source, tmp_path / "copy.sqlite")
    assert (tmp_path / "copy.sqlite").stat().st_mode & 0o777 == 0o640


def test_a_free_name_is_that_of_no_file(tmp_path):
    store = tmp_path / "user.sqlite"
    for name in ("user.v1.sqlite", "user.v1-2.sqlite", "user.v1-3.sqlite"):
        found = free_name(store, "v1")
        assert found.name == name
        found.touch()


def test_a_sequence_only_rises(store):
    with writing(store) as connection:
        raise_sequences(connection, {"plans": 7, "rungs": 3})
        raise_sequences(connection, {"plans": 5, "rungs": 4})
        found = connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence").all()
    assert sorted(found) == [("plans", 7), ("rungs", 4)]
