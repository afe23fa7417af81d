"""Holes in what is held: where they are, and getting the papers that are missing there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np

from explorer.corpus.asked_days import missing_spans
from explorer.corpus.coverage import COLUMNS, ESTIMATE, HOLE, read_coverage
from explorer.corpus.fetching.harvest import fetch_category
from explorer.corpus.fetching.pace import INTERVAL
from explorer.corpus.fetching.slices import Fetched
from explorer.corpus.months import add_months, last_day, month_of
from explorer.corpus.progress import Progress, silent
from explorer.corpus.reading import newest_day
from explorer.corpus.store import reading

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    import pandas as pd

ALONE = """
SELECT DISTINCT code FROM categories JOIN (
    SELECT max(category) AS only FROM paper_categories
    WHERE category IN (SELECT key FROM categories) AND published BETWEEN ? AND ?
    GROUP BY paper HAVING count(*) = 1
) ON only = key ORDER BY code
"""
"""A category that papers list alone was collected for its own sake; others came along with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Days of one month whose papers are not all held."""

    categories: tuple[str, ...]
    """What has to be fetched."""
    since: date
    until: date
    held: int
    """Papers held of that month, added up over the categories."""
    expected: float
    """Papers there should be; not a number if nobody can tell."""
    estimated: bool
    """ArXiv did not announce what is expected."""

    @property
    def part(self) -> float:
        """What is held of what is expected, 0 to 1."""
        return min(self.held / self.expected, 1.0) if self.expected else float("nan")

    @property
    def command(self) -> str:
        """What to type to mend it."""
        return f"explorer mend --since {self.since} --until {self.until}"


def find_holes(
    path: Path,
    *,
    since: date = date.min,
    until: date = date.max,
    categories: Sequence[str] = (),
    coverage: pd.DataFrame | None = None,
) -> list[Hole]:
    """List the holes that reach into a span of days, the oldest first.

    Parameters
    ----------
    path : Path
        Store of papers.
    categories : sequence of str
        Only these are of interest; all if empty.
    coverage : DataFrame, optional
        As `read_coverage` gives it, if it was read already.
    """
    if coverage is None:
        coverage = read_coverage(path, as_of=newest_day(path))
    torn = coverage[coverage["state"] == HOLE]
    if categories:
        torn = torn[torn["category"].isin(list(categories))]
    parts: dict[tuple[date, date, bool], dict[str, tuple[int, float]]] = defaultdict(dict)
    with reading(path) as connection:
        logged = _logged_spans(connection)
        alone = {month: _alone(connection, month) for month in torn["month"].unique()}
        columns = (torn[name].tolist() for name in COLUMNS if name != "state")
        for month, category, held, expected, basis in zip(*columns, strict=True):
            spans = logged.get((category, month), [])
            if not spans and category in alone[month]:
                spans = [(date.fromisoformat(f"{month}-01"), last_day(month))]
            for first, last in spans:
                if first <= until and last >= since:
                    parts[first, last, basis == ESTIMATE][category] = (held, expected)
    return [
        Hole(
            categories=tuple(sorted(counts)),
            since=first,
            until=last,
            held=sum(held for held, _ in counts.values()),
            expected=sum(expected for _, expected in counts.values()),
            estimated=estimated,
        )
        for (first, last, estimated), counts in sorted(parts.items(), key=lambda item: item[0])
    ]


def mend_holes(
    path: Path,
    holes: Sequence[Hole],
    *,
    url: str,
    contact: str,
    lock_dir: Path,
    now: datetime,
    interval: float = INTERVAL,
    progress: Progress = silent,
) -> Iterator[Fetched]:
    """Fetch what is missing in each hole; yields what came of each of its categories.

    Raises
    ------
    FetchError
        If something did not come; what came is kept, and the hole stays one.
    """
    for hole in holes:
        for category in hole.categories:
            yield fetch_category(
                path,
                category,
                since=hole.since,
                until=hole.until,
                url=url,
                contact=contact,
                lock_dir=lock_dir,
                now=now,
                interval=interval,
                progress=progress,
            )


def _logged_spans(
    connection: sqlite3.Connection,
) -> dict[tuple[str, str], list[tuple[date, date]]]:
    """Cut the spans of days that did not come at the ends of months, by category and month."""
    spans = defaultdict(list)
    for category, start, end in missing_spans(connection):
        first, last = np.array([start, end], dtype="datetime64[D]").astype(date)
        while first <= last:
            month = month_of(first)
            spans[category, month].append((first, min(last, last_day(month))))
            first = date.fromisoformat(f"{add_months(month, 1)}-01")
    return spans


def _alone(connection: sqlite3.Connection, month: str) -> set[str]:
    """Name the categories that papers of this month or its neighbours list and no other."""
    first, last = f"{add_months(month, -1)}-01", last_day(add_months(month, 1)).isoformat()
    return {code for (code,) in connection.execute(ALONE, (first, last))}
