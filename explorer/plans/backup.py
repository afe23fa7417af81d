"""All that a person wrote, copied to a file and brought back from it.

A restore never carries a table's definition over: the file is copied, brought up to date with our
own steps and read whole, and then its rows replace those of the store in one transaction.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from explorer.errors import (
    BackupTargetError,
    BackupUnusableError,
    NothingSavedError,
    PlanError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreUnwritableError,
)
from explorer.plans.contacts import clean_contact, read_contacts
from explorer.plans.flag_ledger import read_ledger
from explorer.plans.niches import list_niches
from explorer.plans.outcomes import clean_outcome, read_outcomes
from explorer.plans.plan_log import read_log
from explorer.plans.plan_store import list_plans
from explorer.plans.profile_store import read_profile
from explorer.plans.records import clean_rung, sane_hours
from explorer.plans.row_replacing import raise_sequences, replace_rows
from explorer.plans.scenarios import clean_response, read_responses
from explorer.plans.store_copies import copy_store, free_name
from explorer.plans.user_store import in_our_words, reading, url_of, version_of, writing
from explorer.plans.wishes import clean_name, list_wishes

if TYPE_CHECKING:
    from datetime import date

Rows: TypeAlias = dict[str, list[dict[str, Any]]]
"""The rows of each table."""


def back_up(store: Path, target: Path | None = None, *, today: date) -> Path:
    """Write all that a person saved to one file, and return its path.

    Parameters
    ----------
    store : Path
        ``user.sqlite``; others may go on reading and writing it.
    target : Path, optional
        Where to write; beside the store with the day in its name by default. An older backup
        there is replaced in one step.
    today : date
        The day for that name.

    Raises
    ------
    NothingSavedError
        If there is no store yet.
    BackupTargetError
        If the file is there and is something else.
    """
    if not store.exists() or version_of(store) == 0:
        raise NothingSavedError(store)
    if target is None:
        target = free_name(store, f"{today}.backup")
    elif target.exists() and not _is_backup(target, store):
        raise BackupTargetError(target)
    with in_our_words(url_of(target)):
        copy_store(store, target)
    return target


def backup_bytes(store: Path, *, today: date) -> bytes:
    """Return what ``back_up`` would write."""
    with tempfile.TemporaryDirectory() as folder:
        return back_up(store, Path(folder) / store.name, today=today).read_bytes()


def restore(store: Path, file: Path, *, name: str = "") -> Path | None:
    """Bring back what a backup holds, in place of what the store holds now.

    What is there now is backed up first, in the same transaction, so that nothing written in
    between is lost; a store that cannot be read is set aside as it is. Rungs that differ from what
    was there get a higher version, so that a window opened before is told when it saves.

    Parameters
    ----------
    store : Path
        ``user.sqlite``; made if it is missing.
    file : Path
        A backup, of this version of the program or an older one.
    name : str
        How to call the file when it cannot be used.

    Returns
    -------
    Path or None
        Where the former content is kept; ``None`` if there was none.

    Raises
    ------
    BackupUnusableError
        If it is missing, damaged, of another program, or of a newer version; nothing is changed.
    """
    label = name or str(file)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "user.sqlite"
        rows, sequences = _content(file, copy, label)
        if not _is_whole(store):
            return _replace_damaged(store, copy)
        existed = store.exists()
        kept = free_name(store, "before-restore")
        try:
            with writing(store) as connection:
                if existed:
                    copy_store(store, kept)
                replace_rows(connection, rows)
                raise_sequences(connection, sequences)
        except (sqlite3.IntegrityError, OverflowError, TypeError) as error:
            kept.unlink(missing_ok=True)
            raise BackupUnusableError(label, str(error)) from error
        return kept if existed else None


def kinds_in(file: Path, *, name: str = "") -> frozenset[str]:
    """Tell whether a backup holds niches of real papers, of the demonstration, or both.

    Raises
    ------
    BackupUnusableError
        If it cannot be restored.
    """
    with tempfile.TemporaryDirectory() as folder:
        rows, _ = _content(file, Path(folder) / "user.sqlite", name or str(file))
    return frozenset(str(row["kind"]) for row in [*rows["niches"], *rows["wishes"]])


def _content(file: Path, copy: Path, label: str) -> tuple[Rows, dict[str, int]]:
    """Copy a backup, bring the copy up to date, check it, and return what is in it."""
    if not file.is_file():
        raise BackupUnusableError(label, "there is no such file")
    try:
        if version_of(file) > 0:
            with in_our_words(url_of(file)):
                copy_store(file, copy)
        content = _rows(copy)
        _read_whole(copy)
    except StoreBusyError:
        raise
    except (StoreDamagedError, StoreUnwritableError) as error:
        raise BackupUnusableError(label, error.reason) from error
    except (PlanError, StoreError) as error:
        raise BackupUnusableError(label, str(error)) from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise BackupUnusableError(label, "what it holds cannot be read") from error
    return content


def _rows(copy: Path) -> tuple[Rows, dict[str, int]]:
    """Read all rows of a copy, and the largest number that each table has given."""
    from sqlalchemy import text

    from explorer.plans import schema

    with reading(copy) as connection:
        if connection is None:
            raise StoreDamagedError(copy, "it is empty")
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise StoreDamagedError(copy, "parts of it are missing")
        rows = {
            table.name: [dict(row) for row in connection.execute(table.select()).mappings()]
            for table in schema.metadata.sorted_tables
        }
        found = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
        return rows, {str(table): int(number) for table, number in found}


def _read_whole(copy: Path) -> None:
    """Read what pages would read; what cannot be shown must not be restored."""
    list_niches(copy)
    read_profile(copy)
    read_ledger(copy)
    for wish in list_wishes(copy):
        if wish.own_name:
            clean_name(wish.own_name)
    for plan in list_plans(copy):
        sane_hours(plan.hours_per_week, "a week")
        read_log(copy, plan.plan_id)
        for contact in read_contacts(copy, plan.plan_id):
            clean_contact(contact)
        for outcome in read_outcomes(copy, plan.plan_id).values():
            clean_outcome(outcome)
        for name, response in read_responses(copy, plan.plan_id).items():
            clean_response(name, response)
        for rung in plan.rungs:
            clean_rung(rung)


def _is_whole(store: Path) -> bool:
    """Tell whether a store is there and can be read, or is not there at all."""
    try:
        return not store.exists() or version_of(store) >= 0
    except StoreDamagedError:
        return False


def _is_backup(target: Path, store: Path) -> bool:
    try:
        return not target.samefile(store) and version_of(target) > 0
    except StoreError:
        return False


def _replace_damaged(store: Path, copy: Path) -> Path:
    """Set a damaged store and its journal aside, and put a whole one in its place in one step."""
    aside = free_name(store, "damaged")
    with in_our_words(url_of(store)):
        shutil.copy2(store, aside)
        journal = store.with_name(store.name + "-journal")
        if journal.exists():
            journal.replace(aside.with_name(aside.name + "-journal"))
        copy_store(copy, store)
    return aside
