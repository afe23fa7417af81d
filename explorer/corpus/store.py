"""The store of papers, ``papers.sqlite``: who may open it and how, and what its failures mean.

One process writes, under a lock file; any number read, also while it writes (WAL). Its tables stand
in `schema`; what goes in is the business of `merging` and `harvest_log`, what comes out of
`reading`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from explorer.corpus.schema import MIGRATIONS
from explorer.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreNotFoundError,
    StoreUnwritableError,
    StoreVersionError,
    WrongStoreError,
)

Kind = Literal["real", "demonstration"]
"""Real papers and the demonstration corpus never share a store."""

SCHEMA_VERSION = len(MIGRATIONS)
"""Stores of later versions are refused, of earlier ones migrated."""

BUSY_MILLISECONDS = 10_000
"""How long a reader waits for the moments in which SQLite itself locks the file."""

CACHE_KIBIBYTES = 65_536
"""Memory for pages of an open store, and size of the log that is kept beside it."""

UNWRITABLE = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
)
"""Codes by which SQLite says that the folder or disk is at fault."""


def create_store(path: Path, *, kind: Kind = "real") -> None:
    """Make an empty store unless there is one."""
    with writing(path, kind=kind):
        pass


@contextmanager
def writing(path: Path, *, kind: Kind = "real") -> Iterator[sqlite3.Connection]:
    """Open the store for its one writer, making or migrating it first.

    Raises
    ------
    StoreBusyError
        At once, if another process is writing.
    StoreVersionError, StoreDamagedError, WrongStoreError
        If what lies there is not ours to write; nothing is changed.
    StoreUnwritableError
        If the folder is read-only or the disk full; the transaction under way is undone.
    """
    with _lock(path), translating(path):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            _prepare(connection, path, kind=kind)
            yield connection
        finally:
            with suppress(sqlite3.Error):
                if connection.in_transaction:
                    connection.rollback()
            connection.close()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Make all or nothing of a block; inside another transaction, be part of that one."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.rollback()
        raise


def open_reader(path: Path) -> sqlite3.Connection:
    """Open the store read-only, also beside a writer and in a folder that cannot be written.

    Raises
    ------
    StoreNotFoundError
        If there is no store, or a first import was cut off before it made one.
    StoreVersionError, StoreDamagedError
        If what lies there is not a store that this program can read.
    """
    with translating(path):
        connection = _connect_reader(path)
        try:
            version = _version(connection, path)
        except BaseException:
            connection.close()
            raise
        if version == SCHEMA_VERSION:
            return connection
        connection.close()
        if version == 0:
            raise StoreNotFoundError(path)
        create_store(path, kind=store_kind(path))
        return _connect_reader(path)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the store read-only for one block; all its reads see one state of the store."""
    connection = open_reader(path)
    try:
        with translating(path):
            connection.execute("BEGIN")
            yield connection
    finally:
        connection.close()


def store_kind(path: Path) -> Kind:
    """Say whether the store holds real papers or the demonstration corpus."""
    with translating(path):
        connection = _connect_reader(path)
        try:
            if _version(connection, path) == 0:
                raise StoreNotFoundError(path)
            return kind_held(connection)
        finally:
            connection.close()


def kind_held(connection: sqlite3.Connection) -> Kind:
    """Say which kind an open store holds."""
    found = connection.execute("SELECT value FROM meta WHERE name = 'kind'").fetchone()
    return "demonstration" if found == ("demonstration",) else "real"


@contextmanager
def translating(path: Path) -> Iterator[None]:
    """Turn what SQLite says went wrong into our errors."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translated(error, path) from error


def _translated(error: sqlite3.Error, path: Path) -> Exception:
    code = _code(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusyError(path)
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return StoreDamagedError(path, str(error))
    return StoreUnwritableError(path, str(error)) if code in UNWRITABLE else error


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code; misuse of the module itself has none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Hold the lock file beside the store, or fail at once."""
    from filelock import FileLock, Timeout

    lock = FileLock(path.with_name(path.name + ".lock"), timeout=0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise StoreBusyError(path) from error
    except OSError as error:
        raise StoreUnwritableError(path, error.strerror or str(error)) from error
    try:
        yield
    finally:
        lock.release()


def _prepare(connection: sqlite3.Connection, path: Path, *, kind: Kind) -> None:
    """Check that the store is ours, of this kind, and bring it to this version."""
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    version = _version(connection, path)
    if version and (held := kind_held(connection)) != kind:
        raise WrongStoreError(path, held)
    if version == 0:
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
    connection.execute(f"PRAGMA journal_size_limit = {CACHE_KIBIBYTES * 1024}")
    if version == SCHEMA_VERSION:
        return
    # All at once: a reader that saw a version between two would want to migrate it too.
    with transaction(connection):
        for script in MIGRATIONS[version:]:
            for statement in script.split(";\n"):
                connection.execute(statement)
        if version == 0:
            connection.execute("INSERT INTO meta VALUES ('kind', ?)", (kind,))
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """Read the schema version, 0 if nothing was stored yet."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if tables and (version == 0 or "meta" not in tables):
        raise StoreDamagedError(path, "it holds tables of another program")
    if version > SCHEMA_VERSION:
        raise StoreVersionError(path, version, SCHEMA_VERSION)
    return version if tables else 0


def _connect_reader(path: Path) -> sqlite3.Connection:
    """Connect read-only.

    Readers share a file that SQLite makes beside the store. Where it may not, the store is read as
    a file that nobody changes, unless there is a log that its writer did not live to merge.
    """
    uri = path.absolute().as_uri() + "?mode=ro"
    try:
        if not path.is_file():
            raise StoreNotFoundError(path)
        return _checked(uri)
    except OSError as error:
        raise StoreDamagedError(path, error.strerror or str(error)) from error
    except sqlite3.OperationalError as error:
        if _code(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            reason = f"the papers in {log.name} have to be moved into it first"
            raise StoreUnwritableError(path, reason) from error
    try:
        return _checked(uri + "&immutable=1")
    except sqlite3.OperationalError as error:
        raise StoreDamagedError(path, str(error)) from error


def _checked(uri: str) -> sqlite3.Connection:
    """Connect and read once: SQLite opens files lazily."""
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("PRAGMA query_only = 1")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection
