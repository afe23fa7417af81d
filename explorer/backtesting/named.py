"""Named recall: when a subject was first flagged, and whether that was before it took off.

The phrases of a subject only tell which niches were about it; no analysis sees them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from explorer.backtesting.subjects import Subject, takeoff, uses_of
from explorer.corpus.months import add_months, months_between
from explorer.trends.scores import MIN_RECENT, NOVEL_LINE

ABOUT = 0.5
"""Part of a niche's papers that speak of a subject from which the niche is about it."""

STEP, LEAST_LOOKS = 6, 4
"""Months between the looks that follow the last cutoff; fewer where so many looks would not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What an analysis showed at a cutoff."""

    niches: pd.DataFrame
    """Level niche of ``niches.parquet``."""
    members: pd.DataFrame


def later_looks(cutoffs: Sequence[str], last: str) -> list[str]:
    """List the months to look from besides the cutoffs, up to the last whole month."""
    span = len(months_between(max(cutoffs), last)) - 1
    step = min(STEP, max(span // LEAST_LOOKS, 1))
    return [add_months(max(cutoffs), back) for back in range(step, span + 1, step)]


def named_recall(
    looks: Mapping[str, Look], subjects: Sequence[Subject], papers: pd.DataFrame
) -> pd.DataFrame:
    """Tell of each subject when it was first flagged.

    Parameters
    ----------
    looks : mapping
        By cutoff.
    papers : DataFrame
        ``id`` and ``month`` of all papers held.

    Returns
    -------
    DataFrame
        A row a subject: ``name``, ``kind``, ``papers`` that speak of it; ``takeoff``: month that
        ended the first twelve with 100 of them; ``found``, ``flagged``: the first cutoff at which a
        niche was about it, and at which one of those was in the upper quarter by score;
        ``papers_then``: papers up to that flag; ``months_before``: from it to the takeoff;
        ``niche`` and ``score``. What never came is empty or not a number.
    """
    uses = uses_of(subjects, len(papers))
    about = {cutoff: _about(look, uses, papers) for cutoff, look in sorted(looks.items())}
    month = papers["month"].to_numpy(dtype=str)
    rows = [
        _row(each, month[each.rows], {cutoff: table[i] for cutoff, table in about.items()})
        for i, each in enumerate(subjects)
    ]
    text = dict.fromkeys(("name", "kind", "takeoff", "found", "flagged", "niche"), "str")
    columns = ["name", "kind", "papers", "takeoff", "found", "flagged", "papers_then"]
    columns += ["months_before", "niche", "score"]
    return pd.DataFrame(rows, columns=columns).astype(text)


def recall_summary(named: pd.DataFrame, looks: Sequence[str]) -> pd.DataFrame:
    """Count how many subjects were flagged in time, of those that took off after the first look.

    Returns
    -------
    DataFrame
        ``kind``; ``took_off``: subjects; ``in_time``: flagged before that; ``part``; medians of
        ``papers_then`` and ``months_before`` of these; ``never_took_off`` and ``flagged_though``.
    """
    rows = []
    for kind, table in named.groupby("kind"):
        later = table[table["takeoff"] > min(looks)]
        in_time = later[later["months_before"] > 0]
        never = table[(table["takeoff"] == "") & (table["papers"] > 0)]
        rows.append(
            {
                "kind": kind,
                "took_off": len(later),
                "in_time": len(in_time),
                "part": len(in_time) / len(later) if len(later) else np.nan,
                "papers_then": in_time["papers_then"].median(),
                "months_before": in_time["months_before"].median(),
                "never_took_off": len(never),
                "flagged_though": int((never["flagged"] != "").sum()),
            }
        )
    return pd.DataFrame(rows)


def _about(look: Look, uses: csr_array, papers: pd.DataFrame) -> list[pd.DataFrame]:
    """List for each subject the niches about it that have enough papers, best score first."""
    niches = look.niches.sort_values(["score", "niche_id"], ascending=[False, True])
    niches = niches.reset_index(drop=True)
    code = pd.Series(niches.index, index=niches["niche_id"])
    row = pd.Series(np.arange(len(papers)), index=papers["id"])
    at = (
        code[look.members["niche_id"]].to_numpy(),
        row.reindex(look.members["paper_id"]).to_numpy(),
    )
    holds = csr_array((np.ones(len(at[0])), at), shape=(len(niches), len(papers)))
    part = (holds @ uses.T).toarray() / np.maximum(holds.sum(axis=1), 1)[:, None]
    enough = (niches["papers_recent"] >= MIN_RECENT).to_numpy()
    return [niches[(column >= ABOUT) & enough] for column in part.T]


def _row(
    subject: Subject, months: np.ndarray, about: Mapping[str, pd.DataFrame]
) -> dict[str, object]:
    took_off = takeoff(pd.Series(months, dtype="str"))
    found = next((cutoff for cutoff, niches in about.items() if len(niches)), "")
    flags = ((c, niches.iloc[0]) for c, niches in about.items() if len(niches))
    flagged, niche = next((f for f in flags if f[1]["score"] >= NOVEL_LINE), ("", None))
    ahead = np.nan
    if flagged and took_off:
        ahead = _months(flagged, took_off)
    return {
        "name": subject.name,
        "kind": subject.kind,
        "papers": len(subject.rows),
        "takeoff": took_off,
        "found": found,
        "flagged": flagged,
        "papers_then": float((months <= flagged).sum()) if flagged else np.nan,
        "months_before": ahead,
        "niche": "" if niche is None else str(niche["name"]),
        "score": np.nan if niche is None else float(niche["score"]),
    }


def _months(first: str, last: str) -> float:
    """Count the months from one to another, negative if it lies before."""
    ahead = len(months_between(first, last)) - 1
    return float(ahead if first <= last else 1 - len(months_between(last, first)))
