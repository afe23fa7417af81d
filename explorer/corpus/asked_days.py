"""What the harvest log says of each category and month: days that came, days that did not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from explorer.corpus.harvest_log import Harvest, read_harvests

if TYPE_CHECKING:
    import sqlite3

NOT_ASKED, DONE, MISSING = range(3)
"""What is known of a day; the later entry of the log is right."""

DAYS = ("done", "missing", "between", "outside")
"""Columns that count the days of a month: came; did not come; were not asked for though earlier and
later ones were; were not asked for at an end."""

HELD_ON = """
SELECT count(*) FROM paper_categories
WHERE category = (SELECT key FROM categories WHERE code = ?) AND published BETWEEN ? AND ?
"""


def asked_days(connection: sqlite3.Connection, *, last_month: str) -> pd.DataFrame:
    """Count the days of each category and month by what became of them.

    Returns
    -------
    DataFrame
        ``month``, ``category``, the columns of `DAYS`; ``lacking``: papers that arXiv announced for
        the missing days and that are not held; ``untold``: missing days without such a total. A
        category has a row for every month between the first and the last day it was asked for.
    """
    log = sorted(read_harvests(connection), key=lambda harvest: harvest.category)
    tables = [
        _by_month(category, *_by_day(connection, list(harvests)), last_month=last_month)
        for category, harvests in groupby(log, key=lambda harvest: harvest.category)
    ]
    columns = ["month", "category", *DAYS, "lacking", "untold"]
    if not tables:
        return pd.DataFrame({name: [] for name in columns}).astype(
            {"month": "str", "category": "str"}
        )
    return pd.concat(tables, ignore_index=True)[columns]


def missing_spans(
    connection: sqlite3.Connection,
) -> Iterator[tuple[str, np.datetime64, np.datetime64]]:
    """Yield the spans of days that did not come or were passed over: category, first day, last."""
    log = sorted(read_harvests(connection), key=lambda harvest: harvest.category)
    for category, harvests in groupby(log, key=lambda harvest: harvest.category):
        first, state, _ = _by_day(connection, list(harvests))
        edges = np.flatnonzero(np.diff(np.concatenate([[False], state != DONE, [False]])))
        for start, end in edges.reshape(-1, 2):
            yield category, first + start, first + end - 1


def _by_day(
    connection: sqlite3.Connection, harvests: Sequence[Harvest]
) -> tuple[np.datetime64, np.ndarray, np.ndarray]:
    """Return the first day, and for each day to the last what became of it and what it lacks."""
    first = min(harvest.since for harvest in harvests)
    n = (max(harvest.until for harvest in harvests) - first).days + 1
    state, lacking = np.full(n, NOT_ASKED), np.zeros(n)
    for harvest in harvests:
        span = slice((harvest.since - first).days, (harvest.until - first).days + 1)
        state[span] = DONE if harvest.state == "done" else MISSING
        lacking[span] = 0.0
        if harvest.state == "hole":
            lacking[span] = np.nan
            if harvest.expected is not None:
                asked = (harvest.category, harvest.since.isoformat(), harvest.until.isoformat())
                held = connection.execute(HELD_ON, asked).fetchone()[0]
                lacking[span] = max(harvest.expected - held, 0) / (span.stop - span.start)
    return np.datetime64(first), state, lacking


def _by_month(
    category: str, first: np.datetime64, state: np.ndarray, lacking: np.ndarray, *, last_month: str
) -> pd.DataFrame:
    month = (first + np.arange(len(state))).astype("datetime64[M]")
    months, index = np.unique(month, return_inverse=True)
    of_month = (months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")
    counted = {
        name: np.bincount(index, state == kind, minlength=len(months)).astype(np.int64)
        for name, kind in (("done", DONE), ("missing", MISSING), ("between", NOT_ASKED))
    }
    table = pd.DataFrame(
        {
            "month": months.astype(str).astype(object),
            "category": category,
            **counted,
            "outside": of_month.astype(np.int64) - sum(counted.values()),
            "lacking": np.bincount(index, np.nan_to_num(lacking), minlength=len(months)).round(6),
            "untold": np.bincount(index, np.isnan(lacking), minlength=len(months)).astype(np.int64),
        }
    ).astype({"month": "str", "category": "str"})
    return table[table["month"] <= last_month]
