"""What the readers of paper files share: lines, texts and days, each checked as it is read.

A record is a line number with the paper found there, or with the reason why there is none. Whether
a paper is acceptable is decided in `files`; here it only has to be readable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import IO

from explorer.corpus.papers import Paper, one_line

Record = tuple[int, Paper | str]
"""Line or row, counted from 1, and the paper or the reason why there is none."""

LONGEST_LINE = 16 * 2**20
"""Bytes; the longest records, with thousands of authors, have some hundred thousand."""


class TruncatedError(Exception):
    """The file ends in the middle of a record, or a record never ends."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(line, problem)
        self.line, self.problem = line, problem

    def __str__(self) -> str:
        return f"line {self.line:,} {self.problem}"


class FieldError(ValueError):
    """A field of a record cannot be read; the record is bad, the file may be good."""

    def __init__(self, field: str, problem: str, value: object = None) -> None:
        super().__init__(field, problem, value)
        self.field, self.problem, self.value = field, problem, value

    def __str__(self) -> str:
        shown = "" if self.value is None else f": {self.value!r:.40}"
        return f"its {self.field} {self.problem}{shown}"


def numbered_lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a stream, their ends included, never holding more than one.

    Raises
    ------
    TruncatedError
        If a line is so long that it cannot be a record, as in a decompression bomb.
    """
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            raise TruncatedError(number, f"has more than {LONGEST_LINE:,} bytes")
        yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line


def read_text(value: object, field: str) -> str:
    """Put a field on one line; `FieldError` if it holds something else than text."""
    if type(value) is str:
        return one_line(value)
    if value is None:
        return ""
    if isinstance(value, bytes):
        try:
            return one_line(value.decode())
        except UnicodeDecodeError as error:
            raise FieldError(field, "is not UTF-8 text") from error
    raise FieldError(field, "is not text", value)


def read_day(value: object, field: str) -> date | None:
    """Read a day or a moment in ISO 8601, as its day in UTC; ``None`` if empty."""
    text = read_text(value, field)
    if not text:
        return None
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        if re.match(r"\d{4}-\d\d-\d\d[ T]", text):
            moment = datetime.fromisoformat(text)
            return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        pass
    raise FieldError(field, "is not a date", text)


def read_first_day(value: object, field: str) -> date:
    """Read the day of a first version, which no record may lack."""
    day = read_day(value, field)
    if day is None:
        raise FieldError(field, "is empty")
    return day
