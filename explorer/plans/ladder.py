"""A ladder of four rungs for one niche, each drafted from the niche's own papers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from explorer.plans.drafting.evidence import gather_evidence
from explorer.plans.drafting.first_rungs import draft_learning, draft_personal
from explorer.plans.drafting.later_rungs import draft_creating_value, draft_larger_scale
from explorer.plans.hours import rung_hours
from explorer.plans.records import clean_rung, sane_hours

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import pandas as pd

    from explorer.plans.records import Rung

DEFAULT_WEEK = 5.0
"""Hours a week, until the person says otherwise."""
DRAFTS = (draft_learning, draft_personal, draft_creating_value, draft_larger_scale)
"""One function for each kind of rung, in the order of ``KINDS``; each sees the rungs below it."""


def draft_ladder(
    niche: Mapping[str, Any],
    papers: pd.DataFrame,
    *,
    hours_per_week: float = DEFAULT_WEEK,
    as_of: date | None = None,
    parents: pd.DataFrame | None = None,
    neighbours: pd.DataFrame | None = None,
    words: pd.DataFrame | None = None,
    combinations: pd.DataFrame | None = None,
    beside: pd.DataFrame | None = None,
) -> tuple[Rung, ...]:
    """Draft four rungs of rising scope: learning, personal, creating value, larger scale.

    Parameters
    ----------
    niche : mapping
        A row of ``niches.parquet``; its ``name``, ``terms`` and ``niche_id`` are read.
    papers : table of papers
        The niche's papers in any order, with ``similarity`` where it is known.
    hours_per_week : float
        Sets the size of the rungs and the weeks of their milestones.
    as_of : date, optional
        The day to which ages are counted; the day of the newest paper by default.
    parents, neighbours : tables, optional
        Rows of ``niches.parquet`` from which a rising term may be taken.
    words : table, optional
        ``words.parquet``, of this niche or of all.
    combinations : table, optional
        Rows of ``combinations.parquet`` of this niche; the last rung is about the first that holds.
    beside : table of papers, optional
        Papers near the niche that these rows name.

    Returns
    -------
    tuple of Rung
        Each stands on a main paper of its own as long as there are four papers, and says so
        where a paper had to be used again. The same input gives the same ladder.

    Raises
    ------
    BadHoursError
        If nobody has so many hours a week.
    TooFewPapersError
        If there is no paper at all.
    """
    week = sane_hours(hours_per_week, "a week")
    evidence = gather_evidence(
        niche,
        papers,
        as_of=as_of,
        neighbours=[*_rows(parents), *_rows(neighbours)],
        words=words,
        combinations=combinations,
        beside=beside,
    )
    rungs: list[Rung] = []
    for position, (draft, size) in enumerate(zip(DRAFTS, rung_hours(week), strict=True), start=1):
        rung = draft(evidence, tuple(rungs), hours=size, hours_per_week=week)
        rungs.append(clean_rung(replace(rung, position=position)))
    return tuple(rungs)


def _rows(table: pd.DataFrame | None) -> list[dict[str, Any]]:
    return [] if table is None else [dict(row) for _, row in table.iterrows()]
