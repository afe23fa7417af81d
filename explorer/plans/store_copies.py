"""Whole, checked copies of a store, made while others may be reading or writing it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.errors import StoreBusyError, StoreDamagedError

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS_A_TRY, TRIES = 1.0, 10
"""How long, and how often, a copy waits for a writer."""


def copy_store(path: Path, target: Path) -> None:
    """Copy a store through SQLite's backup interface, and check the copy before it takes its name.

    What stood at ``target`` is replaced in one step; a copy that fails or is killed leaves it.

    Raises
    ------
    StoreDamagedError
        If what was copied is not whole.
    StoreBusyError
        If a writer does not come to its end.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", suffix=".part", dir=target.parent)
    os.close(handle)
    unfinished = Path(name)
    try:
        address = f"{path.absolute().as_uri()}?mode=rw"
        with (
            closing(sqlite3.connect(address, uri=True, timeout=SECONDS_A_TRY)) as source,
            closing(sqlite3.connect(unfinished)) as copy,
        ):
            source.backup(copy, progress=_patience(path))
            (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            raise StoreDamagedError(path, verdict)
        shutil.copymode(path, unfinished)
        flush(unfinished)
        unfinished.replace(target)
        flush(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def free_name(path: Path, label: str) -> Path:
    """Name a file beside a store, as ``user.LABEL.sqlite``, that is not there yet."""
    names = (
        path.with_name(f"{path.stem}.{label}{'' if number == 1 else f'-{number}'}{path.suffix}")
        for number in count(1)
    )
    return next(name for name in names if not name.exists())


def flush(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk; where a folder cannot be, nothing."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _patience(path: Path) -> Callable[[int, int, int], None]:
    tried = count(1)

    def look(status: int, _remaining: int, _total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and next(tried) >= TRIES:
            raise StoreBusyError(path)

    return look
