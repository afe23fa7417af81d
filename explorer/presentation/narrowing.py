"""The filters of a ranking: which niches pass them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def narrowed(
    table: pd.DataFrame,
    *,
    categories: Sequence[str] = (),
    areas: Sequence[str] = (),
    stages: Sequence[str] = (),
    since: str = "",
    kind: str = "",
    openings: bool = False,
    least_papers: int = 0,
    small_teams: int = 0,
    words: str = "",
    order: str = "score",
) -> pd.DataFrame:
    """Keep the niches that pass every filter.

    Parameters
    ----------
    table : DataFrame
        As from ``ranking``.
    categories, areas, stages : sequence of str
        Commonest category of the niche, area that it lies in, stage; none means all.
    since : str
        Keep niches that began to grow in this month or later; empty for all.
    kind : str
        ``partition`` or ``newborn``; empty means both.
    openings : bool
        Keep only flagged niches.
    least_papers : int
        Papers in the last 12 months.
    small_teams : int
        Percent of papers by small teams, at least.
    words : str
        All of them must stand in the niche's names or terms; case does not matter.
    order : str
        Column with the highest first; equal ones keep the order they had.
    """
    keep = table["papers_recent"] >= least_papers
    for column, wanted in (("primary_category", categories), ("area", areas), ("stage", stages)):
        if wanted:
            keep &= table[column].isin(list(wanted))
    if since:
        keep &= table["onset"] >= since
    if kind:
        keep &= table["kind"] == kind
    if openings:
        keep &= table["opening"]
    if small_teams:
        keep &= 100 * table["small_teams"] >= small_teams
    if words.strip():
        keep &= _has_words(table, words)
    return table[keep].sort_values(order, ascending=False, kind="stable", ignore_index=True)


def _has_words(table: pd.DataFrame, words: str) -> np.ndarray:
    texts = [
        f"{name} {computed} {' '.join(terms)}".casefold()
        for name, computed, terms in zip(
            table["name"],
            table.get("computed_name", table["name"]),
            table["terms"],
            strict=True,
        )
    ]
    wanted = words.casefold().split()
    return np.array([all(word in text for word in wanted) for text in texts], dtype=bool)
