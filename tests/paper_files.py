"""Files of made-up papers in every format that can be imported, for the tests that read them."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from explorer.corpus.importing.files import read_paper_file
from explorer.corpus.papers import Paper, one_line

TODAY = date(2026, 11, 22)

COLUMNS = (
    "id",
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
)
REQUIRED = ("id", "title", "abstract", "published", "primary_category", "categories", "authors")

Row = dict[str, str | None]
Writer = Callable[[Path, Iterable[Row]], Path]


def row(number: int = 1, **changes: str | None) -> Row:
    """Make one row of a table, sound unless a change breaks it."""
    return {
        "id": f"2401.{number:05d}",
        "title": f"Grasping of object {number}",
        "abstract": "We grasp. It holds.",
        "published": "2024-01-15",
        "updated": "2024-02-01",
        "primary_category": "cs.RO",
        "categories": "cs.RO cs.LG",
        "authors": "Ada Lovelace; Kurt Gödel",
        "comments": "12 pages",
        "journal_ref": "",
        "doi": "10.1000/1",
        "license": "",
    } | changes


def write_parquet(path: Path, rows: Iterable[Row]) -> Path:
    found = list(rows)
    columns = {name: [row[name] for row in found] for name in COLUMNS}
    parquet.write_table(pa.table(columns), path)
    return path


def write_csv(path: Path, rows: Iterable[Row], *, columns: Iterable[str] = COLUMNS) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, tuple(columns), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def csv_bytes(*rows: Row) -> bytes:
    sink = io.StringIO()
    writer = csv.DictWriter(sink, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return sink.getvalue().encode()


def parquet_bytes(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    parquet.write_table(table, sink)
    return sink.getvalue()


def one_row(**columns: pa.Array) -> pa.Table:
    table = pa.table({name: [value] for name, value in row().items()})
    for name, column in columns.items():
        table = table.set_column(table.schema.get_field_index(name), name, column)
    return table


def bulk_entry(row: Row) -> dict[str, object]:
    """Write a row as arXiv's public metadata has it: wrapped, indented, dated by version."""
    try:
        created = f"{datetime.fromisoformat(row['published'] or ''):%a, %d %b %Y} 19:18:42 GMT"
    except ValueError:
        created = row["published"] or ""
    names = [name.strip().rpartition(" ") for name in (row["authors"] or "").split(";")]
    return {
        "id": row["id"],
        "submitter": "Ada Lovelace",
        "authors": row["authors"],
        "title": (row["title"] or "").replace(" ", "\n  ", 1),
        "comments": row["comments"] or None,
        "journal-ref": row["journal_ref"] or None,
        "doi": row["doi"] or None,
        "report-no": None,
        "categories": row["categories"],
        "license": row["license"] or None,
        "abstract": f"  {row['abstract'] or ''}\n",
        "versions": [{"version": "v1", "created": created}],
        "update_date": row["updated"],
        "authors_parsed": [[last, first, ""] for first, _, last in names],
    }


def bulk_lines(rows: Iterable[Row]) -> bytes:
    return b"".join(json.dumps(bulk_entry(row)).encode() + b"\n" for row in rows)


def write_bulk(path: Path, rows: Iterable[Row]) -> Path:
    path.write_bytes(bulk_lines(rows))
    return path


def write_gzip(path: Path, rows: Iterable[Row]) -> Path:
    path.write_bytes(gzip.compress(bulk_lines(rows)))
    return path


def write_zip(path: Path, rows: Iterable[Row]) -> Path:
    path.write_bytes(zipped(bulk_lines(rows)))
    return path


def zipped(*contents: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, content in enumerate(contents):
            archive.writestr(f"arxiv-metadata-{number}.json", content)
    return packed.getvalue()


WRITERS = (write_parquet, write_csv, write_bulk, write_gzip, write_zip)


every_format = pytest.mark.parametrize("write", WRITERS)


def read(path: Path) -> list[Paper]:
    return list(read_paper_file(path, today=TODAY).papers)


def expected(row: Row) -> Paper:
    def text(name: str) -> str:
        return one_line(row[name] or "")

    return Paper(
        arxiv_id=text("id"),
        title=text("title"),
        abstract=text("abstract"),
        submitted=date.fromisoformat(text("published")),
        updated=date.fromisoformat(text("updated")),
        primary_category=text("primary_category"),
        categories=tuple(text("categories").split()),
        authors=tuple(name.strip() for name in text("authors").split(";") if name.strip()),
        comments=text("comments"),
        journal_ref=text("journal_ref"),
        doi=text("doi"),
        license=text("license"),
    )
