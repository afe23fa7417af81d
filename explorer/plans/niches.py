"""Saved niches: what a person chose, with a definition of its own that outlives the run."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from explorer.errors import NicheNotFoundError
from explorer.plans.plan_store import insert_plan, insert_row, plan_of_niche, stamp
from explorer.plans.records import SavedNiche, clean_text
from explorer.plans.user_store import reading, writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy import Connection, RowMapping

    from explorer.plans.records import Plan, Rung

NAMED_APART = frozenset({"niche_id", "slug", "name", "terms"})
"""Columns of ``niches.parquet`` that are not among the figures shown."""


def save_niche(
    url_or_path: str | Path,
    niche: Mapping[str, Any],
    *,
    paper_ids: Sequence[str],
    run_id: str,
    as_of: date,
    rungs: Sequence[Rung],
    hours_per_week: float,
    now: datetime,
    kind: str = "real",
    phrases: Sequence[str] = (),
    query: str = "",
    note: str = "",
) -> Plan:
    """Save a niche together with its plan, and return the plan; a second save changes nothing.

    Parameters
    ----------
    url_or_path : path or URL
        The store.
    niche : mapping
        A row of ``niches.parquet``; all its figures are kept as shown.
    paper_ids : arXiv ids
        Its papers on this day.
    run_id, as_of
        The analysis it comes from, and the day that analysis looked from.
    rungs : rungs
        The ladder, as ``draft_ladder`` gives it.
    hours_per_week : float
        Hours a week for the plan.
    now : datetime
        When it is saved.
    kind : "real" or "demonstration"
        As in the run's manifest.
    phrases : texts
        Phrases that find its papers again; its terms by default.
    query : str
        What a person typed to define it; empty for a niche that an analysis found.
    note : str
        A word of the person's own.

    Raises
    ------
    RungIncompleteError, BadHoursError
        If a rung cannot be kept; then nothing is saved.
    """
    from explorer.plans import schema

    niche_id, name = _named(niche)
    values = {
        "niche_id": niche_id,
        "name": name,
        "run_id": clean_text(run_id),
        "as_of": as_of.isoformat(),
        "kind": kind,
        "definition": _definition(niche, paper_ids, phrases, query),
        "note": clean_text(note),
        "saved_at": stamp(now),
    }
    with writing(url_or_path) as connection:
        if not _rows(connection, niche_id=niche_id):
            values["slug"] = free_slug(connection, str(niche.get("slug") or niche_id))
            insert_plan(
                connection,
                insert_row(connection, schema.niches, values),
                rungs,
                title=f"Plan: {name}",
                hours_per_week=hours_per_week,
                now=now,
            )
        return plan_of_niche(connection, niche_id)


def list_niches(url_or_path: str | Path) -> tuple[SavedNiche, ...]:
    """Read all saved niches, the newest first."""
    with reading(url_or_path) as connection:
        rows = [] if connection is None else _rows(connection)
    return tuple(_saved(row) for row in reversed(rows))


def read_niche(url_or_path: str | Path, wanted: str) -> SavedNiche:
    """Read a saved niche by its id or slug.

    Raises
    ------
    NicheNotFoundError
        If none is called so; it names the nearest.
    """
    saved = list_niches(url_or_path)
    for niche in saved:
        if wanted in {niche.niche_id, niche.slug}:
            return niche
    raise NicheNotFoundError(wanted, get_close_matches(wanted, [niche.slug for niche in saved]))


def add_to_note(url_or_path: str | Path, niche_id: str, text: str) -> None:
    """Add a paragraph to what a person noted on a saved niche; nothing noted before is changed.

    Raises
    ------
    NicheNotFoundError
        If it is not saved.
    """
    from explorer.plans import schema

    with writing(url_or_path) as connection:
        rows = _rows(connection, niche_id=niche_id)
        if not rows:
            raise NicheNotFoundError(niche_id)
        note = "\n\n".join(filter(None, [rows[0]["note"], clean_text(text)]))
        named = schema.niches.c.niche_id == niche_id
        connection.execute(schema.niches.update().where(named).values(note=note))


def remove_niche(url_or_path: str | Path, niche_id: str) -> None:
    """Remove a saved niche, with its plan and all that was written in it.

    Raises
    ------
    NicheNotFoundError
        If it is not saved.
    """
    from explorer.plans import schema

    with writing(url_or_path) as connection:
        named = schema.niches.c.niche_id == niche_id
        if not connection.execute(schema.niches.delete().where(named)).rowcount:
            raise NicheNotFoundError(niche_id)


def _rows(connection: Connection, *, niche_id: str | None = None) -> list[RowMapping]:
    """Read saved niches with the number of their plan, the oldest first."""
    from sqlalchemy import func, select

    from explorer.plans import schema

    plan = func.min(schema.plans.c.id).label("plan_id")
    query = (
        select(schema.niches, plan)
        .join(schema.plans, schema.plans.c.niche == schema.niches.c.id)
        .group_by(*schema.niches.c)
        .order_by(schema.niches.c.id)
    )
    if niche_id is not None:
        query = query.where(schema.niches.c.niche_id == niche_id)
    return list(connection.execute(query).mappings())


def _saved(row: RowMapping) -> SavedNiche:
    definition = json.loads(row["definition"])
    return SavedNiche(
        niche_id=row["niche_id"],
        slug=row["slug"],
        name=row["name"],
        run_id=row["run_id"],
        as_of=date.fromisoformat(row["as_of"]),
        kind=row["kind"],
        terms=tuple(definition["terms"]),
        phrases=tuple(definition["phrases"]),
        query=definition.get("query", ""),
        paper_ids=tuple(definition["paper_ids"]),
        shown=definition["shown"],
        note=row["note"],
        saved_at=datetime.fromisoformat(row["saved_at"]),
        plan_id=row["plan_id"],
    )


def free_slug(connection: Connection, wanted: str) -> str:
    """Return the slug, numbered if another saved niche already has it."""
    from sqlalchemy import select

    from explorer.plans import schema

    slug = clean_text(wanted)
    taken = set(connection.execute(select(schema.niches.c.slug)).scalars())
    number = 2
    while slug in taken:
        slug = f"{clean_text(wanted)}-{number}"
        number += 1
    return slug


def _named(niche: Mapping[str, Any]) -> tuple[str, str]:
    niche_id = clean_text(str(niche["niche_id"]))
    return niche_id, clean_text(str(niche.get("name") or niche_id))


def _definition(
    niche: Mapping[str, Any], paper_ids: Sequence[str], phrases: Sequence[str], query: str
) -> str:
    """Write as JSON what the niche was on the day it was saved."""
    terms = _texts(niche.get("terms"))
    shown = {str(key): _plain(value) for key, value in niche.items() if key not in NAMED_APART}
    definition = {
        "terms": terms,
        "phrases": _texts(phrases) or terms,
        "query": clean_text(query),
        "paper_ids": _texts(paper_ids),
        "shown": shown,
    }
    return json.dumps(definition, ensure_ascii=False, allow_nan=False)


def _texts(values: Any) -> list[str]:
    return [] if values is None else [clean_text(str(value)) for value in values]


def _plain(value: Any) -> Any:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    text = value.isoformat() if isinstance(value, date) else str(value)
    return None if text in {"NaT", "<NA>"} else clean_text(text)
