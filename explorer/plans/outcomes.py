"""What finished rungs left, in ``user.sqlite``: what was learned, what was shared, and where."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from explorer.errors import BadLogEntryError, EditConflictError, PlanNotFoundError
from explorer.plans.records import LONGEST_TEXT, clean_text
from explorer.plans.user_store import reading, writing

if TYPE_CHECKING:
    from pathlib import Path

PARTS = (("What I learned", "learned"), ("What I shared", "shared"), ("Where it is", "links"))
"""Heading and field of each part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a rung left; each part may be empty."""

    learned: str = ""
    shared: str = ""
    links: str = ""
    """Addresses of code, a paper or a talk, one a line; what stands before one names it."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said."""
        return not (self.learned.strip() or self.shared.strip() or self.links.strip())


def clean_outcome(outcome: Outcome) -> Outcome:
    """Return an outcome as it will be stored.

    Raises
    ------
    BadLogEntryError
        If a text is too long.
    """
    texts = {name: clean_text(text) for name, text in asdict(outcome).items()}
    for name, text in texts.items():
        if len(text) > LONGEST_TEXT:
            reason = f"what was {name} has {len(text):,} characters and {LONGEST_TEXT:,} fit"
            raise BadLogEntryError(reason=reason)
    return Outcome(**texts)


def read_outcomes(url_or_path: str | Path, plan_id: int) -> dict[int, Outcome]:
    """Read what the rungs of a plan left, by the number of the rung."""
    from explorer.plans import schema

    table = schema.outcomes
    query = (
        table.select()
        .join(schema.rungs, table.c.rung == schema.rungs.c.id)
        .where(schema.rungs.c.plan == plan_id)
        .order_by(schema.rungs.c.position)
    )
    with reading(url_or_path) as connection:
        rows = [] if connection is None else connection.execute(query).mappings().all()
    return {
        row["rung"]: Outcome(learned=row["learned"], shared=row["shared"], links=row["links"])
        for row in rows
    }


def save_outcome(url_or_path: str | Path, rung_id: int, outcome: Outcome, *, was: Outcome) -> None:
    """Keep what a rung left; an empty one is taken out.

    Parameters
    ----------
    was : Outcome
        What the person was looking at while writing.

    Raises
    ------
    EditConflictError
        If it was changed since. The same saved twice is no conflict.
    BadLogEntryError
        If a text is too long.
    PlanNotFoundError
        If the rung is gone.
    """
    from explorer.plans import schema

    wanted, table = clean_outcome(outcome), schema.outcomes
    with writing(url_or_path) as connection:
        named = schema.rungs.c.id == rung_id
        rung = connection.execute(schema.rungs.select().where(named)).mappings().first()
        if rung is None:
            raise PlanNotFoundError(str(rung_id))
        row = connection.execute(table.select().where(table.c.rung == rung_id)).mappings().first()
        found = {} if row is None else {key: row[key] for key in asdict(wanted)}
        stored = Outcome(**found)
        if stored == wanted:
            return
        if stored != clean_outcome(was):
            raise EditConflictError(rung["title"])
        connection.execute(table.delete().where(table.c.rung == rung_id))
        if not wanted.is_empty:
            connection.execute(table.insert().values({"rung": rung_id, **asdict(wanted)}))
