"""What was done on a plan, day by day, in ``user.sqlite``: minutes, and rungs begun and ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from explorer.errors import BadLogEntryError, PlanNotFoundError
from explorer.plans.plan_store import insert_row, stamp
from explorer.plans.records import clean_text
from explorer.plans.user_store import reading, writing

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, RowMapping

TEN_MINUTES = 10
MOST_MINUTES = 24 * 60
LONGEST_NOTE = 500
YEARS_BACK = 10

EVENTS = {"started": "started", "paused": "paused", "done": "finished", "planned": "put back"}
"""What is noted when a rung takes a state, by the state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log."""

    entry_id: int
    plan_id: int
    rung_id: int | None
    """The rung it belongs to; ``None`` for the plan as a whole."""
    day: date
    minutes: int = 0
    event: str = ""
    """One of ``EVENTS``, or empty for time spent."""
    note: str = ""


def read_log(url_or_path: str | Path, plan_id: int) -> tuple[Entry, ...]:
    """Read the log of a plan, the earliest day first."""
    from explorer.plans import schema

    log = schema.plan_log
    query = log.select().where(log.c.plan == plan_id).order_by(log.c.day, log.c.id)
    with reading(url_or_path) as connection:
        rows = [] if connection is None else connection.execute(query).mappings().all()
        return tuple(map(_entry, rows))


def log_minutes(
    url_or_path: str | Path,
    plan_id: int,
    *,
    now: datetime,
    rung_id: int | None = None,
    minutes: int = TEN_MINUTES,
    day: date | None = None,
    note: str = "",
) -> Entry:
    """Note that time was spent on a plan.

    Parameters
    ----------
    rung_id : int, optional
        The rung it was spent on.
    day : date, optional
        Today by default.

    Raises
    ------
    BadLogEntryError
        If no day has so many minutes, the day is not yet or long ago, or the note is too long.
    PlanNotFoundError
        If there is no such plan, or it has no such rung.
    """
    from explorer.plans import schema

    when = day or now.date()
    cleaned = clean_text(note).strip()
    _check(minutes, when, cleaned, now.date())
    values = {"plan": plan_id, "rung": rung_id, "day": when.isoformat(), "minutes": minutes}
    with writing(url_or_path) as connection:
        _check_rung(connection, plan_id, rung_id)
        row = {**values, "event": "", "note": cleaned}
        number = insert_row(connection, schema.plan_log, row)
    return Entry(
        entry_id=number,
        plan_id=plan_id,
        rung_id=rung_id,
        day=when,
        minutes=minutes,
        note=cleaned,
    )


def take_back(url_or_path: str | Path, entry_id: int) -> None:
    """Remove a line of the log that notes time; states of rungs are not taken back so."""
    from explorer.plans import schema

    log = schema.plan_log
    with writing(url_or_path) as connection:
        connection.execute(log.delete().where(log.c.id == entry_id, log.c.event == ""))


def change_state(
    url_or_path: str | Path, plan_id: int, rung_id: int, state: str, *, now: datetime
) -> None:
    """Start, pause or finish a rung, and note the day; the state it has already changes nothing.

    Raises
    ------
    PlanNotFoundError
        If there is no such rung in the plan.
    BadLogEntryError
        If there is no such state.
    """
    from explorer.plans import schema

    if state not in EVENTS:
        raise BadLogEntryError(reason=f"{state[:40]!r} is none of {', '.join(EVENTS)}")
    rungs, plans = schema.rungs, schema.plans
    with writing(url_or_path) as connection:
        _check_rung(connection, plan_id, rung_id)
        named = rungs.c.id == rung_id
        changed = rungs.update().where(named, rungs.c.state != state)
        values = {"state": state, "version": rungs.c.version + 1}
        if not connection.execute(changed.values(values)).rowcount:
            return
        touched = plans.update().where(plans.c.id == plan_id)
        connection.execute(touched.values(updated=stamp(now)))
        row = {"plan": plan_id, "rung": rung_id, "day": now.date().isoformat(), "minutes": 0}
        insert_row(connection, schema.plan_log, {**row, "event": EVENTS[state], "note": ""})


def _check(minutes: int, day: date, note: str, today: date) -> None:
    if not 1 <= minutes <= MOST_MINUTES:
        reason = f"{minutes:,} minutes are not possible on one day; 1 to {MOST_MINUTES:,} are"
        raise BadLogEntryError(reason=reason)
    # A day begins earlier in the east than in UTC.
    if not today - timedelta(days=366 * YEARS_BACK) <= day <= today + timedelta(days=1):
        reason = f"{day} is not yet" if day > today else f"{day} is over {YEARS_BACK} years ago"
        raise BadLogEntryError(reason=reason)
    if len(note) > LONGEST_NOTE:
        reason = f"the note has {len(note):,} characters and {LONGEST_NOTE:,} fit"
        raise BadLogEntryError(reason=reason)


def _check_rung(connection: Connection, plan_id: int, rung_id: int | None) -> None:
    from sqlalchemy import select

    from explorer.plans import schema

    plan = select(schema.plans.c.id).where(schema.plans.c.id == plan_id)
    if connection.execute(plan).first() is None:
        raise PlanNotFoundError(str(plan_id))
    rung = select(schema.rungs.c.id).where(
        schema.rungs.c.plan == plan_id, schema.rungs.c.id == rung_id
    )
    if rung_id is not None and connection.execute(rung).first() is None:
        raise PlanNotFoundError(wanted=f"{plan_id}, rung {rung_id}")


def _entry(row: RowMapping) -> Entry:
    values: dict[str, Any] = {name: row[name] for name in ("minutes", "event", "note")}
    return Entry(
        entry_id=row["id"],
        plan_id=row["plan"],
        rung_id=row["rung"],
        day=date.fromisoformat(row["day"]),
        **values,
    )
