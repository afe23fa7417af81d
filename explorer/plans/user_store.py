"""Opening ``user.sqlite``: transactions, migrations with a backup, and errors in our own words.

Writes go through a rollback journal under ``BEGIN IMMEDIATE``, so a killed process leaves the last
commit and two writers wait for each other. A database URL works too, for a team's own server.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from explorer.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreUnwritableError,
    StoreVersionError,
)
from explorer.plans.store_copies import copy_store, free_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine

SECONDS_TO_WAIT = 10.0
"""How long a writer waits for another one."""

UNWRITABLE = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
}
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
"""``SQLITE_ERROR`` is a table or column that the version of the store promises and that is gone."""


@contextmanager
def reading(url_or_path: str | Path) -> Iterator[Connection | None]:
    """Open a store to read; ``None`` where nothing was saved yet. Nothing is created.

    One of an older version is brought up to date first, or a copy of it where it cannot be changed.
    """
    url = url_of(url_or_path)
    path = _file(url)
    if path is not None and not path.exists():
        yield None
        return
    with in_our_words(url), _engine(url).connect() as connection:
        version = _version(connection, url)
    if version == 0:
        yield None
        return
    if version != _newest():
        try:
            with writing(url_or_path):
                pass
        except StoreUnwritableError:
            if path is None:
                raise
            with _reading_copy(path) as connection:
                yield connection
            return
    with in_our_words(url), _engine(url).connect() as connection, connection.begin():
        yield connection


@contextmanager
def _reading_copy(path: Path) -> Iterator[Connection]:
    """Read a store of an older version that cannot be changed: a copy is brought up to date."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        with in_our_words(url_of(path)):
            copy_store(path, copy)
        copy.chmod(0o600)
        with writing(copy):
            pass
        with reading(copy) as connection:
            if connection is not None:
                yield connection


@contextmanager
def writing(url_or_path: str | Path) -> Iterator[Connection]:
    """Open a store to write, all or nothing; it is created or brought up to date first."""
    url = url_of(url_or_path)
    path = _file(url)
    with in_our_words(url):
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        engine = _engine(url).execution_options(immediate=True)
        with engine.connect() as connection, connection.begin():
            _bring_up_to_date(connection, url)
        with engine.connect() as connection, connection.begin():
            yield connection


def url_of(url_or_path: str | Path) -> URL:
    """Read a database URL, or make one of a path."""
    from sqlalchemy import URL, make_url
    from sqlalchemy.exc import ArgumentError

    if isinstance(url_or_path, str) and "://" in url_or_path:
        try:
            url = make_url(url_or_path)
        except ArgumentError as error:
            raise StoreUnwritableError(Path(url_or_path), str(error)) from error
        if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
            raise StoreUnwritableError(Path(":memory:"), "memory keeps nothing")
        return url
    return URL.create("sqlite", database=str(Path(url_or_path).absolute()))


def version_of(path: Path) -> int:
    """Read the schema version of a file that exists, changing nothing; 0 for an empty one."""
    url = url_of(path)
    with in_our_words(url), _engine(url).connect() as connection:
        return _version(connection, url)


@lru_cache(maxsize=16)
def _engine(url: URL) -> Engine:
    from sqlalchemy import NullPool, create_engine, event
    from sqlalchemy.exc import ArgumentError

    try:
        if url.get_backend_name() != "sqlite":
            return create_engine(url)
        engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": SECONDS_TO_WAIT})
    except (ImportError, ArgumentError) as error:
        raise StoreUnwritableError(Path(str(url.database)), str(error)) from error

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        # The driver would open its own transactions, too late and never IMMEDIATE.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _bring_up_to_date(connection: Connection, url: URL) -> None:
    """Create or migrate inside the caller's transaction: all steps or none."""
    from sqlalchemy import update

    from explorer.plans import schema

    version = _version(connection, url)
    if version == schema.SCHEMA_VERSION:
        return
    if version == 0:
        schema.metadata.create_all(connection)
        rows = [
            {"name": "store", "value": "user"},
            {"name": "version", "value": str(schema.SCHEMA_VERSION)},
        ]
        connection.execute(schema.meta.insert(), rows)
        return
    _back_up(url, version)
    for step in range(version, schema.SCHEMA_VERSION):
        schema.MIGRATIONS[step](connection)
    named = schema.meta.c.name == "version"
    connection.execute(update(schema.meta).where(named).values(value=str(schema.SCHEMA_VERSION)))


def _version(connection: Connection, url: URL) -> int:
    """Return the version of a store; 0 for an empty one."""
    from sqlalchemy import inspect, select

    from explorer.plans.schema import meta

    tables = inspect(connection).get_table_names()
    if not tables:
        return 0
    if "meta" not in tables:
        raise StoreDamagedError(_shown(url), "it belongs to another program")
    facts = {row[0]: row[1] for row in connection.execute(select(meta.c.name, meta.c.value))}
    if facts.get("store") != "user" or not str(facts.get("version", "")).isdecimal():
        raise StoreDamagedError(_shown(url), "it does not hold niches and plans")
    version = int(facts["version"])
    if version > _newest():
        raise StoreVersionError(_shown(url), version, _newest())
    return version


def _back_up(url: URL, version: int) -> None:
    """Copy a file store, whole and checked, beside itself; a server has backups of its own."""
    path = _file(url)
    if path is not None:
        copy_store(path, free_name(path, f"v{version}.backup"))


@contextmanager
def in_our_words(url: URL) -> Iterator[None]:
    """Say what SQLite and the operating system say in our own words."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            _raise_ours(error.orig, url)
        raise
    except sqlite3.Error as error:
        _raise_ours(error, url)
    except OSError as error:
        raise StoreUnwritableError(_shown(url), error.strerror or str(error)) from error


def _raise_ours(error: sqlite3.Error, url: URL) -> NoReturn:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in BUSY:
        raise StoreBusyError(_shown(url)) from error
    if code in UNWRITABLE:
        raise StoreUnwritableError(_shown(url), str(error)) from error
    if code in DAMAGED:
        raise StoreDamagedError(_shown(url), str(error)) from error
    raise error


def _file(url: URL) -> Path | None:
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _shown(url: URL) -> Path:
    return _file(url) or Path(url.render_as_string(hide_password=True))


def _newest() -> int:
    from explorer.plans.schema import SCHEMA_VERSION

    return SCHEMA_VERSION
