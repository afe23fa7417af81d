"""The harvest log: what was asked of arXiv, when, and whether all of it came.

Written by the fetchers in the same store as the papers; rows are only ever added.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal

from explorer.corpus.store import transaction

if TYPE_CHECKING:
    import sqlite3

    import pandas as pd

COLUMNS = (
    "source",
    "category",
    "since",
    "until",
    "fetched_at",
    "received",
    "expected",
    "state",
)
"""Columns of the log, described in `Harvest`."""

_NAMES = ", ".join(COLUMNS)

State = Literal["done", "hole"]
"""``done``: everything announced came; ``hole``: it did not, or nobody can tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """One span of days asked for, both ends included."""

    source: str
    """Way in, e.g. ``api`` or ``oai``."""
    category: str
    since: date
    until: date
    fetched_at: datetime
    """When the answer was complete, UTC, kept to the second."""
    received: int
    """Distinct papers that came."""
    expected: int | None
    """Papers that the server announced; ``None`` if it announces none."""
    state: State


def log_harvest(connection: sqlite3.Connection, harvest: Harvest) -> None:
    """Append one harvest; inside a transaction of the caller's, be part of that one."""
    with transaction(connection):
        connection.execute(
            f"INSERT INTO harvests ({_NAMES}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (
                harvest.source,
                harvest.category,
                harvest.since.isoformat(),
                harvest.until.isoformat(),
                _utc(harvest.fetched_at).replace(tzinfo=None).isoformat(timespec="seconds"),
                harvest.received,
                harvest.expected,
                harvest.state,
            ),
        )


def read_harvests(
    connection: sqlite3.Connection, *, source: str | None = None, category: str | None = None
) -> list[Harvest]:
    """List harvests, oldest entry first, of one source or category if given."""
    rows = connection.execute(
        f"SELECT {_NAMES} FROM harvests"  # noqa: S608
        " WHERE source = ifnull(?, source) AND category = ifnull(?, category) ORDER BY key",
        (source, category),
    )
    return [
        Harvest(
            source=row[0],
            category=row[1],
            since=date.fromisoformat(row[2]),
            until=date.fromisoformat(row[3]),
            fetched_at=_utc(datetime.fromisoformat(row[4])),
            received=row[5],
            expected=row[6],
            state=row[7],
        )
        for row in rows
    ]


def harvest_table(connection: sqlite3.Connection) -> pd.DataFrame:
    """Read the whole log as a table of `COLUMNS`, oldest entry first; times are naive UTC."""
    import pandas as pd

    rows = connection.execute(f"SELECT {_NAMES} FROM harvests ORDER BY key")  # noqa: S608
    types = dict.fromkeys(COLUMNS, "str")
    types |= dict.fromkeys(("since", "until", "fetched_at"), "datetime64[us]")
    types |= {"received": "int64", "expected": "Int64"}
    return pd.DataFrame(rows.fetchall(), columns=list(COLUMNS)).astype(types)


def _utc(moment: datetime) -> datetime:
    """Read a time without a zone as UTC."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
