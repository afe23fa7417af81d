"""Plans and their rungs in ``user.sqlite``: saved whole, edited one rung at a time.

An edit names the version it started from, so that of two windows the second is told.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from explorer.errors import EditConflictError, PlanNotFoundError
from explorer.plans.records import Plan, Rung, RungPaper, clean_rung, clean_text, sane_hours
from explorer.plans.user_store import reading, writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy import ColumnElement, Connection, RowMapping, Table

KEPT_APART = frozenset({"papers", "rung_id"})
"""Fields of a rung that are not columns of its row."""


def save_plan(
    url_or_path: str | Path,
    niche_id: str,
    rungs: Sequence[Rung],
    *,
    hours_per_week: float,
    now: datetime,
    title: str = "",
) -> Plan:
    """Give a saved niche its ladder; one that it already has is kept and returned.

    Raises
    ------
    PlanNotFoundError
        If no such niche is saved.
    RungIncompleteError, BadHoursError
        If a rung cannot be kept; then none is.
    """
    from sqlalchemy import select

    from explorer.plans import schema

    with writing(url_or_path) as connection:
        wanted = schema.niches.c.niche_id == niche_id
        niche = connection.execute(
            select(schema.niches.c.id, schema.niches.c.name).where(wanted)
        ).first()
        if niche is None:
            raise PlanNotFoundError(niche_id)
        found = _plans(connection, wanted)
        if found and found[0].rungs:
            return found[0]
        if found:
            connection.execute(schema.plans.delete().where(schema.plans.c.id == found[0].plan_id))
        insert_plan(
            connection,
            niche.id,
            rungs,
            title=title or f"Plan: {niche.name}",
            hours_per_week=hours_per_week,
            now=now,
        )
        return _plans(connection, wanted)[0]


def read_plan(url_or_path: str | Path, wanted: str | int) -> Plan:
    """Read a plan by its number, or by the id or slug of its niche.

    Raises
    ------
    PlanNotFoundError
        If there is none.
    """
    from explorer.plans import schema

    named = str(wanted)
    with reading(url_or_path) as connection:
        if connection is not None:
            keys = [schema.niches.c.niche_id == named, schema.niches.c.slug == named]
            if named.isdecimal() and len(named) < 19:
                keys.append(schema.plans.c.id == int(named))
            for key in keys:
                if found := _plans(connection, key):
                    return found[0]
    raise PlanNotFoundError(named)


def list_plans(url_or_path: str | Path) -> tuple[Plan, ...]:
    """Read all plans, the one changed last first."""
    with reading(url_or_path) as connection:
        found = () if connection is None else _plans(connection)
    return tuple(sorted(found, key=lambda plan: (plan.updated, plan.plan_id), reverse=True))


def update_plan(
    url_or_path: str | Path, plan_id: int, *, title: str, hours_per_week: float, now: datetime
) -> Plan:
    """Change a plan's title and weekly hours; its rungs stay as they are."""
    from explorer.plans import schema

    values = {
        "title": clean_text(title),
        "hours_per_week": sane_hours(hours_per_week, "a week"),
        "updated": stamp(now),
    }
    with writing(url_or_path) as connection:
        named = schema.plans.c.id == plan_id
        if not connection.execute(schema.plans.update().where(named).values(values)).rowcount:
            raise PlanNotFoundError(str(plan_id))
        return _plans(connection, named)[0]


def update_rung(url_or_path: str | Path, rung: Rung, *, version: int, now: datetime) -> Rung:
    """Save an edited rung and return it as stored.

    Parameters
    ----------
    url_or_path : path or URL
        The store.
    rung : Rung
        The rung with its changes; ``rung_id`` says which one it is.
    version : int
        The version that the person was looking at while editing.
    now : datetime
        When the plan changed.

    Raises
    ------
    EditConflictError
        If the rung was changed since that version. The same text saved twice is no conflict.
    RungIncompleteError, BadHoursError
        If it lacks a done-when or a paper, or cannot be kept; nothing is changed then.
    PlanNotFoundError
        If the rung is gone.
    """
    from explorer.plans import schema

    wanted = clean_rung(rung)
    with writing(url_or_path) as connection:
        named = schema.rungs.c.id == (rung.rung_id or 0)
        stored = _rungs(connection, named)
        if not stored:
            raise PlanNotFoundError(str(rung.rung_id))
        plan_id, current = stored[0]
        wanted = replace(wanted, position=current.position, version=current.version)
        if wanted == current:
            return current
        changed = {**_columns(wanted), "version": version + 1}
        still = named & (schema.rungs.c.version == version)
        if not connection.execute(schema.rungs.update().where(still).values(changed)).rowcount:
            raise EditConflictError(current.title)
        connection.execute(
            schema.rung_papers.delete().where(schema.rung_papers.c.rung == rung.rung_id)
        )
        _insert_papers(connection, rung.rung_id or 0, wanted.papers)
        touched = schema.plans.update().where(schema.plans.c.id == plan_id)
        connection.execute(touched.values(updated=stamp(now)))
        return replace(wanted, version=version + 1)


def insert_plan(
    connection: Connection,
    niche: int,
    rungs: Sequence[Rung],
    *,
    title: str,
    hours_per_week: float,
    now: datetime,
) -> None:
    """Add a plan to the niche with this row number, in the caller's transaction."""
    from explorer.plans import schema

    whole = [clean_rung(rung) for rung in rungs]
    values = {
        "niche": niche,
        "title": clean_text(title),
        "hours_per_week": sane_hours(hours_per_week, "a week"),
        "created": stamp(now),
        "updated": stamp(now),
    }
    plan_id = insert_row(connection, schema.plans, values)
    for position, rung in enumerate(whole, start=1):
        row = {**_columns(rung), "plan": plan_id, "position": position, "version": 1}
        _insert_papers(connection, insert_row(connection, schema.rungs, row), rung.papers)


def plan_of_niche(connection: Connection, niche_id: str) -> Plan:
    """Read the plan of a niche that has one, in the caller's transaction."""
    from explorer.plans import schema

    return _plans(connection, schema.niches.c.niche_id == niche_id)[0]


def insert_row(connection: Connection, table: Table, values: dict[str, Any]) -> int:
    """Add one row and return its number."""
    (number,) = connection.execute(table.insert().values(values)).inserted_primary_key or (0,)
    return int(number)


def stamp(now: datetime) -> str:
    """Write a time in UTC; one without a zone is taken to be UTC."""
    aware = now.replace(tzinfo=UTC) if now.tzinfo is None else now.astimezone(UTC)
    return aware.isoformat()


def _insert_papers(connection: Connection, rung_id: int, papers: Sequence[RungPaper]) -> None:
    from explorer.plans import schema

    rows = [
        {
            "rung": rung_id,
            "position": position,
            **{f.name: getattr(paper, f.name) for f in fields(paper)},
        }
        for position, paper in enumerate(papers, start=1)
    ]
    if rows:
        connection.execute(schema.rung_papers.insert(), rows)


def _columns(rung: Rung) -> dict[str, Any]:
    return {f.name: getattr(rung, f.name) for f in fields(rung) if f.name not in KEPT_APART}


def _plans(connection: Connection, *where: ColumnElement[bool]) -> list[Plan]:
    from sqlalchemy import select

    from explorer.plans import schema

    query = (
        select(schema.plans, schema.niches.c.niche_id)
        .join(schema.niches, schema.plans.c.niche == schema.niches.c.id)
        .where(*where)
        .order_by(schema.plans.c.id)
    )
    rows = connection.execute(query).mappings().all()
    rungs = _rungs(connection, schema.rungs.c.plan.in_([row["id"] for row in rows]))
    return [
        Plan(
            plan_id=row["id"],
            niche_id=row["niche_id"],
            title=row["title"],
            hours_per_week=row["hours_per_week"],
            created=datetime.fromisoformat(row["created"]),
            updated=datetime.fromisoformat(row["updated"]),
            rungs=tuple(rung for plan_id, rung in rungs if plan_id == row["id"]),
        )
        for row in rows
    ]


def _rungs(connection: Connection, *where: ColumnElement[bool]) -> list[tuple[int, Rung]]:
    """Read rungs, each with the number of its plan, in the order of the ladder."""
    from sqlalchemy import select

    from explorer.plans import schema

    query = select(schema.rungs).where(*where).order_by(schema.rungs.c.position, schema.rungs.c.id)
    rows = connection.execute(query).mappings().all()
    cited = schema.rung_papers
    query = (
        select(cited)
        .where(cited.c.rung.in_([row["id"] for row in rows]))
        .order_by(cited.c.position)
    )
    papers: dict[int, list[RungPaper]] = {}
    for row in connection.execute(query).mappings():
        papers.setdefault(row["rung"], []).append(
            RungPaper(arxiv_id=row["arxiv_id"], title=row["title"], why=row["why"])
        )
    return [(row["plan"], _rung(row, papers.get(row["id"], []))) for row in rows]


def _rung(row: RowMapping, papers: Sequence[RungPaper]) -> Rung:
    columns = {f.name: row[f.name] for f in fields(Rung) if f.name not in KEPT_APART}
    return Rung(rung_id=row["id"], papers=tuple(papers), **columns)
