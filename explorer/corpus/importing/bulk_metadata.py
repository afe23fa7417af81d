"""ArXiv's public metadata file: one JSON object on each line, read as records.

What `exporting` writes is read here too: it adds a few fields that arXiv's own file has not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO, Any

from explorer.corpus.importing.records import (
    FieldError,
    Record,
    TruncatedError,
    numbered_lines,
    read_day,
    read_text,
)
from explorer.corpus.names import listed_names
from explorer.corpus.papers import Paper, one_line, versionless
from explorer.corpus.taxonomy import listed_categories
from explorer.errors import MissingColumnsError

REQUIRED = ("id", "title", "abstract", "categories", "versions")

MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}


def bulk_records(path: Path, stream: IO[bytes]) -> Iterator[Record]:
    """Yield the papers of a stream of JSON lines; empty lines do not count.

    Raises
    ------
    TruncatedError
        If the last line is cut off.
    MissingColumnsError
        If the first object is plainly something else than a paper of arXiv's.
    """
    first = True
    for number, line in numbered_lines(stream):
        if line.isspace():
            continue
        entry = _entry(line)
        if entry is None and not line.endswith(b"\n"):
            raise TruncatedError(number, "is cut off")
        if first and entry is not None:
            _check_fields(path, entry)
        first = False
        yield number, "it is not a JSON object" if entry is None else _paper(entry)


def _entry(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line.decode())
    # Very deep nesting ends in a RecursionError, very long numbers and bad UTF-8 in a ValueError.
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


def _check_fields(path: Path, entry: dict[str, Any]) -> None:
    missing = [field for field in REQUIRED if field not in entry]
    if len(missing) > len(REQUIRED) / 2:
        raise MissingColumnsError(path, missing, [name[:40] for name in list(entry)[:20]])


def _paper(entry: dict[str, Any]) -> Paper | str:
    try:
        versions = entry["versions"]
        listed = entry["categories"]
        listed = " ".join(listed) if isinstance(listed, list) else listed
        primary = read_text(entry.get("primary_category"), "primary_category")
        codes = listed_categories(primary, read_text(listed, "categories"))
        return Paper(
            arxiv_id=versionless(read_text(entry["id"], "id")),
            title=read_text(entry["title"], "title"),
            abstract=read_text(entry["abstract"], "abstract"),
            submitted=_day(versions[0]["created"]),
            updated=_updated(entry),
            primary_category=codes[0] if codes else "",
            categories=codes,
            authors=_authors(entry),
            comments=read_text(entry.get("comments"), "comments"),
            journal_ref=read_text(entry.get("journal-ref"), "journal-ref"),
            doi=read_text(entry.get("doi"), "doi"),
            license=read_text(entry.get("license"), "license"),
            license_as_of=read_day(entry.get("license_as_of"), "license_as_of"),
            modified=read_day(entry.get("modified"), "modified"),
            touched=read_day(entry.get("touched"), "touched"),
        )
    except FieldError as error:
        return str(error)
    except KeyError as error:
        return f"it has no {error.args[0]}"
    except (ValueError, TypeError, IndexError, AttributeError):
        return "it does not have the form of arXiv's metadata"


def _updated(entry: dict[str, Any]) -> date | None:
    """Read the day of the version held; our own exports say so where it is not known."""
    if "updated" in entry:
        return read_day(entry["updated"], "updated")
    return read_day(entry.get("update_date"), "update_date") or _day(
        entry["versions"][-1]["created"]
    )


def _day(created: str) -> date:
    """Read the day of ``Mon, 2 Apr 2007 19:18:42 GMT``."""
    field = "first or last version"
    try:
        match read_text(created, field).split():
            case [_, day, month, year, _, "GMT"]:
                return date(int(year), MONTHS[month], int(day))
        moment = parsedate_to_datetime(created)
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    except (ValueError, LookupError, OverflowError) as error:
        raise FieldError(field, "has no date", created) from error


def _authors(entry: dict[str, Any]) -> tuple[str, ...]:
    """Return the authors as ``First Last``, from their parts where those are given."""
    parts = entry.get("authors_parsed")
    names: Iterable[str]
    if parts:
        names = [" ".join((first, last, *suffix[:1])) for last, first, *suffix in parts]
    else:
        names = listed_names(read_text(entry.get("authors"), "authors"))
    # A semicolon would part a name in two where authors are kept as one text.
    joined = one_line(";".join(name.replace(";", ",") for name in names))
    return tuple(name for name in map(str.strip, joined.split(";")) if name)
