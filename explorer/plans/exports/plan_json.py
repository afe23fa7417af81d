"""Plans as JSON, as ``docs/plan-format.md`` describes: the file that comes back unchanged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from explorer.plans.exports.plan_rows import PlanRows, read_rows
from explorer.plans.user_store import reading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FORMAT = "research-direction-explorer plans"
VERSION = 3
"""Raised when a reader of the version before could no longer understand a file."""


def plans_json(url_or_path: str | Path, numbers: Sequence[int]) -> bytes:
    """Write plans in canonical form: the same plans give the same bytes in every store.

    Parameters
    ----------
    url_or_path : path or URL
        The store.
    numbers : sequence of int
        The plans, by their number.
    """
    with reading(url_or_path) as connection:
        rows = [] if connection is None else read_rows(connection, numbers)
    document = {"format": FORMAT, "version": VERSION, "plans": [_plan(each) for each in rows]}
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
    return f"{text}\n".encode()


def _plan(rows: PlanRows) -> dict[str, Any]:
    parts = zip(rows.rungs, rows.papers, rows.outcomes or (), strict=True)
    rungs = [
        {**rung, "papers": list(papers), "outcome": outcome} for rung, papers, outcome in parts
    ]
    return {
        "niche": rows.niche,
        **rows.plan,
        "rungs": rungs,
        "scenarios": list(rows.scenarios or ()),
        "contacts": [{"rung": place, **values} for place, values in rows.contacts or ()],
        "log": [{"rung": place, **values} for place, values in rows.log or ()],
    }
