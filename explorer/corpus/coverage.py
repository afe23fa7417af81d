"""Coverage: how many papers are held of each category and month, and how many there should be.

Where papers were fetched, the harvest log tells: arXiv announced how many there are. Where they
came from files nobody did, and `id_gaps` estimates it. A hole in what is held must never be read as
a dip of a subject, so whoever counts papers by month looks here first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from explorer.corpus.asked_days import asked_days
from explorer.corpus.id_gaps import estimate_coverage
from explorer.corpus.months import last_whole_month, months_between
from explorer.corpus.store import kind_held, reading

if TYPE_CHECKING:
    import sqlite3
    from datetime import date
    from pathlib import Path

COLUMNS = ("month", "category", "held", "expected", "state", "basis")
"""Columns of a table of coverage, described in `read_coverage`."""

COMPLETE, SEEMS_COMPLETE, HOLE, PART, UNKNOWN = (
    "complete",
    "seems complete",
    "hole",
    "part",
    "unknown",
)

ANNOUNCED, ESTIMATE = "announced", "estimate"

TOLERATED = 0.95
"""An estimated part above this is no hole: few files have more of a month."""

FIRST_NUMBERED = "2007-04"
"""Before it, every archive numbered its own papers."""

NUMBERS = """
SELECT group_concat(substr(arxiv_id, 6)) FROM papers WHERE arxiv_id > ? AND arxiv_id < ?
"""
"""Read from the index of ids alone, a month at a time and as one text: quick for millions."""


def read_coverage(path: Path, *, as_of: date) -> pd.DataFrame:
    """Say for each category and whole month how many papers are held of how many.

    Parameters
    ----------
    path : Path
        Store of papers.
    as_of : date
        The month that is under way on this day, and later ones, are left out.

    Returns
    -------
    DataFrame
        ``month``, ``category``; ``held``: papers held that list the category; ``expected``: papers
        that there should be, not a number if nobody can tell; ``state``: ``complete`` (all that
        arXiv announced came), ``seems complete`` (came from files, and their ids show no hole),
        ``hole``, ``part`` (not all days were asked for) or ``unknown``; ``basis`` of ``expected``:
        ``announced``, ``estimate`` or empty. A category has a row for every month from the first
        to the last of which papers are held or were asked for.
    """
    last = last_whole_month(as_of)
    with reading(path) as connection:
        counts = _counts(connection, last)
        asked = asked_days(connection, last_month=last)
        invented = kind_held(connection) == "demonstration"
        numbers = {} if invented else _numbers(connection, counts)
    table = _every_month(counts, asked)
    if invented:
        return table.assign(expected=table["held"].astype(float), state=COMPLETE, basis=ANNOUNCED)[
            list(COLUMNS)
        ].astype({"state": "str", "basis": "str"})
    estimate = estimate_coverage(numbers, leave_out=_mostly_fetched(counts, asked))
    told = _from_files(table, table["month"].map(estimate).to_numpy(dtype=float))
    by_log = _rests_on_log(table, told)
    logged = _from_log(table)
    for name, kind in (("expected", "float64"), ("state", "str"), ("basis", "str")):
        table[name] = pd.Series(np.where(by_log, logged[name], told[name]), dtype=kind)
    return table[list(COLUMNS)]


def part_held(coverage: pd.DataFrame) -> pd.DataFrame:
    """Lay out which part of the expected papers is held, months by categories.

    Returns
    -------
    DataFrame
        0 to 1, and not a number where nobody can tell; indexed by month, one column a category.
    """
    expected = coverage["expected"]
    part = (coverage["held"] / expected.where(expected > 0)).clip(0, 1)
    part = part.mask(expected == 0, 1.0)
    months, row = np.unique(coverage["month"].to_numpy(dtype=str), return_inverse=True)
    categories, column = np.unique(coverage["category"].to_numpy(dtype=str), return_inverse=True)
    wide = np.full((len(months), len(categories)), np.nan)
    wide[row, column] = part
    return pd.DataFrame(wide, index=months, columns=categories)


def _counts(connection: sqlite3.Connection, last: str) -> pd.DataFrame:
    rows = connection.execute(
        "SELECT month, code, papers, primary_papers FROM categories"
        " JOIN month_category ON category = categories.key WHERE papers > 0 AND month <= ?",
        (last,),
    ).fetchall()
    counts = pd.DataFrame(rows, columns=["month", "category", "held", "primary"])
    return counts.astype({"month": "str", "category": "str", "held": "int64", "primary": "int64"})


def _numbers(connection: sqlite3.Connection, counts: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return the numbers of the ids held, by month."""
    months = counts.loc[counts["month"] >= FIRST_NUMBERED, "month"]
    if months.empty:
        return {}
    numbers = {}
    for month in months_between(months.min(), months.max()):
        prefix = month[2:4] + month[5:]
        text = connection.execute(NUMBERS, (f"{prefix}.", f"{prefix}/")).fetchone()[0]
        numbers[month] = np.fromstring(text or "", dtype=np.int64, sep=",")
    return numbers


def _every_month(counts: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Give each category a row a month, with what is held and what became of the month's days."""
    keys = ["month", "category"]
    seen = pd.concat([counts[keys], asked[keys]]).groupby("category")["month"].agg(["min", "max"])
    rows = [
        (month, category)
        for category, first, last in seen.itertuples()
        for month in months_between(first, last)
    ]
    table = pd.DataFrame(rows, columns=keys).astype("str")
    table = table.merge(counts[[*keys, "held"]], on=keys, how="left")
    table = table.merge(asked, on=keys, how="left").fillna(
        dict.fromkeys([*asked.columns.drop(keys), "held"], 0)
    )
    return table.astype({"held": "int64"}).sort_values(keys, ignore_index=True)


def _mostly_fetched(counts: pd.DataFrame, asked: pd.DataFrame) -> set[str]:
    """Name the months whose papers mostly came by fetches: they tell nothing of the others."""
    came = asked.loc[asked["done"] > 0, ["month", "category"]]
    fetched = counts.merge(came, on=["month", "category"]).groupby("month")["primary"].sum()
    part = fetched / counts.groupby("month")["primary"].sum()
    return set(part.index[part > 0.5])


def _from_files(table: pd.DataFrame, part: np.ndarray) -> pd.DataFrame:
    """Say how many papers there should be, by the part that seems to be held of each month."""
    held = table["held"].to_numpy(dtype=float)
    empty = (part == 0) & (held == 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = np.where(empty, _usual_count(table, held > 0), held / part)
    known = np.isfinite(part) & np.isfinite(expected)
    state = np.select(
        [~known, (part < TOLERATED) & (expected > 0)], [UNKNOWN, HOLE], SEEMS_COMPLETE
    )
    return pd.DataFrame(
        {
            "expected": np.where(known, expected, np.nan),
            "state": state,
            "basis": np.where(known, ESTIMATE, ""),
        }
    )


def _from_log(table: pd.DataFrame) -> pd.DataFrame:
    """Say how many papers there should be, by what arXiv announced and what it was not asked."""
    held = table["held"].to_numpy(dtype=float)
    dark = (table["untold"] + table["between"] + table["outside"]).to_numpy()
    guessed = np.maximum(held + table["lacking"], _usual_count(table, _all_came(table)))
    state = np.select(
        [_all_came(table), (table["missing"] + table["between"]) > 0], [COMPLETE, HOLE], PART
    )
    expected = np.where(dark > 0, guessed, held + table["lacking"])
    basis = np.where(dark > 0, ESTIMATE, ANNOUNCED)
    return pd.DataFrame(
        {"expected": expected, "state": state, "basis": np.where(np.isnan(expected), "", basis)}
    )


def _rests_on_log(table: pd.DataFrame, told: pd.DataFrame) -> np.ndarray:
    """Tell where the log knows more than the ids: it saw the whole month, or they see nothing."""
    asked = (table["done"] + table["missing"] + table["between"]) > 0
    sure = _all_came(table) | (table["missing"] > 0) | (told["state"] == UNKNOWN)
    return (asked & sure).to_numpy()


def _all_came(table: pd.DataFrame) -> pd.Series:
    return (table["done"] > 0) & (table[["missing", "between", "outside"]].sum(axis=1) == 0)


def _usual_count(table: pd.DataFrame, sound: pd.Series | np.ndarray) -> np.ndarray:
    """Return each category's median count of the six nearest sound months; a gap without any."""
    usual = np.full(len(table), np.nan)
    held, sound = table["held"].to_numpy(), np.asarray(sound)
    category = np.unique(table["category"].to_numpy(dtype=str), return_inverse=True)[1]
    order = np.argsort(category, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(category[order])) + 1):
        good = rows[sound[rows]]
        if len(good):
            at = np.searchsorted(good, rows)
            near = np.clip(at[:, None] + np.arange(-3, 3), 0, len(good) - 1)
            usual[rows] = np.median(held[good[near]], axis=1)
    return usual
