import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from explorer.corpus import store
from explorer.corpus.store import (
    SCHEMA_VERSION,
    create_store,
    open_reader,
    reading,
    store_kind,
    transaction,
    writing,
)
from explorer.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreNotFoundError,
    StoreUnwritableError,
    StoreVersionError,
    WrongStoreError,
)

NOBODY = 65534


@pytest.fixture
def path(tmp_path):
    return tmp_path / "papers.sqlite"


def put(connection, name):
    with transaction(connection):
        connection.execute("INSERT INTO categories (code) VALUES (?)", (name,))


def put_and_fail(connection, name):
    with transaction(connection):
        put(connection, name)
        raise ZeroDivisionError


def put_more_than_fits(connection):
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with transaction(connection):
        for i in range(9_000):
            put(connection, f"c{i}")


def names(connection):
    return [code for (code,) in connection.execute("SELECT code FROM categories ORDER BY code")]


def bytes_of(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.suffix != ".lock"}


@contextmanager
def somebody_without_rights():
    """Be subject to the rights of folders; root is not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shared_folder():
    """A folder that other users can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp())
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def read_only(folder):
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)


def test_a_new_store_is_empty_and_knows_its_version_and_kind(path):
    create_store(path)
    with closing(open_reader(path)) as reader:
        assert reader.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert names(reader) == []
    assert store_kind(path) == "real"


def test_making_a_store_again_keeps_what_it_holds(path):
    with writing(path) as writer:
        put(writer, "cs.RO")
    create_store(path)
    with reading(path) as reader:
        assert names(reader) == ["cs.RO"]


def test_a_store_is_made_with_its_folder(tmp_path):
    create_store(tmp_path / "a" / "b" / "papers.sqlite")
    assert store_kind(tmp_path / "a" / "b" / "papers.sqlite") == "real"


@pytest.mark.parametrize("folder", ["with space", "per%20cent", "what?", "a#b", "数学"])
def test_a_store_may_lie_in_a_folder_of_any_name(tmp_path, folder):
    path = tmp_path / folder / "papers.sqlite"
    create_store(path)
    with reading(path) as reader:
        assert names(reader) == []
    assert [file.name for file in path.parent.glob("*.sqlite")] == ["papers.sqlite"]


def test_real_papers_and_the_demonstration_never_share_a_store(tmp_path):
    for kind, other in (("real", "demonstration"), ("demonstration", "real")):
        path = tmp_path / f"{kind}.sqlite"
        create_store(path, kind=kind)
        assert store_kind(path) == kind
        before = path.read_bytes()
        said = "demonstration corpus" if kind == "demonstration" else "holds real papers"
        with pytest.raises(WrongStoreError, match=said), writing(path, kind=other):
            pytest.fail("opened")
        assert path.read_bytes() == before


@pytest.mark.parametrize("read", [open_reader, store_kind])
def test_a_missing_store_is_said_to_be_missing_and_is_not_made(path, read):
    with pytest.raises(StoreNotFoundError, match="explorer import"):
        read(path)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("read", [open_reader, store_kind])
def test_a_folder_in_its_place_is_no_store(path, read):
    path.mkdir()
    with pytest.raises(StoreNotFoundError):
        read(path)
    with pytest.raises(StoreUnwritableError), writing(path):
        pytest.fail("opened")


@pytest.mark.parametrize("read", [open_reader, store_kind])
def test_a_first_import_that_was_cut_off_left_no_store_and_can_be_repeated(path, read):
    path.touch()
    with pytest.raises(StoreNotFoundError):
        read(path)
    create_store(path)
    assert store_kind(path) == "real"


@pytest.mark.parametrize(
    "content", [b"id,title\n1,A paper\n" * 99, b"SQLite format 3\x00" + b"\xff" * 9000]
)
def test_a_file_that_is_no_store_is_damaged_and_stays_as_it_is(path, content):
    path.write_bytes(content)
    with pytest.raises(StoreDamagedError, match=r"papers\.sqlite"):
        open_reader(path)
    with pytest.raises(StoreDamagedError), writing(path):
        pytest.fail("opened")
    assert bytes_of(path.parent) == {path.name: content}


def test_a_database_of_another_program_is_not_written(path):
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE songs (name)")
    before = bytes_of(path.parent)
    with pytest.raises(StoreDamagedError, match="another program"):
        open_reader(path)
    with pytest.raises(StoreDamagedError), writing(path):
        pytest.fail("opened")
    assert bytes_of(path.parent) == before


def test_a_store_cut_short_is_damaged(path):
    with writing(path) as writer:
        for i in range(3000):
            writer.execute("INSERT INTO categories (code) VALUES (?)", (f"c{i}" * 50,))
    path.write_bytes(path.read_bytes()[:40_000])
    with pytest.raises(StoreDamagedError), reading(path) as reader:
        names(reader)


def test_a_store_of_a_newer_version_is_refused_and_not_changed(path):
    create_store(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(StoreVersionError) as caught:
        open_reader(path)
    assert (caught.value.found, caught.value.known) == (SCHEMA_VERSION + 1, SCHEMA_VERSION)
    with pytest.raises(StoreVersionError), writing(path):
        pytest.fail("opened")
    assert path.read_bytes() == before


@pytest.mark.parametrize("first", ["reader", "writer"])
@pytest.mark.parametrize("kind", ["real", "demonstration"])
def test_an_older_store_is_brought_up_to_date_with_what_it_holds(path, monkeypatch, first, kind):
    with writing(path, kind=kind) as writer:
        put(writer, "cs.RO")
    newer = (*store.MIGRATIONS, "ALTER TABLE categories ADD COLUMN name TEXT;\nSELECT 1;\n")
    monkeypatch.setattr(store, "MIGRATIONS", newer)
    monkeypatch.setattr(store, "SCHEMA_VERSION", len(newer))
    opened = writing(path, kind=kind) if first == "writer" else closing(open_reader(path))
    with opened as connection:
        assert connection.execute("SELECT code, name FROM categories").fetchall() == [
            ("cs.RO", None)
        ]
        assert connection.execute("PRAGMA user_version").fetchone() == (len(newer),)
    assert store_kind(path) == kind


def test_a_migration_that_fails_changes_nothing(path, monkeypatch):
    create_store(path)
    newer = (*store.MIGRATIONS, "ALTER TABLE categories ADD COLUMN name TEXT;\nDROP TABLE none;\n")
    with monkeypatch.context() as patched:
        patched.setattr(store, "MIGRATIONS", newer)
        patched.setattr(store, "SCHEMA_VERSION", len(newer))
        with pytest.raises(sqlite3.OperationalError), writing(path):
            pytest.fail("opened")
    with reading(path) as reader:
        assert len(reader.execute("PRAGMA table_info(categories)").fetchall()) == 2


def test_no_reader_finds_a_new_store_between_two_versions(path, monkeypatch):
    newer = (*store.MIGRATIONS, "ALTER TABLE categories ADD COLUMN name TEXT;\nDROP TABLE none;\n")
    monkeypatch.setattr(store, "MIGRATIONS", newer)
    monkeypatch.setattr(store, "SCHEMA_VERSION", len(newer))
    with pytest.raises(sqlite3.OperationalError), writing(path):
        pytest.fail("opened")
    with pytest.raises(StoreNotFoundError):
        open_reader(path)


def test_a_second_writer_is_turned_away_at_once_and_can_come_back(path):
    with writing(path) as writer:
        with pytest.raises(StoreBusyError), writing(path):
            pytest.fail("opened")
        put(writer, "cs.RO")
    with writing(path) as writer:
        assert names(writer) == ["cs.RO"]


def test_another_process_that_writes_keeps_writers_out_and_lets_readers_in(path):
    create_store(path)
    script = (
        "import sys; from pathlib import Path; from explorer.corpus.store import writing\n"
        "with writing(Path(sys.argv[1])) as writer:\n"
        "    writer.execute('BEGIN IMMEDIATE')\n"
        "    writer.execute(\"INSERT INTO categories (code) VALUES ('cs.RO')\")\n"
        "    print('writing', flush=True); sys.stdin.read()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    with other:
        assert other.stdout.readline() == "writing\n"
        with pytest.raises(StoreBusyError, match="another process"), writing(path):
            pytest.fail("opened")
        with reading(path) as reader:
            assert names(reader) == []
        other.kill()
    with writing(path) as writer:
        assert names(writer) == []


def test_an_error_in_the_midst_undoes_its_transaction_and_frees_the_store(path):
    create_store(path)
    with pytest.raises(ZeroDivisionError), writing(path) as writer:
        put_and_fail(writer, "cs.AI")
    with pytest.raises(ZeroDivisionError), writing(path) as writer, transaction(writer):
        put_and_fail(writer, "cs.AI")
    with writing(path) as writer:
        put(writer, "cs.RO")
    with writing(path) as writer:
        assert names(writer) == ["cs.RO"]


def test_a_transaction_within_another_stands_or_falls_with_it(path):
    with writing(path) as writer:
        with pytest.raises(ZeroDivisionError):
            put_and_fail(writer, "cs.AI")
        assert not writer.in_transaction
        with transaction(writer):
            put(writer, "cs.RO")
            assert writer.in_transaction
        assert names(writer) == ["cs.RO"]
        assert not writer.in_transaction


def test_a_reader_cannot_write(path):
    create_store(path)
    with closing(open_reader(path)) as reader, pytest.raises(sqlite3.OperationalError):
        put(reader, "cs.RO")


def test_all_reads_of_a_block_see_one_state_and_the_next_block_the_new_one(path):
    with writing(path) as writer:
        put(writer, "cs.AI")
        with reading(path) as reader:
            assert names(reader) == ["cs.AI"]
            put(writer, "cs.RO")
            assert names(reader) == ["cs.AI"]
        with reading(path) as reader:
            assert names(reader) == ["cs.AI", "cs.RO"]


def test_readers_see_whole_transactions_while_a_writer_commits(path):
    create_store(path)
    ended = threading.Event()

    def write():
        with writing(path) as writer:
            for i in range(150):
                with transaction(writer):
                    writer.execute("INSERT INTO categories (code) VALUES (?)", (f"a{i}",))
                    writer.execute("INSERT INTO categories (code) VALUES (?)", (f"b{i}",))
        ended.set()

    thread = threading.Thread(target=write)
    thread.start()
    seen = []
    while not ended.is_set() or not seen:
        with reading(path) as reader:
            seen.append(len(names(reader)))
            assert seen[-1] % 2 == 0
    thread.join()
    assert seen == sorted(seen)
    with reading(path) as reader:
        assert len(names(reader)) == 300


@pytest.mark.parametrize("left", ["-shm", "-wal", "both"])
def test_a_store_is_read_when_the_files_beside_it_are_missing(path, left):
    with writing(path) as writer:
        put(writer, "cs.RO")
    for ending in ("-shm", "-wal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
        if left in (ending, "both"):
            path.with_name(path.name + ending).touch()
    with reading(path) as reader:
        assert names(reader) == ["cs.RO"]


def copied_while_open(path, folder, *, without=()):
    """Copy a store and what lies beside it while it is written: as after a kill."""
    with writing(path) as writer:
        put(writer, "cs.RO")
        with closing(open_reader(path)):
            for ending in {"", "-wal", "-shm"} - set(without):
                shutil.copy(f"{path}{ending}", folder / f"papers.sqlite{ending}")
    return folder / "papers.sqlite"


@pytest.mark.parametrize("without", [(), ("-shm",)])
def test_what_a_killed_writer_committed_is_read(path, tmp_path, without):
    (tmp_path / "copy").mkdir()
    copy = copied_while_open(path, tmp_path / "copy", without=without)
    before = copy.read_bytes()
    with reading(copy) as reader:
        assert names(reader) == ["cs.RO"]
    assert copy.read_bytes() == before, "only the writer moves the log into the store"


def test_a_store_is_read_in_a_folder_that_cannot_be_written(shared_folder):
    path = shared_folder / "papers.sqlite"
    with writing(path) as writer:
        put(writer, "cs.RO")
    read_only(shared_folder)
    before = bytes_of(shared_folder)
    with somebody_without_rights(), reading(path) as reader:
        assert names(reader) == ["cs.RO"]
    assert bytes_of(shared_folder) == before


def test_what_a_killed_writer_committed_is_read_where_nothing_can_be_written(path, shared_folder):
    copy = copied_while_open(path, shared_folder)
    read_only(shared_folder)
    with somebody_without_rights(), reading(copy) as reader:
        assert names(reader) == ["cs.RO"]


def test_papers_in_a_log_that_cannot_be_read_are_never_silently_left_out(path, shared_folder):
    copy = copied_while_open(path, shared_folder, without=("-shm",))
    read_only(shared_folder)
    with (
        somebody_without_rights(),
        pytest.raises(StoreUnwritableError, match=r"papers\.sqlite-wal"),
    ):
        open_reader(copy)


def test_a_store_that_may_not_be_read_is_said_to_be_unreadable(shared_folder):
    path = shared_folder / "papers.sqlite"
    create_store(path)
    path.chmod(0)
    with somebody_without_rights(), pytest.raises(StoreDamagedError, match="cannot be read"):
        open_reader(path)
    shared_folder.chmod(0o700 if os.geteuid() == 0 else 0)
    with somebody_without_rights(), pytest.raises(StoreDamagedError, match="Permission denied"):
        open_reader(path)


def test_a_folder_that_cannot_be_written_is_said_to_be(shared_folder):
    shared_folder.chmod(0o555)
    for path in (shared_folder / "papers.sqlite", shared_folder / "new" / "papers.sqlite"):
        with (
            somebody_without_rights(),
            pytest.raises(StoreUnwritableError, match="Permission denied"),
            writing(path),
        ):
            pytest.fail("opened")
    assert list(shared_folder.iterdir()) == []


def test_a_store_that_cannot_be_written_is_said_to_be(shared_folder):
    path = shared_folder / "papers.sqlite"
    create_store(path)
    (shared_folder / "papers.sqlite.lock").chmod(0o666)
    path.chmod(0o444)
    shared_folder.chmod(0o777)
    with (
        somebody_without_rights(),
        pytest.raises(StoreUnwritableError, match="readonly"),
        writing(path) as writer,
    ):
        put(writer, "cs.RO")
    with reading(path) as reader:
        assert names(reader) == []


def test_a_file_in_the_place_of_its_folder_is_said_to_be_in_the_way(tmp_path):
    (tmp_path / "data").touch()
    with pytest.raises(StoreUnwritableError), writing(tmp_path / "data" / "papers.sqlite"):
        pytest.fail("opened")
    with pytest.raises(StoreNotFoundError):
        open_reader(tmp_path / "data" / "papers.sqlite")


def test_a_disk_too_full_for_the_lock_is_said_to_be_full(path, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(StoreUnwritableError, match="No space left"), writing(path):
        pytest.fail("opened")


def test_a_disk_that_fills_up_undoes_the_transaction_and_keeps_the_rest(path):
    with writing(path) as writer:
        put(writer, "cs.RO")
    with pytest.raises(StoreUnwritableError, match="full"), writing(path) as writer:
        put_more_than_fits(writer)
    with reading(path) as reader:
        assert names(reader) == ["cs.RO"]
        assert reader.execute("PRAGMA quick_check").fetchone() == ("ok",)
