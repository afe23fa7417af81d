"""Tables of ``user.sqlite`` and their version.

Importing this module loads SQLAlchemy, so the rest of the program imports it inside functions.
A table is changed by raising ``SCHEMA_VERSION`` and adding a step to ``schema_steps``.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    event,
    text,
)

from explorer.plans.schema_steps import FLAGS_STAY, MIGRATIONS

__all__ = ["MIGRATIONS", "SCHEMA_VERSION", "metadata"]

SCHEMA_VERSION = 7


metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""``store`` = ``user``, and ``version``."""

niches = Table(
    "niches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("niche_id", Text, nullable=False, unique=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("run_id", Text, nullable=False),
    Column("as_of", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("definition", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("saved_at", Text, nullable=False),
    CheckConstraint("kind IN ('real', 'demonstration')"),
    sqlite_autoincrement=True,
)
"""``definition`` is JSON: terms, phrases, query, paper_ids, shown. Rows written before niches could
be defined by words have no query. Days and times are ISO 8601, UTC.
"""

plans = Table(
    "plans",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("niche", ForeignKey("niches.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("hours_per_week", Float, nullable=False),
    Column("created", Text, nullable=False),
    Column("updated", Text, nullable=False),
    CheckConstraint("hours_per_week > 0"),
    sqlite_autoincrement=True,
)

rungs = Table(
    "rungs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plan", ForeignKey("plans.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("approaches", Text, nullable=False),
    Column("feasibility_and_value", Text, nullable=False),
    Column("milestones", Text, nullable=False),
    Column("budget", Text, nullable=False),
    Column("done_when", Text, nullable=False),
    Column("hours", Float, nullable=False),
    Column("state", Text, nullable=False),
    Column("no_papers", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("hours > 0"),
    CheckConstraint("length(done_when) > 0"),
    sqlite_autoincrement=True,
)

"""Kinds and states are checked in ``records``, so that a new one needs no migration."""

rung_papers = Table(
    "rung_papers",
    metadata,
    Column("rung", ForeignKey("rungs.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("arxiv_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("why", Text, nullable=False),
)
"""The main paper has position 1."""

wishes = Table(
    "wishes",
    metadata,
    Column("niche_id", Text, primary_key=True),
    Column("computed_name", Text, nullable=False),
    Column("own_name", Text, nullable=False),
    Column("hidden", Boolean, nullable=False),
    Column("part_of", Text, nullable=False),
    Column("came_from", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("changed", Text, nullable=False),
    CheckConstraint("kind IN ('real', 'demonstration')"),
)
"""What a person wants of niches of an analysis, saved or not: a name of their own, whether they are
hidden, and the id of the niche that counts their papers too; empty where nothing is wanted.
``computed_name`` is what the papers named it at that time, and ``came_from`` the name of a niche
that ended and that the wish was for.
"""

profile = Table(
    "profile",
    metadata,
    Column("part", Text, primary_key=True),
    Column("content", Text, nullable=False),
)
"""What a person says of themselves: a row for each part that is not empty, its content as JSON, and
``changed``, the time of the last change.
"""

plan_log = Table(
    "plan_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plan", ForeignKey("plans.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("rung", ForeignKey("rungs.id", ondelete="CASCADE")),
    Column("day", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("event", Text, nullable=False),
    Column("note", Text, nullable=False),
    CheckConstraint("minutes >= 0"),
    sqlite_autoincrement=True,
)
"""What was done: minutes on a day, or a rung that was started, paused or finished (``event``)."""

contacts = Table(
    "contacts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plan", ForeignKey("plans.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("rung", ForeignKey("rungs.id", ondelete="CASCADE")),
    Column("name", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("next_step", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""Whom a person talked to about a plan, by the name on papers."""

scenarios = Table(
    "scenarios",
    metadata,
    Column("plan", ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("response", Text, nullable=False),
)
"""What a person would do in each scenario of a niche; its chances stand with the niche."""

outcomes = Table(
    "outcomes",
    metadata,
    Column("rung", ForeignKey("rungs.id", ondelete="CASCADE"), primary_key=True),
    Column("learned", Text, nullable=False),
    Column("shared", Text, nullable=False),
    Column("links", Text, nullable=False),
)
"""What a finished rung left: what was learned and shared, and addresses, one a line."""

flags = Table(
    "flags",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event", Text, nullable=False),
    Column("niche_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("run_id", Text, nullable=False),
    Column("as_of", Text, nullable=False),
    Column("told", Text, nullable=False),
    Column("score", Float),
    Column("achievable", Float),
    Column("evidence", Text, nullable=False),
    CheckConstraint("kind IN ('real', 'demonstration')"),
    CheckConstraint("event IN ('flagged', 'dropped', 'grew', 'did not grow')"),
    sqlite_autoincrement=True,
)
"""The ledger of flags: rows are added, and never changed or deleted, which triggers see to.

``evidence`` is JSON: the parts' values of a flag; of the other events, what ``flag_ledger`` says.
"""


def _make_it_stay(_: Table, connection: Connection, **_options: object) -> None:
    """Make the triggers of a new ledger."""
    if connection.dialect.name == "sqlite":
        for statement in FLAGS_STAY:
            connection.execute(text(statement))


event.listen(flags, "after_create", _make_it_stay)
