"""The steps that bring a ``user.sqlite`` of an older version up to date; never edited once made."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, text


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


def _add_people(connection: Connection) -> None:
    """Make the tables of contacts, scenarios and what rungs left, as version 7 had them."""
    plan = 'FOREIGN KEY("plan") REFERENCES plans (id) ON DELETE CASCADE'
    rung = "FOREIGN KEY(rung) REFERENCES rungs (id) ON DELETE CASCADE"
    statements = (
        (
            "CREATE TABLE contacts ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "
            '"plan" INTEGER NOT NULL, rung INTEGER, name TEXT NOT NULL, day TEXT NOT NULL, '
            f"said TEXT NOT NULL, next_step TEXT NOT NULL, {plan}, {rung} )"
        ),
        'CREATE INDEX ix_contacts_plan ON contacts ("plan")',
        (
            'CREATE TABLE scenarios ( "plan" INTEGER NOT NULL, name TEXT NOT NULL, '
            f'response TEXT NOT NULL, PRIMARY KEY ("plan", name), {plan} )'
        ),
        (
            "CREATE TABLE outcomes ( rung INTEGER NOT NULL, learned TEXT NOT NULL, "
            f"shared TEXT NOT NULL, links TEXT NOT NULL, PRIMARY KEY (rung), {rung} )"
        ),
    )
    for statement in statements:
        connection.execute(text(statement))


MIGRATIONS: dict[int, Callable[[Connection], None]] = {
    1: _add_wishes,
    2: _add_profile,
    3: _add_plan_log,
    4: _add_flags,
    5: _add_merges,
    6: _add_people,
}
"""The step that leads on from each earlier version; version 1 is the first."""
