"""Whole months, as text ``YYYY-MM``; a month that is not over is never a month."""

from __future__ import annotations

import calendar
import re
from datetime import date

from explorer.errors import BadDateError


def parse_as_of(text: str) -> date:
    """Read a day (``2016-12-15``) or the last day of a month (``2016-12``).

    Raises
    ------
    BadDateError
        If the text is neither.
    """
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
            return last_day(text)
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError as error:
        raise BadDateError(text, str(error)) from error
    raise BadDateError(text, "it is neither a month nor a day")


def month_of(day: date) -> str:
    """Return the month that ``day`` lies in."""
    return day.isoformat()[:7]


def last_day(month: str) -> date:
    """Return the last day of ``month``; ``ValueError`` if there is no such month."""
    year, number = int(month[:4]), int(month[5:])
    date(year, number, 1)
    return date(year, number, calendar.monthrange(year, number)[1])


def last_whole_month(as_of: date) -> str:
    """Return the newest month that was over at the end of ``as_of``."""
    month = month_of(as_of)
    return month if last_day(month) == as_of else add_months(month, -1)


def add_months(month: str, count: int) -> str:
    """Return the month ``count`` months after ``month`` (before it, if negative)."""
    index = int(month[:4]) * 12 + int(month[5:]) - 1 + count
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def months_between(first: str, last: str) -> list[str]:
    """List the months from ``first`` to ``last``, both included; empty if there are none."""
    span = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:])
    return [add_months(first, i) for i in range(span + 1)]
