"""From a run to the ledger of flags: what is flagged now, what is no more, and what has grown."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from explorer.corpus.months import add_months
from explorer.errors import StoreError
from explorer.plans.flag_ledger import (
    DROPPED,
    FLAGGED,
    GREW,
    HORIZON,
    NOT_GROWN,
    Entry,
    due_month,
    extend_ledger,
    spells_of,
)
from explorer.plans.plan_store import stamp

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

SHOWN = ("papers_recent", "growth", "by_chance")
"""What is noted of a flag besides its parts."""


def note_run(
    store: Path,
    run_id: str,
    manifest: Mapping[str, Any],
    niches: pd.DataFrame,
    series: pd.DataFrame,
) -> str:
    """Enter into the ledger what a run shows; say what was wrong if it could not be written.

    A run stands without it: what is not entered now is entered with the next run.
    """
    more = partial(told_by, run_id=run_id, manifest=manifest, niches=niches, series=series)
    try:
        extend_ledger(store, more)
    except StoreError as error:
        return f"Flags were not entered into the ledger. {error}"
    return ""


def told_by(
    entries: Sequence[Entry],
    *,
    run_id: str,
    manifest: Mapping[str, Any],
    niches: pd.DataFrame,
    series: pd.DataFrame,
) -> list[Entry]:
    """Say what a run adds to a ledger; the same run adds nothing again.

    Parameters
    ----------
    entries : sequence of Entry
        All that was told before.
    run_id, manifest, niches, series
        Of the run.
    """
    facts = {
        "kind": manifest["kind"],
        "scope": scope_of(manifest),
        "run_id": run_id,
        "as_of": date.fromisoformat(manifest["as_of"]),
        "told": datetime.fromisoformat(manifest["made_at"]),
    }
    spells = [
        each
        for each in spells_of(entries)
        if (each.flag.kind, each.flag.scope) == (facts["kind"], facts["scope"])
    ]
    rows = niches[niches["level"] == "niche"].to_dict("records")
    found = {str(row["niche_id"]): row for row in rows}
    standing = {each.flag.niche_id: each.flag for each in spells if each.dropped is None}
    told = [
        _flagged(row, facts, manifest)
        for niche_id, row in found.items()
        if row["opening"] and niche_id not in standing
    ]
    for niche_id, flag in standing.items():
        row = found.get(niche_id, {})
        if not row.get("opening", False) and facts["as_of"] >= flag.as_of:
            told.append(_after(flag, DROPPED, facts, row, {"found": bool(row)}))
    for spell in spells:
        growth = _growth(spell.flag, series, str(manifest["last_month"]))
        if spell.outcome is None and growth is not None:
            event = GREW if growth > _grew() else NOT_GROWN
            evidence = {"growth": growth, "flagged": stamp(spell.flag.told)}
            row = found.get(spell.flag.niche_id, {})
            told.append(_after(spell.flag, event, facts, row, evidence))
    return told


def scope_of(manifest: Mapping[str, Any]) -> str:
    """Say in words what a run looked at, and how finely."""
    categories = ", ".join(manifest["categories"]) or "all papers"
    seed = f", seed {manifest['seed']}" if manifest["seed"] else ""
    return f"{categories}; {manifest['parameters']['papers_per_niche']} papers a niche{seed}"


def _flagged(
    row: Mapping[Any, Any], facts: Mapping[str, Any], manifest: Mapping[str, Any]
) -> Entry:
    from explorer.trends.scores import ACHIEVABLE_PARTS, NOVEL_PARTS

    names = dict.fromkeys((*NOVEL_PARTS, *ACHIEVABLE_PARTS, *SHOWN))
    evidence: dict[str, Any] = {name: _number(row[name]) for name in names}
    evidence["last_month"] = str(manifest["last_month"])
    return Entry(
        event=FLAGGED,
        niche_id=str(row["niche_id"]),
        name=str(row["name"]),
        score=_number(row["score"]),
        achievable=_number(row["achievable"]),
        evidence=evidence,
        **facts,
    )


def _after(
    flag: Entry,
    event: str,
    facts: Mapping[str, Any],
    row: Mapping[Any, Any],
    evidence: Mapping[str, Any],
) -> Entry:
    """Tell something of a flag that was made before."""
    return Entry(
        event=event,
        niche_id=flag.niche_id,
        name=str(row.get("name", flag.name)),
        score=_number(row.get("score")),
        achievable=_number(row.get("achievable")),
        evidence=evidence,
        **facts,
    )


def _growth(flag: Entry, series: pd.DataFrame, last_month: str) -> float | None:
    """Return how a niche's share grew a year; ``None`` if it is too early, or cannot be told."""
    due = due_month(flag)
    if due > last_month:
        return None
    own = series[series["niche_id"] == flag.niche_id].set_index("month")["share"]
    then, now = (
        float(own[(own.index > add_months(end, -12)) & (own.index <= end)].sum())
        for end in (str(flag.evidence["last_month"]), due)
    )
    return float((now / then) ** (1 / HORIZON)) if then > 0 else None


def _grew() -> float:
    from explorer.trends import outcomes

    return outcomes.GREW


def _number(value: Any) -> float | None:
    """Write a number as JSON has it."""
    return None if value is None or not math.isfinite(value) else float(value)
