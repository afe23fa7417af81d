"""Lists of records that are being read: where to go on after a kill, kept in the store of papers.

The moments are those of the server's clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from explorer.corpus.fetching.slices import DAY
from explorer.corpus.harvest_log import Harvest, read_harvests

if TYPE_CHECKING:
    import sqlite3


SOURCE = "oai"
"""What the harvest log calls this way in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OaiList:
    """A list of all records of a category that changed on a day or later."""

    category: str
    since: date
    """Papers submitted earlier are only updated, never added."""
    asked_from: date
    """Day since which records changed."""
    seen: date
    """All that changed earlier came; from here the list can be begun again."""
    began: datetime | None = None
    """When its first page was made; everything changed since will come with the next list."""
    token: str = ""
    """Asks for the next page; empty if the list has to be begun."""
    expires: datetime | None = None

    def is_young(self, now: datetime) -> bool:
        """Say whether the token can be used; a clock that was set wrong only costs time."""
        return self.expires is not None and timedelta() < self.expires - now <= 2 * DAY


def next_list(before: Iterable[Harvest], category: str, since: date) -> OaiList:
    """Say which list brings all papers of a category submitted since a day, and all changes.

    Where an earlier list, or several that follow one another, hold the day, only what changed since
    the last of them began is asked for.
    """
    spans: list[tuple[date, date]] = []
    for first, last in sorted((each.since, each.until) for each in before if each.state == "done"):
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    first, asked = next(((f, t) for f, t in spans if f <= since <= t), (since, since))
    return OaiList(category=category, since=first, asked_from=asked, seen=asked)


def list_to_read(connection: sqlite3.Connection, category: str, *, since: date) -> OaiList:
    """Say which list is read next, and how far it was read when it was cut off."""
    before = read_harvests(connection, source=SOURCE, category=category)
    wanted = next_list(before, category, since)
    begun = _begun(connection, wanted)
    return begun if begun and begun.since <= wanted.since else wanted


def keep_list(connection: sqlite3.Connection, kept: OaiList) -> None:
    """Keep how far a list was read."""
    connection.execute(
        "INSERT OR REPLACE INTO oai_lists"
        " (category, since, asked_from, seen, began, token, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            kept.category,
            kept.since.isoformat(),
            kept.asked_from.isoformat(),
            kept.seen.isoformat(),
            _text(kept.began),
            kept.token,
            _text(kept.expires),
        ),
    )


def forget_list(connection: sqlite3.Connection, ended: OaiList) -> None:
    """Keep no list any more that brings less than one that came to its end."""
    connection.execute(
        "DELETE FROM oai_lists WHERE category = ? AND asked_from >= ?",
        (ended.category, ended.asked_from.isoformat()),
    )


def _begun(connection: sqlite3.Connection, wanted: OaiList) -> OaiList | None:
    row = connection.execute(
        "SELECT since, seen, began, token, expires FROM oai_lists"
        " WHERE category = ? AND asked_from = ?",
        (wanted.category, wanted.asked_from.isoformat()),
    ).fetchone()
    if row is None:
        return None
    return OaiList(
        category=wanted.category,
        since=date.fromisoformat(row[0]),
        asked_from=wanted.asked_from,
        seen=date.fromisoformat(row[1]),
        began=_moment(row[2]),
        token=row[3],
        expires=_moment(row[4]),
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def _text(moment: datetime | None) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() if moment else ""
