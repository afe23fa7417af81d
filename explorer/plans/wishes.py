"""What a person wants of the niches of an analysis: a name of their own, or not to be shown.

A wish is kept by the niche's id, which a refresh keeps; it outlives the niche.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from explorer.errors import OwnNameError
from explorer.plans.plan_store import stamp
from explorer.plans.records import clean_text, is_blank
from explorer.plans.user_store import reading, writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd
    from sqlalchemy import Connection, RowMapping

LONGEST_NAME = 120
"""Characters; the longest name that an analysis gives has about sixty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person wants of one niche."""

    niche_id: str
    computed_name: str
    """What its papers named it when the wish was last changed."""
    own_name: str = ""
    """Empty if it keeps the name that its papers gave."""
    hidden: bool = False
    kind: str = "real"
    """``real`` or ``demonstration``, as in the run's manifest."""
    changed: datetime


def list_wishes(url_or_path: str | Path) -> tuple[Wish, ...]:
    """Read all wishes, by id of the niche."""
    with reading(url_or_path) as connection:
        rows = [] if connection is None else _rows(connection)
    return tuple(_wish(row) for row in rows)


def rename_niche(
    url_or_path: str | Path, niche: Mapping[str, Any], name: str, *, kind: str, now: datetime
) -> Wish:
    """Give a niche a name of the person's own.

    Parameters
    ----------
    url_or_path : path or URL
        The store.
    niche : mapping
        A row of ``niches.parquet``, with or without wishes applied.
    name : str
        White space is evened out.
    kind : "real" or "demonstration"
        As in the run's manifest.
    now : datetime
        When the person said so.

    Raises
    ------
    OwnNameError
        If it is empty or too long; nothing is changed.
    """
    return _change(url_or_path, niche, kind=kind, now=now, own_name=clean_name(name))


def take_back_name(
    url_or_path: str | Path, niche: Mapping[str, Any], *, kind: str, now: datetime
) -> Wish:
    """Let a niche have the name again that its papers gave it."""
    return _change(url_or_path, niche, kind=kind, now=now, own_name="")


def hide_niche(
    url_or_path: str | Path, niche: Mapping[str, Any], *, kind: str, now: datetime
) -> Wish:
    """Leave a niche out of lists."""
    return _change(url_or_path, niche, kind=kind, now=now, hidden=True)


def show_niche(
    url_or_path: str | Path, niche: Mapping[str, Any], *, kind: str, now: datetime
) -> Wish:
    """Put a hidden niche back into lists."""
    return _change(url_or_path, niche, kind=kind, now=now, hidden=False)


def clean_name(name: str) -> str:
    """Return a name as it will be stored: one line, without marks that turn the text around.

    Raises
    ------
    OwnNameError
        If nothing of it can be seen, or it is too long.
    """
    kept = (c for c in clean_text(name) if c.isspace() or not _steers(c))
    cleaned = " ".join("".join(kept).split())
    cleaned = "" if is_blank(cleaned) else cleaned
    if not 0 < len(cleaned) <= LONGEST_NAME:
        raise OwnNameError(cleaned, LONGEST_NAME)
    return cleaned


def with_wishes(niches: pd.DataFrame, wishes: Sequence[Wish]) -> pd.DataFrame:
    """Apply wishes to a table of niches; every list of niches goes through here.

    Returns
    -------
    DataFrame
        With a person's own names in ``name``, what the papers named each in ``computed_name``, and
        ``hidden``. No row is left out.
    """
    import pandas as pd

    own = {wish.niche_id: wish.own_name for wish in wishes if wish.own_name}
    hidden = [wish.niche_id for wish in wishes if wish.hidden]
    rows = zip(niches["niche_id"], niches["name"], strict=True)
    names = pd.Series(
        [own.get(niche_id, name) for niche_id, name in rows],
        index=niches.index,
        dtype=niches["name"].dtype,
    )
    return niches.assign(
        name=names,
        computed_name=niches["name"],
        hidden=niches["niche_id"].isin(hidden),
    )


def without_a_niche(wishes: Sequence[Wish], niches: pd.DataFrame, *, kind: str) -> list[Wish]:
    """List the wishes for niches that an analysis of this kind does not have; they are kept."""
    known = set(niches["niche_id"])
    return [wish for wish in wishes if wish.kind == kind and wish.niche_id not in known]


def _change(
    url_or_path: str | Path,
    niche: Mapping[str, Any],
    *,
    kind: str,
    now: datetime,
    **wanted: Any,
) -> Wish:
    """Change a wish; one that wants nothing any more is removed."""
    from explorer.plans import schema

    niche_id = clean_text(str(niche["niche_id"]))
    named = clean_text(str(niche.get("computed_name") or niche["name"]))
    with writing(url_or_path) as connection:
        rows = _rows(connection, niche_id)
        before = (
            _wish(rows[0]) if rows else Wish(niche_id=niche_id, computed_name=named, changed=now)
        )
        wish = replace(before, computed_name=named, kind=kind, changed=now, **wanted)
        connection.execute(schema.wishes.delete().where(schema.wishes.c.niche_id == niche_id))
        if wish.own_name or wish.hidden:
            connection.execute(schema.wishes.insert(), [_row(wish)])
    return wish


def _rows(connection: Connection, niche_id: str | None = None) -> list[RowMapping]:
    from explorer.plans import schema

    query = schema.wishes.select().order_by(schema.wishes.c.niche_id)
    if niche_id is not None:
        query = query.where(schema.wishes.c.niche_id == niche_id)
    return list(connection.execute(query).mappings())


def _wish(row: RowMapping) -> Wish:
    return Wish(**{**row, "changed": datetime.fromisoformat(row["changed"])})


def _row(wish: Wish) -> dict[str, Any]:
    values = {name: getattr(wish, name) for name in wish.__slots__}
    return {**values, "changed": stamp(wish.changed)}


def _steers(character: str) -> bool:
    """Tell whether a character only turns the direction of those around it."""
    return unicodedata.bidirectional(character) in {
        *("LRE", "RLE", "LRO", "RLO", "PDF"),
        *("LRI", "RLI", "FSI", "PDI"),
    }
