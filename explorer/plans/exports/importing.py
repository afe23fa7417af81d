"""Plans from a file into the store: all of them, or nothing is changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.errors import PlanFileFormatError, PlanFileUnreadableError, PlanKeptError
from explorer.plans.exports.plan_reading import LARGEST, parse_plans
from explorer.plans.exports.plan_rows import PlanRows, read_rows
from explorer.plans.niches import free_slug
from explorer.plans.plan_store import insert_row
from explorer.plans.store_copies import copy_store, free_name
from explorer.plans.user_store import writing

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of the plans of a file."""

    added: tuple[int, ...]
    """Numbers that plans were given here, in the order of the file."""
    unchanged: tuple[int, ...]
    """Numbers of plans that were here already, word for word."""
    kept: Path | None
    """A backup of the store, if a plan was replaced."""


def read_plan_file(path: Path) -> bytes:
    """Read a plan file, and no more of it than a plan file can have.

    Raises
    ------
    PlanFileUnreadableError
        If it is not there, or may not be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise PlanFileUnreadableError(str(path), error.strerror or str(error)) from error


def import_plans(store: Path, data: bytes, *, name: str, replace: bool = False) -> Imported:
    """Add the plans of a file, each with its niche.

    Parameters
    ----------
    store : Path
        ``user.sqlite``; made if it is missing.
    data : bytes
        The whole file.
    name : str
        How to call the file when it cannot be used.
    replace : bool
        Put a plan in the place of another one of the same niche; the store is backed up first.

    Raises
    ------
    PlanFileError
        If the file cannot be used, or a niche has another plan here that is not to be replaced.
    """
    plans = parse_plans(data, name=name)
    if len({rows.niche["niche_id"] for rows in plans}) < len(plans):
        raise PlanFileFormatError(name, "two of its plans are of one niche")
    added: list[int] = []
    unchanged: list[int] = []
    kept = None
    with writing(store) as connection:
        for rows in plans:
            present = _present(connection, rows)
            if present is None:
                added.append(_insert(connection, rows))
                continue
            niche, plan, same = present
            if same:
                unchanged.append(plan)
            elif replace:
                kept = kept or _keep(store)
                _remove(connection, niche)
                added.append(_insert(connection, rows))
            else:
                raise PlanKeptError(rows.plan["title"])
    return Imported(added=tuple(added), unchanged=tuple(unchanged), kept=kept)


def _present(connection: Connection, rows: PlanRows) -> tuple[int, int, bool] | None:
    """Return the numbers of the niche and plan that are here, and whether they are the same."""
    from sqlalchemy import select

    from explorer.plans import schema

    query = (
        select(schema.niches.c.id, schema.plans.c.id)
        .join(schema.plans, schema.plans.c.niche == schema.niches.c.id)
        .where(schema.niches.c.niche_id == rows.niche["niche_id"])
        .order_by(schema.plans.c.id)
    )
    found = connection.execute(query).first()
    if found is None:
        return None
    niche, plan = found
    (here,) = read_rows(connection, [plan])
    return niche, plan, _said(here, rows) == _said(rows, rows)


def _said(rows: PlanRows, file: PlanRows) -> tuple[object, ...]:
    """Return what makes a plan the same as that of a file, as far as the file says something.

    The slug may have been numbered when it came.
    """
    niche = {name: value for name, value in rows.niche.items() if name != "slug"}
    later = [
        getattr(rows, name)
        for name in ("outcomes", "scenarios", "contacts", "log")
        if getattr(file, name) is not None
    ]
    return niche, rows.plan, rows.rungs, rows.papers, later


def _keep(store: Path) -> Path:
    kept = free_name(store, "before-import")
    copy_store(store, kept)
    return kept


def _remove(connection: Connection, niche: int) -> None:
    from explorer.plans import schema

    connection.execute(schema.niches.delete().where(schema.niches.c.id == niche))


def _insert(connection: Connection, rows: PlanRows) -> int:
    from explorer.plans import schema

    definition = json.dumps(rows.niche["definition"], ensure_ascii=False, allow_nan=False)
    slug = free_slug(connection, rows.niche["slug"])
    values = {**rows.niche, "slug": slug, "definition": definition}
    niche = insert_row(connection, schema.niches, values)
    plan = insert_row(connection, schema.plans, {**rows.plan, "niche": niche})
    numbers: list[int | None] = []
    for position, (rung, papers) in enumerate(zip(rows.rungs, rows.papers, strict=True), start=1):
        row = {**rung, "plan": plan, "position": position, "version": 1}
        number = insert_row(connection, schema.rungs, row)
        numbers.append(number)
        cited = [
            {**paper, "rung": number, "position": place}
            for place, paper in enumerate(papers, start=1)
        ]
        if cited:
            connection.execute(schema.rung_papers.insert(), cited)
    _insert_later(connection, rows, plan, numbers)
    return plan


def _insert_later(
    connection: Connection, rows: PlanRows, plan: int, numbers: list[int | None]
) -> None:
    """Add what older files did not have yet."""
    from explorer.plans import schema

    for number, outcome in zip(numbers, rows.outcomes or (), strict=rows.outcomes is not None):
        if outcome is not None:
            connection.execute(schema.outcomes.insert().values({**outcome, "rung": number}))
    for scenario in rows.scenarios or ():
        connection.execute(schema.scenarios.insert().values({**scenario, "plan": plan}))
    for table, found in ((schema.contacts, rows.contacts), (schema.plan_log, rows.log)):
        for place, values in found or ():
            rung = None if place is None else numbers[place - 1]
            insert_row(connection, table, {**values, "plan": plan, "rung": rung})
