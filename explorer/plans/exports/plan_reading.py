"""A plan file read with suspicion: every value is checked before anything is changed."""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any, NoReturn

from explorer.errors import PlanError, PlanFileFormatError, PlanFileVersionError
from explorer.plans.exports.plan_json import FORMAT, VERSION
from explorer.plans.exports.plan_rows import PlanRows, carried
from explorer.plans.plan_store import stamp
from explorer.plans.records import (
    LONGEST_TEXT,
    Rung,
    RungPaper,
    clean_rung,
    clean_text,
    is_blank,
    sane_hours,
)

if TYPE_CHECKING:
    from sqlalchemy import Table

LARGEST, DEEPEST = 20_000_000, 12
"""Bytes of a file, and objects within objects; our own files nest seven deep at most."""
MOST_RUNGS, MOST_PAPERS = 200, 2_000
"""Of a plan, and of a rung: more than a page can show is no plan of anybody."""
KINDS_OF_NICHE = ("real", "demonstration")


def parse_plans(data: bytes, *, name: str) -> tuple[PlanRows, ...]:
    """Read the plans of a file.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        How to call the file when it cannot be used.

    Raises
    ------
    PlanFileFormatError
        If it is of another program, cut off, too large, too deep, or holds what cannot be kept.
    PlanFileVersionError
        If a newer version of this program wrote it.
    """
    try:
        plans = _plans(_document(data), name)
        return tuple(_plan(plan, f"plan {number}") for number, plan in enumerate(plans, start=1))
    except (_UnfitError, PlanError, RecursionError, ValueError, OverflowError) as error:
        if isinstance(error, PlanFileFormatError | PlanFileVersionError):
            raise
        raise PlanFileFormatError(name, _reason(error)) from error


class _UnfitError(Exception):
    """Why a file cannot be used, in words."""


def _refuse(reason: str) -> NoReturn:
    raise _UnfitError(reason)


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    if isinstance(error, json.JSONDecodeError):
        return f"it is not whole JSON ({error.msg}, line {error.lineno})"
    return str(error) if isinstance(error, _UnfitError | PlanError) else "a value is out of range"


def _document(data: bytes) -> Any:
    if len(data) > LARGEST:
        _refuse(f"it is larger than {LARGEST // 1_000_000} MB")
    document = json.loads(
        data.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_no_constant
    )
    level, depth = [document], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            _refuse("it is nested too deep")
        inner = (each.values() if isinstance(each, dict) else each for each in level)
        level = [each for each in chain.from_iterable(inner) if isinstance(each, dict | list)]
    return document


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        _refuse("a name stands twice in one object")
    return found


def _no_constant(constant: str) -> NoReturn:
    _refuse(f"{constant} is not a number")


def _plans(document: Any, name: str) -> list[Any]:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        _refuse("it was not written by this program")
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        _refuse("it does not say its version")
    if version > VERSION:
        raise PlanFileVersionError(name, version, VERSION)
    _only(document, {"format", "version", "plans"}, "the file")
    plans = _listed(document.get("plans"), "the file", "plans")
    if not plans:
        _refuse("there is no plan in it")
    return plans


def _plan(plan: Any, where: str) -> PlanRows:
    from explorer.plans import schema

    values = _object(plan, where)
    niche, listed = values.pop("niche", None), values.pop("rungs", None)
    row = _checked(schema.plans, values, where)
    row["hours_per_week"] = sane_hours(row["hours_per_week"], "a week")
    if len(row["title"]) > LONGEST_TEXT:
        _refuse(f"the title of {where} has more than {LONGEST_TEXT:,} characters")
    rungs, papers = [], []
    for number, rung in enumerate(_listed(listed, where, "rungs", most=MOST_RUNGS), start=1):
        checked, cited = _rung(rung, f"rung {number} of {where}")
        rungs.append(checked)
        papers.append(cited)
    return PlanRows(
        niche=_niche(niche, f"the niche of {where}"),
        plan=_with_times(row, where, "created", "updated"),
        rungs=tuple(rungs),
        papers=tuple(papers),
    )


def _niche(niche: Any, where: str) -> dict[str, Any]:
    from explorer.plans import schema

    values = _object(niche, where)
    definition = _definition(values.get("definition"), f"the definition of {where}")
    row = _checked(schema.niches, {**values, "definition": ""}, where)
    for name in ("niche_id", "slug", "name"):
        if is_blank(row[name]) or len(row[name]) > LONGEST_TEXT:
            _refuse(f"{where} has no usable {name}")
    if row["kind"] not in KINDS_OF_NICHE:
        _refuse(f"the kind of {where} is neither real nor demonstration")
    try:
        row["as_of"] = date.fromisoformat(row["as_of"]).isoformat()
    except ValueError:
        _refuse(f"the as_of of {where} is not a day such as 2026-11-24")
    row["definition"] = definition
    return _with_times(row, where, "saved_at")


def _definition(definition: Any, where: str) -> dict[str, Any]:
    """Check what this version reads of a definition; what else is in it stays."""
    values = _object(definition, where)
    for name in ("terms", "phrases", "paper_ids"):
        texts = _listed(values.get(name), where, name)
        if not all(isinstance(text, str) for text in texts):
            _refuse(f"{name} in {where} are not all text")
    if not isinstance(values.get("query", ""), str):
        _refuse(f"query in {where} is not text")
    _object(values.get("shown"), f"shown in {where}")
    cleaned: dict[str, Any] = _clean(values, where)
    return cleaned


def _rung(rung: Any, where: str) -> tuple[dict[str, Any], tuple[dict[str, Any], ...]]:
    from explorer.plans import schema

    values = _object(rung, where)
    cited = _listed(values.pop("papers", None), where, "papers", most=MOST_PAPERS)
    row = _checked(schema.rungs, values, where)
    papers = [_checked(schema.rung_papers, _object(each, where), where) for each in cited]
    known = {name: row[name] for name in row if name in Rung.__dataclass_fields__}
    named = tuple(
        RungPaper(arxiv_id=paper["arxiv_id"], title=paper["title"], why=paper["why"])
        for paper in papers
    )
    whole = clean_rung(Rung(**known, papers=named))
    row = {name: getattr(whole, name, value) for name, value in row.items()}
    ids = zip(papers, whole.papers, strict=True)
    return row, tuple({**paper, "arxiv_id": clean.arxiv_id} for paper, clean in ids)


def _checked(table: Table, values: dict[str, Any], where: str) -> dict[str, Any]:
    """Hold values against the columns of a table: none too many, none missing, each of its type."""
    columns = {column.name: column for column in carried(table)}
    _only(values, columns.keys(), where)
    row = {}
    for name, column in columns.items():
        if name in values:
            row[name] = _typed(values[name], column.type.python_type, f"{name} of {where}")
        elif not (column.nullable or column.default or column.server_default):
            _refuse(f"{where} has no {name}")
    return row


def _typed(value: Any, kind: type, where: str) -> Any:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind is float and number and math.isfinite(value):
        return float(value)
    if kind is not float and isinstance(value, kind) and (kind is bool or number or kind is str):
        return clean_text(value) if isinstance(value, str) else value
    _refuse(f"{where} is not {_TYPES.get(kind, 'what it should be')}")


_TYPES = {str: "text", float: "a number", int: "a whole number", bool: "true or false"}


def _with_times(row: dict[str, Any], where: str, *names: str) -> dict[str, Any]:
    try:
        return row | {name: stamp(datetime.fromisoformat(row[name])) for name in names}
    except (ValueError, OverflowError):
        _refuse(f"a time of {where} is not written like 2026-11-24T09:30:00+00:00")


def _object(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        _refuse(f"{where} is not an object")
    return dict(value)


def _listed(value: Any, where: str, what: str, *, most: int = LARGEST) -> list[Any]:
    if not isinstance(value, list):
        _refuse(f"{where} has no list of {what}")
    if len(value) > most:
        _refuse(f"{where} has more than {most:,} {what}")
    return value


def _only(values: dict[str, Any], known: Any, where: str) -> None:
    unknown = sorted(values.keys() - known)
    if unknown:
        _refuse(f"{where} has “{unknown[0][:40]}”, which version {VERSION} of the format does not")


def _clean(value: Any, where: str) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        _refuse(f"a number in {where} is too large")
    if isinstance(value, dict):
        return {clean_text(key): _clean(each, where) for key, each in value.items()}
    return [_clean(each, where) for each in value] if isinstance(value, list) else value
