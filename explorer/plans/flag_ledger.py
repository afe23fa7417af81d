"""The ledger of flags: every opening ever shown, when it was dropped, and what became of it.

Rows are only added. A niche is entered once for each spell in which it is flagged; the row that
says that it is no opening any more ends the spell. When its time has come, one more row says
whether the niche grew.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from explorer.corpus.months import add_months
from explorer.plans.plan_store import stamp
from explorer.plans.records import clean_text
from explorer.plans.user_store import reading, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

FLAGGED, DROPPED, GREW, NOT_GROWN = "flagged", "dropped", "grew", "did not grow"

HORIZON = 3
"""Years after which a flag is held to what became of its niche."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the ledger."""

    event: str
    niche_id: str
    name: str
    kind: str
    """``real`` or ``demonstration``, as in the run's manifest."""
    scope: str
    run_id: str
    as_of: date
    told: datetime
    """When the run was made."""
    score: float | None = None
    achievable: float | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)
    """Of a flag: the parts' values, ``papers_recent``, ``growth``, ``by_chance``, ``last_month``.
    Of what became of it: ``growth`` of its share a year, and when it was ``flagged``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A flag, from when it was made to what became of it."""

    flag: Entry
    dropped: Entry | None = None
    outcome: Entry | None = None


def due_month(flag: Entry) -> str:
    """Return the month at whose end a flag is held to what became of its niche."""
    return add_months(str(flag.evidence["last_month"]), 12 * HORIZON)


def read_ledger(url_or_path: str | Path, *, kind: str = "") -> list[Entry]:
    """Read all rows in the order in which they were entered, or those of one kind."""
    with reading(url_or_path) as connection:
        entries = [] if connection is None else _entries(connection)
    return [each for each in entries if kind in {"", each.kind}]


def extend_ledger(
    url_or_path: str | Path, more: Callable[[Sequence[Entry]], Sequence[Entry]]
) -> int:
    """Enter what is to be told now, given all that was told before; return how much that is.

    Where there is nothing to tell, nothing is written, and no store is made.
    """
    if not more(read_ledger(url_or_path)):
        return 0
    with writing(url_or_path) as connection:
        new = more(_entries(connection))
        _insert(connection, new)
    return len(new)


def add_entries(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows of another ledger that this one does not have, in the caller's transaction."""
    known = {_key(row) for row in _rows(connection)}
    new = [dict(row) for row in rows if _key(row) not in known]
    taken = {row["id"] for row in _rows(connection)}
    if taken & {row["id"] for row in new}:
        new = [{name: value for name, value in row.items() if name != "id"} for row in new]
    _insert_rows(connection, new)


def spells_of(entries: Sequence[Entry]) -> list[Spell]:
    """Put together what was told of each flag, in the order of flags."""
    spells: list[Spell] = []
    for entry in entries:
        if entry.event == FLAGGED:
            spells.append(Spell(flag=entry))
            continue
        for at in range(len(spells) - 1, -1, -1):
            if (joined := _joined(spells[at], entry)) is not None:
                spells[at] = joined
                break
    return spells


def _joined(spell: Spell, entry: Entry) -> Spell | None:
    """Join what was told to the spell that it is about; ``None`` if it is about another."""
    flag = spell.flag
    about = (flag.kind, flag.scope, flag.niche_id) == (entry.kind, entry.scope, entry.niche_id)
    if not about:
        return None
    if entry.event == DROPPED:
        ends = spell.dropped is None
        return Spell(flag=flag, dropped=entry, outcome=spell.outcome) if ends else None
    same = entry.evidence.get("flagged") == stamp(flag.told)
    return Spell(flag=flag, dropped=spell.dropped, outcome=entry) if same else None


def _entries(connection: Connection) -> list[Entry]:
    return [_entry(row) for row in _rows(connection)]


def _rows(connection: Connection) -> list[dict[str, Any]]:
    from explorer.plans import schema

    query = schema.flags.select().order_by(schema.flags.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    names = ("kind", "scope", "niche_id", "event", "run_id", "told", "evidence")
    return tuple(row[name] for name in names)


def _entry(row: Mapping[str, Any]) -> Entry:
    values = {name: value for name, value in row.items() if name != "id"}
    return Entry(
        **{
            **values,
            "as_of": date.fromisoformat(row["as_of"]),
            "told": datetime.fromisoformat(row["told"]),
            "evidence": dict(json.loads(row["evidence"])),
        }
    )


def _insert(connection: Connection, entries: Sequence[Entry]) -> None:
    rows = []
    for entry in entries:
        values = {name: getattr(entry, name) for name in entry.__slots__}
        rows.append(
            values
            | {
                "name": clean_text(entry.name),
                "as_of": entry.as_of.isoformat(),
                "told": stamp(entry.told),
                "evidence": json.dumps(entry.evidence, ensure_ascii=False, sort_keys=True),
            }
        )
    _insert_rows(connection, rows)


def _insert_rows(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    from explorer.plans import schema

    if rows:
        connection.execute(schema.flags.insert(), list(rows))
