"""Tables of ``user.sqlite``, their version, and the steps that bring older stores up to date.

Importing this module loads SQLAlchemy, so the rest of the program imports it inside functions.
A table is changed by raising ``SCHEMA_VERSION`` and adding a step; never by editing a step.
"""

from __future__ import annotations

from collections.abc import Callable

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

SCHEMA_VERSION = 6


def _add_wishes(connection: Connection) -> None:
    """Make the table of wishes on niches, as version 2 had it."""
    connection.execute(
        text(
            "CREATE TABLE wishes ( niche_id TEXT NOT NULL, computed_name TEXT NOT NULL, "
            "own_name TEXT NOT NULL, hidden BOOLEAN NOT NULL, kind TEXT NOT NULL, "
            "changed TEXT NOT NULL, PRIMARY KEY (niche_id), "
            "CHECK (kind IN ('real', 'demonstration')) )"
        )
    )


def _add_profile(connection: Connection) -> None:
    """Make the table of a person's profile, as version 3 had it."""
    connection.execute(
        text(
            "CREATE TABLE profile ( part TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (part) )"
        )
    )


def _add_plan_log(connection: Connection) -> None:
    """Make the table of what was done on plans, as version 4 had it."""
    connection.execute(
        text(
            "CREATE TABLE plan_log ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "
            '"plan" INTEGER NOT NULL, rung INTEGER, day TEXT NOT NULL, minutes INTEGER NOT NULL, '
            "event TEXT NOT NULL, note TEXT NOT NULL, CHECK (minutes >= 0), "
            'FOREIGN KEY("plan") REFERENCES plans (id) ON DELETE CASCADE, '
            "FOREIGN KEY(rung) REFERENCES rungs (id) ON DELETE CASCADE )"
        )
    )
    connection.execute(text('CREATE INDEX ix_plan_log_plan ON plan_log ("plan")'))


FLAGS_STAY = tuple(
    f"CREATE TRIGGER {name} BEFORE {what} ON flags "
    f"{when}BEGIN SELECT RAISE(ABORT, 'a flag is never {never}'); END"
    for name, what, when, never in (
        ("flags_stay", "UPDATE", "", "changed"),
        ("flags_are_kept", "DELETE", "", "deleted"),
        (
            "flags_are_added",
            "INSERT",
            "WHEN EXISTS (SELECT 1 FROM flags WHERE id = NEW.id) ",
            "replaced",
        ),
    )
)
"""What makes ``flags`` a ledger in SQLite, as of version 5."""


def _add_flags(connection: Connection) -> None:
    """Make the ledger of flags, as version 5 had it."""
    connection.execute(
        text(
            "CREATE TABLE flags ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "
            "event TEXT NOT NULL, niche_id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, "
            "scope TEXT NOT NULL, run_id TEXT NOT NULL, as_of TEXT NOT NULL, told TEXT NOT NULL, "
            "score FLOAT, achievable FLOAT, evidence TEXT NOT NULL, "
            "CHECK (kind IN ('real', 'demonstration')), "
            "CHECK (event IN ('flagged', 'dropped', 'grew', 'did not grow')) )"
        )
    )
    for statement in FLAGS_STAY:
        connection.execute(text(statement))


def _add_merges(connection: Connection) -> None:
    """Make the table of wishes anew with two columns more, as version 6 had it."""
    kept = "niche_id, computed_name, own_name, hidden, kind, changed"
    made = (
        "CREATE TABLE wishes ( niche_id TEXT NOT NULL, computed_name TEXT NOT NULL, "
        "own_name TEXT NOT NULL, hidden BOOLEAN NOT NULL, part_of TEXT NOT NULL, "
        "came_from TEXT NOT NULL, kind TEXT NOT NULL, changed TEXT NOT NULL, "
        "PRIMARY KEY (niche_id), CHECK (kind IN ('real', 'demonstration')) )"
    )
    filled = f"INSERT INTO wishes ({kept}, part_of, came_from) SELECT {kept}, '', '' FROM before_6"  # noqa: S608 (names of columns)
    connection.execute(text("ALTER TABLE wishes RENAME TO before_6"))
    for statement in (made, filled, "DROP TABLE before_6"):
        connection.execute(text(statement))


MIGRATIONS: dict[int, Callable[[Connection], None]] = {
    1: _add_wishes,
    2: _add_profile,
    3: _add_plan_log,
    4: _add_flags,
    5: _add_merges,
}
"""The step that leads on from each earlier version; version 1 is the first."""

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
