"""What a person would do in each scenario of a niche, in ``user.sqlite``.

The chances of the day the plan was made stand with the niche, among the figures shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.errors import BadLogEntryError, EditConflictError, PlanNotFoundError
from explorer.plans.records import LONGEST_TEXT, clean_text
from explorer.plans.user_store import reading, writing
from explorer.trends.scenarios import TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SCENARIOS = tuple(TITLES)


def clean_response(name: str, response: str) -> str:
    """Return what a person would do as it will be stored.

    Raises
    ------
    BadLogEntryError
        If there is no such scenario, or the text is too long.
    """
    if name not in SCENARIOS:
        raise BadLogEntryError(reason=f"{name[:40]!r} is none of {', '.join(SCENARIOS)}")
    cleaned = clean_text(response)
    if len(cleaned) > LONGEST_TEXT:
        reason = f"it has {len(cleaned):,} characters and {LONGEST_TEXT:,} fit"
        raise BadLogEntryError(reason=reason)
    return cleaned


def read_responses(url_or_path: str | Path, plan_id: int) -> dict[str, str]:
    """Read what a person would do, by the name of the scenario, in their order."""
    from explorer.plans import schema

    table = schema.scenarios
    query = table.select().where(table.c.plan == plan_id)
    with reading(url_or_path) as connection:
        rows = [] if connection is None else connection.execute(query).mappings().all()
    found = {row["name"]: row["response"] for row in rows}
    return {name: found[name] for name in SCENARIOS if name in found}


def save_responses(
    url_or_path: str | Path,
    plan_id: int,
    responses: Mapping[str, str],
    *,
    was: Mapping[str, str],
) -> None:
    """Keep what a person would do, in scenarios that are named; all or nothing.

    Parameters
    ----------
    was : mapping
        What is stored as far as the person saw it while writing.

    Raises
    ------
    EditConflictError
        If it was changed since. The same saved twice is no conflict.
    BadLogEntryError
        If there is no such scenario, or a text is too long.
    PlanNotFoundError
        If the plan is gone.
    """
    from explorer.plans import schema

    wanted = {name: clean_response(name, text) for name, text in responses.items()}
    table = schema.scenarios
    with writing(url_or_path) as connection:
        named = schema.plans.c.id == plan_id
        plan = connection.execute(schema.plans.select().where(named)).mappings().first()
        if plan is None:
            raise PlanNotFoundError(str(plan_id))
        rows = connection.execute(table.select().where(table.c.plan == plan_id)).mappings()
        stored = {row["name"]: row["response"] for row in rows}
        changed = {name for name, text in wanted.items() if stored.get(name) != text}
        seen = {name: clean_text(text) for name, text in was.items()}
        if any(stored.get(name) != seen.get(name) for name in changed):
            raise EditConflictError(plan["title"])
        for name in sorted(changed):
            connection.execute(table.delete().where(table.c.plan == plan_id, table.c.name == name))
            row = {"plan": plan_id, "name": name, "response": wanted[name]}
            connection.execute(table.insert().values(row))
