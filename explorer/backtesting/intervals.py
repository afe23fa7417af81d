"""Measures of a back-test with their intervals: niches, subfields and seeds are chance too.

A draw takes one of the seeds and as many subfields as there are, some more than once, with all
their niches: niches of a subfield tend to share their fate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from explorer.backtesting.kept import POOLED
from explorer.backtesting.measures import MEASURES, PROBABILITIES, measure, ranks_within

DRAWS = 200

FEW_BLOCKS = 10
"""Subfields below which niches are drawn one by one."""

LEVEL = 0.9
"""Chance that an interval holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """The niches of one cutoff and seed."""

    ranked: np.ndarray
    growth: np.ndarray
    grew: np.ndarray
    within: np.ndarray
    stated: np.ndarray
    """bool of shape (n_rankings,): whether the values are probabilities."""
    blocks: list[np.ndarray]
    """Rows that are drawn together."""


def measure_all(
    judged: pd.DataFrame, rankings: Sequence[str], *, draws: int = DRAWS
) -> pd.DataFrame:
    """Measure rankings at every cutoff, and on average over cutoffs.

    Parameters
    ----------
    judged : DataFrame
        A row a niche: ``cutoff``, ``seed``, ``niche_id``, ``parent_id``, ``primary_category``,
        ``realised``, ``grew``, and a column for each ranking. The first ranking is the one that the
        others are held against.

    Returns
    -------
    DataFrame
        ``cutoff`` (or ``pooled``: over those at which the ranking could be measured),
        ``ranking``, ``measure``, ``value`` (mean over seeds), ``low``,
        ``high`` (where 90 % of the draws lie), and ``less``, ``less_low``, ``less_high``: by how
        much the ranking is below the first, on the same draws.
    """
    cells = {
        str(cutoff): [_cell(seed, rankings) for _, seed in table.groupby("seed")]
        for cutoff, table in judged.sort_values("niche_id").groupby("cutoff")
    }
    with np.errstate(invalid="ignore"):
        found = np.array([np.mean([_measure(c) for c in own], axis=0) for own in cells.values()])
        drawn = np.array([list(_draw(cells, draw)) for draw in range(draws)])
    return pd.concat(
        [
            *(
                _rows(cutoff, found[i : i + 1], drawn[:, i : i + 1], rankings)
                for i, cutoff in enumerate(cells)
            ),
            _rows(POOLED, found, drawn, rankings),
        ],
        ignore_index=True,
    )


def _cell(table: pd.DataFrame, rankings: Sequence[str]) -> _Cell:
    values = table[list(rankings)].to_numpy(dtype=np.float64)
    growth = table["realised"].to_numpy()
    kind = table["primary_category"].to_numpy(dtype=str)
    parent = table["parent_id"].to_numpy(dtype=str)
    return _Cell(
        ranked=values,
        growth=growth,
        grew=table["grew"].to_numpy(dtype=bool),
        within=ranks_within(np.column_stack([values, growth]), kind),
        stated=np.isin(rankings, list(PROBABILITIES)),
        blocks=_blocks(parent),
    )


def _blocks(parent: np.ndarray) -> list[np.ndarray]:
    subfields = np.unique(parent)
    if len(subfields) < FEW_BLOCKS:
        return list(np.arange(len(parent))[:, None])
    return [np.flatnonzero(parent == each) for each in subfields]


def _measure(cell: _Cell, rows: np.ndarray | None = None) -> np.ndarray:
    """Measure a cell; a ranking that says nothing of some niche is not measured."""
    rows = np.arange(len(cell.growth)) if rows is None else rows
    values = cell.ranked[rows]
    silent = np.isnan(values).any(axis=0)
    found = measure(
        np.where(silent, 0.0, values), cell.growth[rows], cell.grew[rows], cell.within[rows]
    )
    found[:, silent] = np.nan
    found[MEASURES.index("calibration_error"), ~cell.stated] = np.nan
    return found


def _draw(cells: dict[str, list[_Cell]], draw: int) -> Iterator[np.ndarray]:
    rng = np.random.default_rng(draw)
    for own in cells.values():
        cell = own[rng.integers(len(own))]
        chosen = rng.integers(len(cell.blocks), size=len(cell.blocks))
        yield _measure(cell, np.concatenate([cell.blocks[i] for i in chosen]))


def _rows(
    cutoff: str, found: np.ndarray, drawn: np.ndarray, rankings: Sequence[str]
) -> pd.DataFrame:
    """Average over cutoffs, and put the result in rows.

    Parameters
    ----------
    found : ndarray of shape (n_cutoffs, n_measures, n_rankings)
    drawn : ndarray of shape (n_draws, n_cutoffs, n_measures, n_rankings)
    """
    less, less_drawn = found[:, :, :1] - found, drawn[:, :, :, :1] - drawn
    low, high, less_low, less_high = (
        _quantile(known_mean(values, axis=1), tail)
        for values in (drawn, less_drawn)
        for tail in ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
    )
    columns = {
        "value": known_mean(found, axis=0),
        "low": low,
        "high": high,
        "less": known_mean(less, axis=0),
        "less_low": less_low,
        "less_high": less_high,
    }
    names = np.array(rankings, dtype=object)
    return pd.DataFrame(
        {
            "cutoff": cutoff,
            "ranking": np.tile(names, len(MEASURES)),
            "measure": np.repeat(np.array(MEASURES, dtype=object), len(names)),
            **{name: values.ravel() for name, values in columns.items()},
        }
    ).astype({"cutoff": "str", "ranking": "str", "measure": "str"})


def known_mean(values: np.ndarray, *, axis: int) -> np.ndarray:
    """Average what could be measured; not a number where nothing could."""
    known = np.isfinite(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def _quantile(values: np.ndarray, q: float) -> np.ndarray:
    """Return the quantile over draws that could be measured; half of them at least."""
    known = np.isfinite(values).mean(axis=0) >= 0.5
    filled = np.where(known, values, 0.0)
    return np.where(known, np.nanquantile(filled, q, axis=0), np.nan)
