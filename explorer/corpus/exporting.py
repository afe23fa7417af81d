"""Papers out of the store, as arXiv's bulk metadata: one JSON object a line, in a canonical form.

What is written here, imported into an empty store and exported again, is the same to the byte. So
an export says of two stores whether they hold the same papers, however those came.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from explorer.corpus.progress import Progress, silent
from explorer.corpus.reading import visible
from explorer.corpus.store import reading
from explorer.errors import PaperFileUnwritableError

if TYPE_CHECKING:
    import sqlite3

COLUMNS = (
    "arxiv_id",
    "title",
    "abstract",
    "published",
    "updated",
    "primary_category",
    "categories",
    "authors",
    "comments",
    "journal_ref",
    "doi",
    "license",
    "license_as_of",
    "recorded",
    "modified",
)
"""Columns of ``papers`` that are written: all but what follows from them."""

BLOCK = 2_000
"""Papers held at a time, and written between two reports of progress."""


def export_file(
    store_path: Path,
    file: Path,
    *,
    as_of: date,
    categories: Sequence[str] = (),
    progress: Progress | None = None,
) -> int:
    """Write the papers to a file and return how many; the file is whole or as it was.

    Raises
    ------
    PaperFileUnwritableError
        If the file cannot be written there.
    """
    aside = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        with aside.open("wb") as sink:
            count = export_papers(
                store_path, sink, as_of=as_of, categories=categories, progress=progress
            )
            sink.flush()
            os.fsync(sink.fileno())
        aside.replace(file)
    except OSError as error:
        raise PaperFileUnwritableError(file, error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            aside.unlink()
    return count


def export_papers(
    store_path: Path,
    sink: IO[bytes],
    *,
    as_of: date,
    categories: Sequence[str] = (),
    progress: Progress | None = None,
) -> int:
    """Write the papers that were public at the end of ``as_of``, by id, and return how many.

    All come from one state of the store, also while another process writes to it.

    Parameters
    ----------
    store_path : Path
        Store of papers.
    sink : binary stream
        Given UTF-8 lines, never more than `BLOCK` at a time.
    as_of : date
        Papers first submitted after this day are hidden.
    categories : sequence of str
        Keep papers that list any of these; all papers if empty.
    progress : callable, optional
        Told how many papers are written.
    """
    where, values = visible(as_of=as_of, categories=categories)
    count, progress = 0, progress or silent
    with reading(store_path) as connection:
        counted = connection.execute(f"SELECT count(*) FROM papers WHERE {where}", values)  # noqa: S608
        total = counted.fetchone()[0]
        for rows in _blocks(connection, where, values):
            sink.write(b"".join(_line(dict(zip(COLUMNS, row, strict=True))) for row in rows))
            count += len(rows)
            progress("Writing papers", count, total)
    return count


def _blocks(
    connection: sqlite3.Connection, where: str, values: list[str]
) -> Iterator[list[tuple[str, ...]]]:
    names = ", ".join(COLUMNS)
    found = connection.execute(
        f"SELECT {names} FROM papers WHERE {where} ORDER BY arxiv_id",  # noqa: S608
        values,
    )
    while rows := found.fetchmany(BLOCK):
        yield rows


def _line(row: dict[str, str]) -> bytes:
    """Write a paper in the fields of arXiv's file, then in those that it lacks."""
    names = [name for name in row["authors"].split("; ") if name]
    parted = [name.rpartition(" ") for name in names]
    entry = {
        "id": row["arxiv_id"],
        "title": row["title"],
        "abstract": row["abstract"],
        "authors": ", ".join(names),
        "authors_parsed": [[last, first, ""] for first, _, last in parted],
        "categories": row["categories"],
        "comments": row["comments"] or None,
        "journal-ref": row["journal_ref"] or None,
        "doi": row["doi"] or None,
        "license": row["license"] or None,
        "versions": [{"version": "v1", "created": _midnight(row["published"])}],
        "update_date": row["updated"] or row["published"],
        "updated": row["updated"] or None,
        "primary_category": row["primary_category"],
        "license_as_of": row["license_as_of"] or None,
        "modified": row["recorded"] or None,
        "touched": row["modified"] or None,
    }
    return json.dumps(entry, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _midnight(day: str) -> str:
    """Write a day as arXiv writes the moment of a version; the hour is not kept."""
    return format_datetime(datetime.fromisoformat(day).replace(tzinfo=UTC), usegmt=True)
