"""Rows of a niche, its plan and what belongs to that, whatever columns there are.

A column added to a table is carried without a word here. A file written before it existed lacks it,
so such a column needs a default; numbers that only this store gives are kept apart.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Column, Connection, RowMapping, Table

KEPT_APART = {
    "niches": {"id"},
    "plans": {"id", "niche"},
    "rungs": {"id", "plan", "position", "version"},
    "rung_papers": {"rung", "position"},
    "outcomes": {"rung"},
    "scenarios": {"plan"},
    "contacts": {"id", "plan", "rung"},
    "plan_log": {"id", "plan", "rung"},
}
"""Columns of each table that a file does not carry: numbers and places given by the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRows:
    """One plan as it stands in the tables, without the numbers that the store gives."""

    niche: dict[str, Any]
    """``definition`` is an object here, and text in the table."""
    plan: dict[str, Any]
    rungs: tuple[dict[str, Any], ...]
    papers: tuple[tuple[dict[str, Any], ...], ...]
    """The papers of each rung, the main one first."""
    outcomes: tuple[dict[str, Any] | None, ...] | None
    """What each rung left; ``None``, here and below, where a file of version 1 says nothing."""
    scenarios: tuple[dict[str, Any], ...] | None
    """What the person would do in each, by name."""
    contacts: tuple[tuple[int | None, dict[str, Any]], ...] | None
    """Place of the rung that each was about, and its row, the earliest day first."""
    log: tuple[tuple[int | None, dict[str, Any]], ...] | None
    """The same of what was done; ``None`` where a file of version 1 or 2 says nothing."""


def carried(table: Table) -> list[Column[Any]]:
    """List the columns of a table that a plan file carries, in their order."""
    return [column for column in table.columns if column.name not in KEPT_APART[table.name]]


def read_rows(connection: Connection, numbers: Sequence[int] | None = None) -> list[PlanRows]:
    """Read the plans with these numbers, or all, those of the niche saved first first."""
    from sqlalchemy import select

    from explorer.plans import schema

    query = select(schema.plans).order_by(schema.plans.c.niche, schema.plans.c.id)
    if numbers is not None:
        query = query.where(schema.plans.c.id.in_(numbers))
    return [_plan_rows(connection, row) for row in connection.execute(query).mappings().all()]


def _plan_rows(connection: Connection, plan: RowMapping) -> PlanRows:
    from sqlalchemy import select

    from explorer.plans import schema

    named = select(schema.niches).where(schema.niches.c.id == plan["niche"])
    niche = _values(schema.niches, connection.execute(named).mappings().one())
    of_plan = select(schema.rungs).where(schema.rungs.c.plan == plan["id"])
    ordered = of_plan.order_by(schema.rungs.c.position, schema.rungs.c.id)
    rungs = connection.execute(ordered).mappings().all()
    cited = select(schema.rung_papers).order_by(schema.rung_papers.c.position)
    found = cited.where(schema.rung_papers.c.rung.in_([rung["id"] for rung in rungs]))
    papers: dict[int, list[dict[str, Any]]] = {rung["id"]: [] for rung in rungs}
    for row in connection.execute(found).mappings():
        papers[row["rung"]].append(_values(schema.rung_papers, row))
    numbers = [rung["id"] for rung in rungs]
    return PlanRows(
        niche={**niche, "definition": json.loads(niche["definition"])},
        plan=_values(schema.plans, plan),
        rungs=tuple(_values(schema.rungs, rung) for rung in rungs),
        papers=tuple(tuple(papers[number]) for number in numbers),
        outcomes=_outcomes(connection, numbers),
        scenarios=_scenarios(connection, plan["id"]),
        contacts=_by_day(connection, schema.contacts, plan["id"], numbers),
        log=_by_day(connection, schema.plan_log, plan["id"], numbers),
    )


def _outcomes(connection: Connection, numbers: list[int]) -> tuple[dict[str, Any] | None, ...]:
    from explorer.plans import schema

    table = schema.outcomes
    found = connection.execute(table.select().where(table.c.rung.in_(numbers))).mappings()
    left = {row["rung"]: _values(table, row) for row in found}
    return tuple(left.get(number) for number in numbers)


def _scenarios(connection: Connection, plan: int) -> tuple[dict[str, Any], ...]:
    from explorer.plans import schema

    table = schema.scenarios
    query = table.select().where(table.c.plan == plan).order_by(table.c.name)
    return tuple(_values(table, row) for row in connection.execute(query).mappings())


def _by_day(
    connection: Connection, table: Table, plan: int, numbers: list[int]
) -> tuple[tuple[int | None, dict[str, Any]], ...]:
    """Read the rows of a table of days, each with the place of its rung, if it has one."""
    place = {number: at for at, number in enumerate(numbers, start=1)}
    query = table.select().where(table.c.plan == plan).order_by(table.c.day, table.c.id)
    rows = connection.execute(query).mappings().all()
    return tuple((place.get(row["rung"]), _values(table, row)) for row in rows)


def _values(table: Table, row: RowMapping) -> dict[str, Any]:
    return {column.name: row[column.name] for column in carried(table)}
