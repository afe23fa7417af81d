"""The runs that an analysis goes on from, one from another, and what happened on the way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from explorer.errors import RunError
from explorer.runs import Run, read_run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MOST_RUNS = 520
"""Runs that are looked back upon: ten years of weekly ones."""


def runs_before(runs: Path, run: Run) -> list[Run]:
    """List the runs that a run goes on from, the newest first, as far as they can be read."""
    found: list[Run] = []
    while len(found) < MOST_RUNS and (wanted := run.manifest.get("continues")):
        try:
            run = read_run(runs, wanted)
        except RunError:
            break
        found.append(run)
    return found


def last_before(earlier: Sequence[Run], since: date) -> Run:
    """Choose the newest run that looked from a day or before; the oldest, if none did.

    Parameters
    ----------
    earlier : sequence of Run
        As from ``runs_before``; at least one.
    """
    before = (run for run in earlier if date.fromisoformat(run.manifest["as_of"]) <= since)
    return next(before, earlier[-1])
