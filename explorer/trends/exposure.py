"""How much of what there was can be counted: the exposure of every count of papers.

Where only a part of a month is held, what is missing must not look like a subject that shrank. A
paper that lists several categories is held as soon as one of them is, so a group's exposure in a
month follows from the categories of its papers around that month.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

AROUND = 12
"""Months on each side of a hole whose papers say which categories a group is made of."""

ENOUGH = 10
"""Papers of a group around a hole below which all of its papers say so."""

LARGEST_WEIGHT = 1 / 0.3
"""A paper never stands for more papers than this, however few are held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """Which part of the papers is held in the months that have holes; in all others it is all."""

    month: np.ndarray
    """int64 of shape (n_papers,): months after the first."""
    kind: np.ndarray
    """int64 of shape (n_papers,): which papers list the same categories."""
    holes: np.ndarray
    """int64 of shape (n_holes,): the months with holes, counted as ``month``."""
    part: np.ndarray
    """Shape (n_kinds, n_holes): the part held of the papers of a kind."""

    @property
    def of_paper(self) -> np.ndarray:
        """Chance of each paper to be held, of shape (n_papers,); 1 outside of holes."""
        chance = np.ones(len(self.month))
        for column, hole in enumerate(self.holes):
            inside = self.month == hole
            chance[inside] = self.part[self.kind[inside], column]
        return chance

    @property
    def weight(self) -> np.ndarray:
        """How many papers each paper stands for, of shape (n_papers,)."""
        return 1 / np.maximum(self.of_paper, 1 / LARGEST_WEIGHT)

    def of_papers(self, rows: np.ndarray) -> Exposure:
        """Return the exposure of the papers in ``rows``, which may hold one more than once."""
        return replace(self, month=self.month[rows], kind=self.kind[rows])


def read_exposure(
    papers: pd.DataFrame, months: list[str], held: pd.DataFrame | pd.Series | None
) -> Exposure | None:
    """Say which part of the papers is held, if it is not all of them.

    Parameters
    ----------
    papers : DataFrame
        ``month`` and ``categories`` (joined by spaces).
    months : list of str
        From the first month on, without a gap.
    held : DataFrame or Series by month
        Part held of the papers there were, 0 to 1: of each category (a column), or of all alike. A
        month or category that is not there, or is not a number, is taken to be held as a whole.

    Returns
    -------
    Exposure
        ``None`` if all is held.
    """
    if held is None:
        return None
    table = held.to_frame() if isinstance(held, pd.Series) else held
    table = table.reindex(months)
    holes = np.flatnonzero((table < 1).any(axis=1))
    if not len(holes):
        return None
    values = table.to_numpy(dtype=float)[holes]
    if isinstance(held, pd.Series):
        kind = np.zeros(len(papers), dtype=np.int64)
        part = values.T
    else:
        lists, kind = np.unique(papers["categories"].to_numpy(dtype=str), return_inverse=True)
        part = _best_of(lists, {str(name): i for i, name in enumerate(table.columns)}, values)
    index = {month: i for i, month in enumerate(months)}
    month = papers["month"].map(index).to_numpy(dtype=np.int64)
    return Exposure(month=month, kind=kind, holes=holes, part=np.clip(part, 0.0, 1.0))


def exposure_of(exposure: Exposure, group: np.ndarray, n_groups: int, n_months: int) -> np.ndarray:
    """Return which part of each group's papers is held in each month.

    Parameters
    ----------
    exposure : Exposure
    group : ndarray of shape (n_papers,), int

    Returns
    -------
    ndarray of shape (n_groups, n_months), 0 to 1
    """
    parts = np.ones((n_groups, n_months))
    weight = exposure.weight
    for column, hole in enumerate(exposure.holes):
        if hole >= n_months:
            continue
        held = weight * exposure.part[exposure.kind, column]
        near = np.abs(exposure.month - hole) <= AROUND
        papers = np.bincount(group[near], minlength=n_groups)
        parts[:, hole] = np.where(
            papers >= ENOUGH,
            _mean(held[near], weight[near], group[near], n_groups),
            _mean(held, weight, group, n_groups),
        )
    return parts


def holes_of(exposure: Exposure, paper_months: pd.Series) -> dict[str, float]:
    """Say of each month with a hole which part of its papers is held, by those that are."""
    chance = pd.Series(1 / exposure.weight, index=paper_months.index)
    inside = np.isin(exposure.month, exposure.holes)
    parts = chance[inside].groupby(paper_months[inside]).agg(lambda held: 1 / (1 / held).mean())
    return {str(month): round(float(part), 4) for month, part in parts.items()}


def _mean(values: np.ndarray, weight: np.ndarray, group: np.ndarray, n_groups: int) -> np.ndarray:
    """Return the weighted mean of each group; rounding must not tell equal parts apart."""
    total = np.bincount(group, weight, minlength=n_groups)
    sums = np.bincount(group, values, minlength=n_groups)
    return np.round(sums / np.where(total > 0, total, 1), 12)


def _best_of(lists: np.ndarray, columns: dict[str, int], values: np.ndarray) -> np.ndarray:
    """Return the largest part held among the categories of each list; 1 where none is known."""
    known = np.where(np.isnan(values), -1.0, values)
    part = np.ones((len(lists), len(values)))
    for row, listed in enumerate(lists):
        own = [columns[code] for code in listed.split() if code in columns]
        if own:
            best = known[:, own].max(axis=1)
            part[row] = np.where(best < 0, 1.0, best)
    return part
