"""Numbers, dates and spans in words, each with its unit."""

from __future__ import annotations

import calendar
import math
from datetime import date, datetime

TIMES = "\N{MULTIPLICATION SIGN}"

LARGEST_RATIO = 100.0
"""Above it a ratio says no more than "much"."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """Write ``1 paper`` and ``1,204 papers``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def month_name(month: str) -> str:
    """Write ``2016-12`` as ``December 2016``."""
    return f"{calendar.month_name[int(month[5:])]} {int(month[:4])}"


def day_name(day: date) -> str:
    """Write a day as ``31 December 2016``."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def moment(when: datetime) -> str:
    """Write a moment of UTC as ``31 December 2016, 14:05 UTC``."""
    return f"{day_name(when.date())}, {when:%H:%M} UTC"


def ratio(value: float) -> str:
    """Write a ratio with the sign for times."""
    if not math.isfinite(value):
        return "unknown"
    if value > LARGEST_RATIO:
        return f"over {LARGEST_RATIO:.0f}{TIMES}"
    return f"{value:.2f}{TIMES}" if value < 10 else f"{value:.0f}{TIMES}"


def growth_range(growth: float, low: float, high: float) -> str:
    """Write a growth with its interval, short enough for a table."""
    if not all(math.isfinite(value) for value in (growth, low, high)):
        return "unknown"
    return f"{ratio(growth)} ({interval(low, high)})"


def interval(low: float, high: float) -> str:
    """Write the ends of an interval of ratios."""
    if not all(math.isfinite(value) for value in (low, high)):
        return "unknown"
    return f"{ratio(low).rstrip(TIMES)} to {ratio(high).rstrip(TIMES)}"


def percent(part: float) -> str:
    """Write a part of one as ``4 %``, with more digits where it is small."""
    value = 100 * part
    if not math.isfinite(value):
        return "unknown"
    digits = 0 if abs(value) >= 10 or not value else 1 if abs(value) >= 1 else 2
    return f"{value:.{digits}f} %"


def span(seconds: float) -> str:
    """Write a time as a person would: ``20 seconds``, ``3 minutes``, ``1 h 20 min``."""
    if seconds < 55:
        return counted(max(1, round(seconds / 5) * 5 if seconds > 10 else round(seconds)), "second")
    minutes = round(seconds / 60)
    if minutes < 60:
        return counted(minutes, "minute")
    return f"{minutes // 60} h {minutes % 60:02d} min"


def listed(words: list[str], *, most: int) -> str:
    """Write ``a, b, c and 4 more``."""
    if len(words) <= most:
        return ", ".join(words)
    return f"{', '.join(words[:most])} and {len(words) - most:,} more"
