"""Whom a person talked to about a plan, in ``user.sqlite``: when, what was said, what is next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from explorer.errors import BadLogEntryError, PlanNotFoundError
from explorer.plans.plan_store import insert_row
from explorer.plans.records import LONGEST_TEXT, clean_text, is_blank
from explorer.plans.user_store import reading, writing

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A conversation."""

    name: str
    """As on papers."""
    day: date
    said: str = ""
    next_step: str = ""
    rung_id: int | None = None
    """The rung it was about; ``None`` for the plan as a whole."""
    contact_id: int | None = None
    """Number in the store; ``None`` before it is there."""


def clean_contact(contact: Contact) -> Contact:
    """Return a contact as it will be stored.

    Raises
    ------
    BadLogEntryError
        If nobody is named, or a text is too long.
    """
    name = " ".join(clean_text(contact.name).split())
    said, next_step = clean_text(contact.said), clean_text(contact.next_step)
    if is_blank(name) or len(name) > LONGEST_NAME:
        raise BadLogEntryError(reason=f"a name has 1 to {LONGEST_NAME} characters")
    for text in (said, next_step):
        if len(text) > LONGEST_TEXT:
            reason = f"a text has {len(text):,} characters and {LONGEST_TEXT:,} fit"
            raise BadLogEntryError(reason=reason)
    return replace(contact, name=name, said=said, next_step=next_step)


def read_contacts(url_or_path: str | Path, plan_id: int) -> tuple[Contact, ...]:
    """Read the contacts of a plan, the earliest day first."""
    from explorer.plans import schema

    table = schema.contacts
    query = table.select().where(table.c.plan == plan_id).order_by(table.c.day, table.c.id)
    with reading(url_or_path) as connection:
        rows = [] if connection is None else connection.execute(query).mappings().all()
    return tuple(
        Contact(
            name=row["name"],
            day=date.fromisoformat(row["day"]),
            said=row["said"],
            next_step=row["next_step"],
            rung_id=row["rung"],
            contact_id=row["id"],
        )
        for row in rows
    )


def note_contact(
    url_or_path: str | Path, plan_id: int, contact: Contact, *, now: datetime
) -> Contact:
    """Keep a contact, and return it with its number.

    Raises
    ------
    BadLogEntryError
        If nobody is named, a text is too long, or the day is not yet.
    PlanNotFoundError
        If there is no such plan, or it has no such rung.
    """
    from explorer.plans import schema

    wanted = clean_contact(contact)
    # A day begins earlier in the east than in UTC.
    if wanted.day > now.date() + timedelta(days=1):
        raise BadLogEntryError(reason=f"{wanted.day} is not yet")
    values = {
        "plan": plan_id,
        "rung": wanted.rung_id,
        "name": wanted.name,
        "day": wanted.day.isoformat(),
        "said": wanted.said,
        "next_step": wanted.next_step,
    }
    with writing(url_or_path) as connection:
        _check_place(connection, plan_id, wanted.rung_id)
        return replace(wanted, contact_id=insert_row(connection, schema.contacts, values))


def remove_contact(url_or_path: str | Path, contact_id: int) -> None:
    """Remove a contact; one that is gone already is no fault."""
    from explorer.plans import schema

    with writing(url_or_path) as connection:
        connection.execute(schema.contacts.delete().where(schema.contacts.c.id == contact_id))


def _check_place(connection: Connection, plan_id: int, rung_id: int | None) -> None:
    from sqlalchemy import select

    from explorer.plans import schema

    query = select(schema.plans.c.id).where(schema.plans.c.id == plan_id)
    if rung_id is not None:
        rungs = schema.rungs.c
        query = select(rungs.id).where(rungs.id == rung_id, rungs.plan == plan_id)
    if connection.execute(query).first() is None:
        raise PlanNotFoundError(str(plan_id))
