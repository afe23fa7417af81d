"""What a person wants of the niches of an analysis: another name, another place, or not to see it.

A wish is kept by the niche's id, which a refresh keeps; it outlives the niche, and goes over to
what came of it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from explorer.errors import OwnMergeError, OwnNameError
from explorer.plans.heirs import handed_on
from explorer.plans.plan_store import stamp
from explorer.plans.records import clean_text, is_blank
from explorer.plans.user_store import reading, writing
from explorer.plans.wish import Wish

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd
    from sqlalchemy import Connection, RowMapping

    from explorer.plans.heirs import Ended

LONGEST_NAME = 120
"""Characters; the longest name that an analysis gives has about sixty."""


def list_wishes(url_or_path: str | Path) -> tuple[Wish, ...]:
    """Read all wishes, by id of the niche."""
    with reading(url_or_path) as connection:
        rows = [] if connection is None else _rows(connection)
    return tuple(_wish(row) for row in rows)


def rename_niche(url_or_path: str | Path, niche: Mapping[str, Any], name: str, **said: Any) -> Wish:
    """Give a niche a name of the person's own.

    Parameters
    ----------
    url_or_path : path or URL
        The store.
    niche : mapping
        A row of ``niches.parquet``, with or without wishes applied.
    name : str
        White space is evened out.
    **said : Any
        ``kind``, real or demonstration, as in the run's manifest; ``now``, when the person said
        so; and ``ended``, the niches that ended before that run, as in its manifest.

    Raises
    ------
    OwnNameError
        If it is empty or too long; nothing is changed.
    """
    return _change(url_or_path, niche, {"own_name": clean_name(name)}, **said)


def take_back_name(url_or_path: str | Path, niche: Mapping[str, Any], **said: Any) -> Wish:
    """Let a niche have the name again that its papers gave it."""
    return _change(url_or_path, niche, {"own_name": ""}, **said)


def hide_niche(url_or_path: str | Path, niche: Mapping[str, Any], **said: Any) -> Wish:
    """Leave a niche out of lists."""
    return _change(url_or_path, niche, {"hidden": True}, **said)


def show_niche(url_or_path: str | Path, niche: Mapping[str, Any], **said: Any) -> Wish:
    """Put a hidden niche back into lists."""
    return _change(url_or_path, niche, {"hidden": False}, **said)


def merge_niche(
    url_or_path: str | Path, niche: Mapping[str, Any], whole: Mapping[str, Any], **said: Any
) -> Wish:
    """Make a niche a part of another one, which counts its papers from now on.

    Raises
    ------
    OwnMergeError
        If the other one is the niche itself or a part of it; nothing is changed.
    """
    return _change(url_or_path, niche, {"part_of": str(whole["niche_id"])}, whole=whole, **said)


def unmerge_niche(url_or_path: str | Path, niche: Mapping[str, Any], **said: Any) -> Wish:
    """Let a niche stand for itself again."""
    return _change(url_or_path, niche, {"part_of": ""}, **said)


def understand_endings(url_or_path: str | Path, *, ended: Ended) -> None:
    """Write down what went over from niches that ended, as a thing that the person knows."""
    with writing(url_or_path) as connection:
        before = tuple(_wish(row) for row in _rows(connection))
        _replace(connection, [replace(each, came_from="") for each in handed_on(before, ended)])


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
        With a person's own names in ``name``, what the papers named each in ``computed_name``,
        ``part_of`` (the niche that counts its papers, or nothing), and ``hidden``: whether lists
        leave it out, by itself or because it is a part. No row is left out.
    """
    import pandas as pd

    own = {wish.niche_id: wish.own_name for wish in wishes if wish.own_name}
    hidden = [wish.niche_id for wish in wishes if wish.hidden]
    parts = parts_of(wishes, niches)
    whole = {part: key for key, found in parts.items() for part in found}
    ids = niches["niche_id"].tolist()
    rows = zip(ids, niches["name"].tolist(), strict=True)
    kept: dict[str, Any] = {"index": niches.index, "dtype": niches["name"].dtype}
    return niches.assign(
        name=pd.Series([own.get(niche_id, name) for niche_id, name in rows], **kept),
        computed_name=niches["name"],
        part_of=pd.Series([whole.get(niche_id, "") for niche_id in ids], **kept),
        hidden=niches["niche_id"].isin([*hidden, *whole]),
    )


def parts_of(wishes: Sequence[Wish], niches: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """List the parts of each niche that has some; all of them are in the table.

    A part of a part is one of the whole. Niches that are parts of each other are none.
    """
    known = set(niches["niche_id"].tolist()) if wishes else set()
    into = {
        each.niche_id: each.part_of for each in wishes if {each.niche_id, each.part_of} <= known
    }
    found: dict[str, list[str]] = {}
    for part in into:
        *_, whole = _line(part, into)
        if whole not in into:
            found.setdefault(whole, []).append(part)
    return {whole: tuple(parts) for whole, parts in found.items()}


def called_alike(niches: pd.DataFrame, niche_id: str, name: str) -> pd.DataFrame:
    """Return the other niches that bear a name too; case does not matter."""
    same = niches["name"].str.casefold() == name.casefold()
    return niches[same & (niches["niche_id"] != niche_id) & (niches["part_of"] != niche_id)]


def without_a_niche(wishes: Sequence[Wish], niches: pd.DataFrame, *, kind: str) -> list[Wish]:
    """List the wishes for niches that an analysis of this kind does not have; they are kept."""
    known = set(niches["niche_id"].tolist()) if wishes else set()
    return [wish for wish in wishes if wish.kind == kind and wish.niche_id not in known]


def _change(
    url_or_path: str | Path,
    niche: Mapping[str, Any],
    wanted: Mapping[str, Any],
    *,
    kind: str,
    now: datetime,
    ended: Ended = (),
    whole: Mapping[str, Any] | None = None,
) -> Wish:
    """Change a wish; one that wants nothing any more is removed."""
    niche_id = clean_text(str(niche["niche_id"]))
    named = clean_text(str(niche.get("computed_name") or niche["name"]))
    with writing(url_or_path) as connection:
        rows = tuple(_wish(row) for row in _rows(connection))
        wishes = {each.niche_id: each for each in handed_on(rows, ended)}
        before = wishes.get(niche_id, Wish(niche_id=niche_id, computed_name=named, changed=now))
        said = {"computed_name": named, "kind": kind, "changed": now, "came_from": ""}
        wish = replace(before, **{**said, **wanted})
        wishes[niche_id] = wish
        if whole is not None:
            _check_merge(wish, wishes, whole)
        _replace(connection, wishes.values())
    return wish


def _check_merge(wish: Wish, wishes: Mapping[str, Wish], whole: Mapping[str, Any]) -> None:
    into = {key: each.part_of for key, each in wishes.items() if each.part_of}
    if _line(wish.niche_id, into)[-1] in into:
        raise OwnMergeError(wish.called, str(whole["name"]))


def _line(part: str, into: Mapping[str, str]) -> list[str]:
    """List a niche and what it is part of, the nearest first, until one comes again."""
    line = [part]
    while (whole := into.get(line[-1])) and whole not in line:
        line.append(whole)
    return line


def _replace(connection: Connection, wishes: Iterable[Wish]) -> None:
    from explorer.plans import schema

    rows = [_row(wish) for wish in wishes if wish.wants_something]
    connection.execute(schema.wishes.delete())
    if rows:
        connection.execute(schema.wishes.insert(), rows)


def _rows(connection: Connection) -> list[RowMapping]:
    from explorer.plans import schema

    query = schema.wishes.select().order_by(schema.wishes.c.niche_id)
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
