"""Tables of papers, Parquet and CSV, read as records.

Both have the same columns; ``authors`` are joined by semicolons, in either order of their names,
``categories`` by spaces.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from explorer.corpus.importing.records import (
    FieldError,
    Record,
    TruncatedError,
    numbered_lines,
    read_day,
    read_first_day,
    read_text,
)
from explorer.corpus.names import split_names
from explorer.corpus.papers import Paper, versionless
from explorer.corpus.taxonomy import listed_categories
from explorer.errors import MissingColumnsError, PaperFileFormatError

if TYPE_CHECKING:
    import pyarrow as pa

REQUIRED = ("id", "title", "abstract", "published", "primary_category", "categories", "authors")
OPTIONAL = ("updated", "comments", "journal_ref", "doi", "license")

BATCH = 2_000
"""Rows of a Parquet file that are held at a time."""

LONGEST_FIELD = 2**20
"""Characters of a CSV field; past it a quotation mark was opened and never closed."""


def parquet_records(path: Path) -> Iterator[Record]:
    """Yield the rows of a Parquet file, by batches."""
    import pyarrow as pa
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        columns = _known_columns(path, file.schema_arrow.names)
        kind = file.schema_arrow.field("id").type
        if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
            reason = (
                f"its column id holds numbers ({kind}), in which 2401.00010 loses its last zero"
            )
            raise PaperFileFormatError(path, reason)
        number = 0
        for batch in file.iter_batches(batch_size=BATCH, columns=columns):
            values = [_values(batch.column(name)) for name in columns]
            for row in zip(*values, strict=True):
                number += 1
                yield number, _paper(dict(zip(columns, row, strict=True)))


def csv_records(path: Path, stream: IO[bytes]) -> Iterator[Record]:
    """Yield the rows of a CSV file; everything in it is text, ids above all."""
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_FIELD))
    lines = _Lines(stream)
    rows = csv.reader(lines, strict=True)
    try:
        header = [name.strip().lower() for name in _next_row(rows) or ()]
    except csv.Error as error:
        raise PaperFileFormatError(path, f"its first line is not CSV ({error})") from error
    if len(header) < 2 and not set(header) & set(REQUIRED):
        raise PaperFileFormatError(path, "it is plain text, neither CSV nor JSON lines")
    _known_columns(path, header)
    while True:
        number = rows.line_num + 1
        try:
            row = _next_row(rows)
        except csv.Error as error:
            yield number, f"it is not CSV: {error}"
            continue
        if row is None:
            return
        if len(row) < len(header) and lines.cut:
            raise TruncatedError(number, "is cut off")
        if row:
            yield number, _row_paper(header, row)


class _Lines:
    """The lines of a CSV file as text; what is not UTF-8 is left for `_row_paper` to find."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._lines = numbered_lines(stream)
        self.cut = False
        """Whether the line given last, the last of the file, has no end."""

    def __iter__(self) -> Iterator[str]:
        for _, line in self._lines:
            self.cut = not line.endswith((b"\n", b"\r"))
            yield line.decode(errors="surrogateescape")


def _next_row(rows: Any) -> list[str] | None:
    """Return the next row, or ``None`` at the end."""
    number = rows.line_num + 1
    try:
        row: list[str] | None = next(rows, None)
    except csv.Error as error:
        if "end of data" in str(error) or "field limit" in str(error):
            raise TruncatedError(number, "opens a quotation mark that is never closed") from error
        raise
    return row


def _row_paper(header: Sequence[str], row: Sequence[str]) -> Paper | str:
    if len(row) != len(header):
        return f"it has {len(row)} fields, and the header has {len(header)}"
    if not all(map(str.isascii, row)):
        try:
            "".join(row).encode()
        except UnicodeEncodeError:
            return "it is not UTF-8 text"
    return _paper(dict(zip(header, row, strict=True)))


def _known_columns(path: Path, names: Sequence[str]) -> list[str]:
    """Return the columns that we read; all that a paper needs must be there, each once."""
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise MissingColumnsError(path, missing, [name[:40] for name in names[:20]])
    for name in (*REQUIRED, *OPTIONAL):
        if names.count(name) > 1:
            raise PaperFileFormatError(path, f"it has the column {name} more than once")
    return [name for name in (*REQUIRED, *OPTIONAL) if name in names]


def _values(column: pa.Array) -> list[object]:
    """Return a column as texts where it can be so, days included.

    Days go through text because a single one past the year 9999 would fail the whole column; so
    would a single text that is not UTF-8, which goes on as bytes.
    """
    import pyarrow as pa

    if pa.types.is_temporal(column.type):
        column = column.cast(pa.string())
    try:
        values: list[object] = column.to_pylist()
    except UnicodeDecodeError:
        values = column.cast(pa.binary()).to_pylist()
    return values


def _paper(row: Mapping[str, object]) -> Paper | str:
    try:
        primary = read_text(row["primary_category"], "primary_category")
        return Paper(
            arxiv_id=versionless(read_text(row["id"], "id")),
            title=read_text(row["title"], "title"),
            abstract=read_text(row["abstract"], "abstract"),
            submitted=read_first_day(row["published"], "published"),
            updated=read_day(row.get("updated"), "updated"),
            primary_category=primary,
            categories=listed_categories(primary, _joined(row["categories"], " ", "categories")),
            authors=split_names(_joined(row["authors"], ";", "authors")),
            comments=read_text(row.get("comments"), "comments"),
            journal_ref=read_text(row.get("journal_ref"), "journal_ref"),
            doi=read_text(row.get("doi"), "doi"),
            license=read_text(row.get("license"), "license"),
        )
    except FieldError as error:
        return str(error)


def _joined(value: object, separator: str, field: str) -> str:
    """Read a field that is text in our own tables and a list in some others."""
    if isinstance(value, list):
        return separator.join(read_text(part, field) for part in value)
    return read_text(value, field)
