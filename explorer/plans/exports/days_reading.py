"""Talks and the log of a plan file, read with suspicion: each has a day, and may be of a rung."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from explorer.plans.contacts import Contact, clean_contact
from explorer.plans.exports.checking import as_list, as_object, checked_row, refuse
from explorer.plans.plan_log import EVENTS, LONGEST_NOTE, MOST_MINUTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Table

    Placed = tuple[int | None, dict[str, Any]]

MOST_CONTACTS, MOST_ENTRIES = 10_000, 50_000
"""Of a plan; ten a day would fill the log in fourteen years."""


def read_contacts(found: Any, where: str, rungs: int) -> tuple[Placed, ...]:
    """Read talks, each with the place of the rung that it was about, the earliest day first."""
    from explorer.plans import schema

    rows = as_list(found, where, "contacts", most=MOST_CONTACTS)
    read = []
    for place, day, row in _placed(schema.contacts, rows, "contact", where, rungs):
        said = Contact(name=row["name"], day=day, said=row["said"], next_step=row["next_step"])
        read.append((place, {**row, "name": clean_contact(said).name}))
    return _by_day(read)


def read_log(found: Any, where: str, rungs: int) -> tuple[Placed, ...]:
    """Read what was done, in the same form."""
    from explorer.plans import schema

    rows = as_list(found, where, "log entries", most=MOST_ENTRIES)
    read = []
    for place, _, row in _placed(schema.plan_log, rows, "log entry", where, rungs):
        if not 0 <= row["minutes"] <= MOST_MINUTES or len(row["note"]) > LONGEST_NOTE:
            refuse(f"a log entry of {where} has more minutes or a longer note than is possible")
        if row["event"] not in {"", *EVENTS.values()} or (row["event"] and place is None):
            refuse(f"a log entry of {where} tells what cannot be")
        read.append((place, row))
    return _by_day(read)


def _placed(
    table: Table, rows: list[Any], what: str, where: str, rungs: int
) -> Iterator[tuple[int | None, date, dict[str, Any]]]:
    for each in rows:
        values = as_object(each, f"a {what} of {where}")
        place = values.pop("rung", None)
        if place is not None and (type(place) is not int or not 1 <= place <= rungs):
            refuse(f"a {what} of {where} is about a rung that is not there")
        row = checked_row(table, values, f"a {what} of {where}")
        try:
            day = date.fromisoformat(row["day"])
        except ValueError:
            refuse(f"the day of a {what} of {where} is not a day such as 2026-11-24")
        yield place, day, {**row, "day": day.isoformat()}


def _by_day(read: list[Placed]) -> tuple[Placed, ...]:
    return tuple(sorted(read, key=lambda each: str(each[1]["day"])))
