"""The history of one niche, told from what each refresh recorded and from its papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.plans.digest import Past
from explorer.refreshing.chain import runs_before
from explorer.refreshing.run import read_events
from explorer.runs import Run, read_table

if TYPE_CHECKING:
    import pandas as pd


def read_history(runs: Path, run: Run, niche_id: str) -> tuple[Past, ...]:
    """Tell what happened to a niche up to a run, the oldest first.

    Returns
    -------
    tuple of Past
        Empty if the run goes on from no other that is kept.
    """
    chain = [run, *runs_before(runs, run)][::-1]
    if len(chain) == 1:
        return ()
    told = [each for earlier, later in pairwise(chain) for each in _step(earlier, later, niche_id)]
    if not any(each.kind in {"born", "split off"} for each in told):
        told.insert(0, Past(kind="found", as_of=_day(chain[0])))
    return tuple(told)


def _step(earlier: Run, later: Run, niche_id: str) -> Iterator[Past]:
    """Tell what one run did with a niche; nothing where niches only grew."""
    events = read_events(later)
    if events.empty and not later.manifest.get("anew"):
        return
    now = _names(later)
    if niche_id not in now:
        return
    names = _names(earlier) | now
    mine = [
        row
        for row in events.to_dict("records")
        if niche_id == row["niche_id"] or niche_id in set(row["others"])
    ]
    found = {row["kind"]: row for row in mine}
    kept = _kept(earlier, later, niche_id)
    if kept is None:
        parents = [row for row in mine if row["kind"] == "split"]
        others = tuple(names.get(row["niche_id"], row["niche_id"]) for row in parents)
        yield Past(kind="split off" if parents else "born", as_of=_day(later), others=others)
        return
    if later.manifest.get("anew"):
        kind = "drifted" if "drifted" in found else "continued"
        yield Past(kind=kind, as_of=_day(later), kept=kept)
    for kind in ("split", "merged"):
        if kind in found and found[kind]["niche_id"] == niche_id:
            others = _others(found[kind], names, niche_id)
            yield Past(kind=kind, as_of=_day(later), others=others)


def _kept(earlier: Run, later: Run, niche_id: str) -> float | None:
    """Return which part of its papers a niche still has; ``None`` if it was not there before."""
    before, after = (_papers(each, niche_id) for each in (earlier, later))
    return float(before.isin(after).mean()) if len(before) else None


def _papers(run: Run, niche_id: str) -> pd.Series:
    members = read_table(run, "members", columns=["niche_id", "paper_id"])
    papers: pd.Series = members.loc[members["niche_id"] == niche_id, "paper_id"]
    return papers


def _names(run: Run) -> dict[str, str]:
    niches = read_table(run, "niches", columns=["niche_id", "name"])
    return dict(zip(niches["niche_id"], niches["name"], strict=True))


def _others(row: Mapping[Any, Any], names: Mapping[str, str], niche_id: str) -> tuple[str, ...]:
    return tuple(names.get(each, each) for each in row["others"] if each != niche_id)


def _day(run: Run) -> date:
    return date.fromisoformat(run.manifest["as_of"])
