"""A plan file read with suspicion: every value is checked before anything is changed."""

from __future__ import annotations

import json
from datetime import date
from itertools import chain
from typing import Any, NoReturn

from explorer.errors import PlanError, PlanFileFormatError, PlanFileVersionError
from explorer.plans.exports.checking import (
    UnfitError,
    as_list,
    as_object,
    checked_row,
    clean_all,
    only,
    refuse,
    with_times,
)
from explorer.plans.exports.days_reading import read_contacts, read_log
from explorer.plans.exports.plan_json import FORMAT, VERSION
from explorer.plans.exports.plan_rows import PlanRows
from explorer.plans.outcomes import Outcome, clean_outcome
from explorer.plans.records import (
    LONGEST_TEXT,
    Rung,
    RungPaper,
    clean_rung,
    is_blank,
    sane_hours,
)
from explorer.plans.scenarios import SCENARIOS, clean_response

LARGEST, DEEPEST = 20_000_000, 12
"""Bytes of a file, and objects within objects; our own files nest seven deep at most."""
MOST_RUNGS, MOST_PAPERS = 200, 2_000
"""Of a plan, and of a rung: more than a page can show is no plan of anybody."""
KINDS_OF_NICHE = ("real", "demonstration")
SINCE = {"scenarios": 2, "contacts": 2, "log": 3}
"""Versions that lists of a plan came with."""


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
        plans, version = _plans(_document(data), name)
        return tuple(
            _plan(plan, f"plan {number}", version) for number, plan in enumerate(plans, start=1)
        )
    except (UnfitError, PlanError, RecursionError, ValueError, OverflowError) as error:
        if isinstance(error, PlanFileFormatError | PlanFileVersionError):
            raise
        raise PlanFileFormatError(name, _reason(error)) from error


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    if isinstance(error, json.JSONDecodeError):
        return f"it is not whole JSON ({error.msg}, line {error.lineno})"
    return str(error) if isinstance(error, UnfitError | PlanError) else "a value is out of range"


def _document(data: bytes) -> Any:
    if len(data) > LARGEST:
        refuse(f"it is larger than {LARGEST // 1_000_000} MB")
    document = json.loads(
        data.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_no_constant
    )
    level, depth = [document], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            refuse("it is nested too deep")
        inner = (each.values() if isinstance(each, dict) else each for each in level)
        level = [each for each in chain.from_iterable(inner) if isinstance(each, dict | list)]
    return document


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        refuse("a name stands twice in one object")
    return found


def _no_constant(constant: str) -> NoReturn:
    refuse(f"{constant} is not a number")


def _plans(document: Any, name: str) -> tuple[list[Any], int]:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        refuse("it was not written by this program")
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        refuse("it does not say its version")
    if version > VERSION:
        raise PlanFileVersionError(name, version, VERSION)
    only(document, {"format", "version", "plans"}, "the file")
    plans = as_list(document.get("plans"), "the file", "plans")
    if not plans:
        refuse("there is no plan in it")
    return plans, version


def _plan(plan: Any, where: str, version: int) -> PlanRows:
    from explorer.plans import schema

    values = as_object(plan, where)
    niche, rungs = values.pop("niche", None), values.pop("rungs", None)
    later = {name: values.pop(name, None) for name, first in SINCE.items() if version >= first}
    row = checked_row(schema.plans, values, where)
    row["hours_per_week"] = sane_hours(row["hours_per_week"], "a week")
    if len(row["title"]) > LONGEST_TEXT:
        refuse(f"the title of {where} has more than {LONGEST_TEXT:,} characters")
    read = [
        _rung(rung, f"rung {number} of {where}", version)
        for number, rung in enumerate(as_list(rungs, where, "rungs", most=MOST_RUNGS), start=1)
    ]
    return PlanRows(
        niche=_niche(niche, f"the niche of {where}"),
        plan=with_times(row, where, "created", "updated"),
        rungs=tuple(rung for rung, _, _ in read),
        papers=tuple(cited for _, cited, _ in read),
        outcomes=tuple(outcome for _, _, outcome in read) if version > 1 else None,
        scenarios=_scenarios(later["scenarios"], where) if version > 1 else None,
        contacts=read_contacts(later["contacts"], where, len(read)) if version > 1 else None,
        log=read_log(later["log"], where, len(read)) if "log" in later else None,
    )


def _scenarios(found: Any, where: str) -> tuple[dict[str, Any], ...]:
    from explorer.plans import schema

    rows = [
        checked_row(schema.scenarios, as_object(each, f"a scenario of {where}"), where)
        for each in as_list(found, where, "scenarios", most=len(SCENARIOS))
    ]
    if len({row["name"] for row in rows}) < len(rows):
        refuse(f"{where} has a scenario twice")
    cleaned = [{**row, "response": clean_response(row["name"], row["response"])} for row in rows]
    return tuple(sorted(cleaned, key=lambda row: str(row["name"])))


def _niche(niche: Any, where: str) -> dict[str, Any]:
    from explorer.plans import schema

    values = as_object(niche, where)
    definition = _definition(values.get("definition"), f"the definition of {where}")
    row = checked_row(schema.niches, {**values, "definition": ""}, where)
    for name in ("niche_id", "slug", "name"):
        if is_blank(row[name]) or len(row[name]) > LONGEST_TEXT:
            refuse(f"{where} has no usable {name}")
    if row["kind"] not in KINDS_OF_NICHE:
        refuse(f"the kind of {where} is neither real nor demonstration")
    try:
        row["as_of"] = date.fromisoformat(row["as_of"]).isoformat()
    except ValueError:
        refuse(f"the as_of of {where} is not a day such as 2026-11-24")
    row["definition"] = definition
    return with_times(row, where, "saved_at")


def _definition(definition: Any, where: str) -> dict[str, Any]:
    """Check what this version reads of a definition; what else is in it stays."""
    values = as_object(definition, where)
    for name in ("terms", "phrases", "paper_ids"):
        texts = as_list(values.get(name), where, name)
        if not all(isinstance(text, str) for text in texts):
            refuse(f"{name} in {where} are not all text")
    if not isinstance(values.get("query", ""), str):
        refuse(f"query in {where} is not text")
    as_object(values.get("shown"), f"shown in {where}")
    cleaned: dict[str, Any] = clean_all(values, where)
    return cleaned


def _rung(
    rung: Any, where: str, version: int
) -> tuple[dict[str, Any], tuple[dict[str, Any], ...], dict[str, Any] | None]:
    from explorer.plans import schema

    values = as_object(rung, where)
    left = values.pop("outcome", None) if version > 1 else None
    cited = as_list(values.pop("papers", None), where, "papers", most=MOST_PAPERS)
    row = checked_row(schema.rungs, values, where)
    papers = [checked_row(schema.rung_papers, as_object(each, where), where) for each in cited]
    known = {name: row[name] for name in row if name in Rung.__dataclass_fields__}
    named = tuple(
        RungPaper(arxiv_id=paper["arxiv_id"], title=paper["title"], why=paper["why"])
        for paper in papers
    )
    whole = clean_rung(Rung(**known, papers=named))
    row = {name: getattr(whole, name, value) for name, value in row.items()}
    ids = zip(papers, whole.papers, strict=True)
    papers_of_it = tuple({**paper, "arxiv_id": clean.arxiv_id} for paper, clean in ids)
    return row, papers_of_it, None if left is None else _outcome(left, f"what {where} left")


def _outcome(left: Any, where: str) -> dict[str, Any] | None:
    from explorer.plans import schema

    row = checked_row(schema.outcomes, as_object(left, where), where)
    clean = clean_outcome(Outcome(**{name: row[name] for name in Outcome.__dataclass_fields__}))
    return None if clean.is_empty else row
