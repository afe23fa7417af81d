"""What arXiv's numbering tells of papers that are missing where nobody announced a total.

Since April 2007 an id is the month and a number that all of arXiv shares, so a month's numbers are
a clock, and the papers held keep a steady rate on it. A week or more in which that rate falls far
below the half years before *and* after is a hole: a field that grows, shrinks or starts does not
do that. What is lost evenly over years leaves no trace here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

BLOCKS, WEEK = 30, 7
"""Parts that a month's numbers are cut into, and how many of them are looked at together."""

SIDE = 6 * BLOCKS
"""Blocks on each side that say what is usual; at least two months of them are needed."""

DEEP, SHALLOW = 0.72, 0.85
"""Parts of the usual rate below which a hole is seen, and below which its edges belong to it."""

SURE, SURE_AT_AN_END = 3.5, 6.0
"""Standard deviations that make a hole; with only one side to compare with, more are asked for."""

LEAST = 100.0
"""Papers a week below which nothing is said: chance alone makes holes in fewer."""

USUAL_SPREAD = 0.05
"""Least spread of a week's rate beyond chance, as a part of it."""

ENOUGH_YEARS = 4
"""Years that are needed to tell a season."""

SHORT = 0.8
"""A month whose numbers end before this part of its neighbours' is taken to have lost its end."""


def estimate_coverage(
    numbers: Mapping[str, np.ndarray], *, leave_out: Collection[str] = ()
) -> pd.Series:
    """Estimate which part of each month's papers is held.

    Parameters
    ----------
    numbers : mapping of month to int array
        The numbers of the ids held, for every month from the first to the last, empty ones
        included.
    leave_out : collection of months
        Nothing is said of them, nor are others compared with them.

    Returns
    -------
    Series by month
        1 where nothing seems to be missing; not a number where that cannot be told.
    """
    months = list(numbers)
    if not months:
        return pd.Series([], index=pd.Index([], dtype="str"), dtype=float)
    last = _last_numbers(numbers)
    held = np.concatenate(
        [
            np.bincount((np.minimum(each, top) - 1) * BLOCKS // top, minlength=BLOCKS)
            for each, top in zip(numbers.values(), last, strict=True)
        ]
    ).astype(float)
    held[np.repeat(np.isin(months, list(leave_out)), BLOCKS)] = np.nan
    lost, known = _lost(held, np.repeat(last / BLOCKS, BLOCKS))
    by_month = (-1, BLOCKS)
    papers, missing = held.reshape(by_month).sum(axis=1), lost.reshape(by_month).sum(axis=1)
    told = known.reshape(by_month).mean(axis=1) > 0.5
    with np.errstate(invalid="ignore"):
        coverage = np.where(told, papers / (papers + np.maximum(missing, 0)), np.nan)
    return pd.Series(coverage, index=pd.Index(months, dtype="str"))


def _last_numbers(numbers: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the last number that arXiv gave in each month, as far as the ids held tell."""
    last = np.array([each.max() if len(each) else 0 for each in numbers.values()], dtype=np.int64)
    around = np.full((len(last), 6), np.nan)
    for column, step in enumerate((-3, -2, -1, 1, 2, 3)):
        rows = np.arange(max(0, -step), min(len(last), len(last) - step))
        around[rows, column] = last[rows + step]
    around[around == 0] = np.nan
    usual = np.fmin(_median(around[:, :3]), _median(around[:, 3:]))
    short = np.nan_to_num(last < SHORT * usual, nan=False)
    return np.maximum(np.where(short, np.nan_to_num(usual), last), 1).astype(np.int64)


def _lost(held: np.ndarray, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Estimate the papers missing in each block, and tell which blocks can be judged."""
    week, week_ids = _over_a_week(held), _over_a_week(ids)
    rate = week / week_ids
    whole = np.isfinite(rate)
    for _ in range(3):  # what is seen to be a hole must not count as usual
        before, after = _usual(np.where(whole, rate, np.nan))
        low, high = np.fmin(before, after), np.fmax(before, after)
        middle = np.where(low > 0, (low + high) / 2, np.nan)
        season = _season(np.where(whole, rate, np.nan) / middle)
        low, middle = low * season, middle * season
        whole = rate >= DEEP * low
    spread = _spread(rate[whole] / middle[whole], week[whole])
    lost = np.zeros(len(held))
    two_sided, shallow = np.isfinite(before + after), rate < SHALLOW * low
    for start, end in _runs(rate < DEEP * low, shallow):
        usual = _rate_around(rate, np.isfinite(rate) & ~shallow, start, end)
        expected, weeks = usual * ids[start:end].sum(), (end - start) / WEEK
        deviation = np.sqrt((spread**2 + weeks / max(expected, 1e-9)) / weeks)
        sure = SURE if two_sided[start:end].all() else SURE_AT_AN_END
        if 1 - np.nansum(held[start:end]) / max(expected, 1e-9) > sure * deviation:
            around = slice(max(0, start - WEEK), end + WEEK)
            less = np.nan_to_num(usual * ids - held)
            gap = np.maximum(less[start:end], 0)
            lost[start:end] = gap * max(less[around].sum(), 0) / gap.sum()
    return lost, np.nan_to_num(low) * week_ids >= LEAST


def _over_a_week(values: np.ndarray) -> np.ndarray:
    return np.convolve(values, np.ones(WEEK), mode="same")


def _usual(rate: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the median rates of the half years before and after each block's week."""
    gap = np.full(SIDE + WEEK, np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(np.concatenate([gap, rate, gap]), SIDE)
    before = _median(windows[1 : len(rate) + 1], least=2 * BLOCKS)
    after = _median(windows[SIDE + 2 * WEEK - 1 :][: len(rate)], least=2 * BLOCKS)
    return before, after


def _season(ratio: np.ndarray) -> np.ndarray:
    """Return what the time of year does to the rate: a median over years, drawn towards none."""
    year = 12 * BLOCKS
    years = -(-len(ratio) // year)
    logs = np.full(years * year, np.nan)
    logs[: len(ratio)] = np.log(np.where(ratio > 0, ratio, np.nan))
    by_year = logs.reshape(years, year).T
    known = np.isfinite(by_year).sum(axis=1)
    median = np.nan_to_num(_median(by_year, least=ENOUGH_YEARS)) * known / (known + 2)
    smooth = np.convolve(np.tile(median, 3), np.ones(11) / 11, mode="same")[year : 2 * year]
    return np.exp(np.tile(smooth, years)[: len(ratio)])


def _spread(ratio: np.ndarray, week: np.ndarray) -> float:
    """Measure how far a week's rate lies from the usual one, beyond what chance does."""
    usable = np.isfinite(ratio) & (week >= LEAST)
    if not usable.any():
        return USUAL_SPREAD
    below = 1 - np.quantile(ratio[usable], 0.16)
    return float(np.sqrt(max(below**2 - 1 / np.median(week[usable]), USUAL_SPREAD**2)))


def _runs(deep: np.ndarray, shallow: np.ndarray) -> list[tuple[int, int]]:
    """List the spans of blocks with a deep week in them, out to where they are shallow no more."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], deep | shallow, [False]])))
    half = WEEK // 2
    spans = []
    for start, end in edges.reshape(-1, 2):
        if deep[start:end].any():
            within = np.flatnonzero(deep[start:end]) + start
            low, high = max(start, within[0] - WEEK), min(end, within[-1] + 1 + WEEK)
            spans.append((max(0, low - half + 1), min(len(deep), high + half - 1)))
    return spans


def _rate_around(rate: np.ndarray, steady: np.ndarray, start: int, end: int) -> float:
    """Return the median rate of the nearest two months of steady weeks on each side of a span."""
    usable = np.flatnonzero(steady)
    before, after = usable[usable < start][-2 * BLOCKS :], usable[usable >= end][: 2 * BLOCKS]
    rates = [float(np.median(rate[rows])) for rows in (before, after) if len(rows)]
    return sum(rates) / max(len(rates), 1)


def _median(values: np.ndarray, *, least: int = 1) -> np.ndarray:
    """Return the median of each row without its gaps; a gap where fewer than ``least`` are left."""
    ordered = np.sort(values, axis=1)  # gaps come last
    count = np.isfinite(ordered).sum(axis=1)
    rows, last = np.arange(len(ordered)), values.shape[1] - 1
    middle = (
        ordered[rows, np.maximum(count - 1, 0) // 2] + ordered[rows, np.minimum(count // 2, last)]
    )
    return np.where(count >= least, middle / 2, np.nan)
