"""How many papers each planted subfield has in each month.

Shares are planted as curves and papers drawn from them; what the papers say is decided elsewhere.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from explorer.corpus.months import months_between

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from explorer.corpus.demonstration.topics import Subfield

MONTHS = months_between("2015-01", "2024-12")
AHEAD = 24
"""Months by which the curves reach past the last paper, so that growth to come is known there."""
PAPERS = 7_400
YEARLY_GROWTH = 1.08
FLAT_SHARE = 0.4
"""Of all papers, in subfields whose share never changes."""
SEASON = (0.96, 0.97, 1.05, 1.0, 1.06, 1.04, 0.98, 0.9, 1.02, 1.08, 1.02, 0.92)
"""January to December, the same for every subfield."""
TRIES = 500


def plant_curves(
    subfields: Sequence[Subfield], donors: Collection[str], rng: np.random.Generator
) -> np.ndarray:
    """Plant the course of each subfield; flat ones are constant and the donors among them large.

    Returns
    -------
    ndarray of shape (n_subfields, n_months + AHEAD)
        About the share in each month; ``shares`` makes the columns sum to 1.
    """
    kinds = np.array([s.kind for s in subfields])
    time = np.arange(len(MONTHS) + AHEAD)
    curves = np.zeros((len(kinds), len(time)))
    for kind, plant in PLANTS.items():
        rows = np.flatnonzero(kinds == kind)
        curves[rows] = plant(time, len(rows), rng)
    is_flat = kinds == "flat"
    is_donor = np.array([s.name in donors for s in subfields])
    flat = np.where(is_donor, 1.6, spread(0.75, 1.2, len(kinds), rng)) * is_flat
    return curves + (FLAT_SHARE * flat / flat.sum())[:, None]


def shares(kinds: Sequence[str], curves: np.ndarray) -> np.ndarray:
    """Let the subfields that are not flat divide what flat ones leave, month by month."""
    is_flat = np.array([kind == "flat" for kind in kinds])[:, None]
    planted = curves[:, : len(MONTHS)]
    room = (1 - FLAT_SHARE) / np.where(is_flat, 0, planted).sum(axis=0)
    return np.where(is_flat, planted, planted * room)


def spread(low: float, high: float, count: int, rng: np.random.Generator) -> np.ndarray:
    """Draw evenly spaced numbers in random order: varied, yet the same set for every seed."""
    return rng.permutation(np.linspace(low, high, count))


def expected_totals() -> np.ndarray:
    """Return the papers expected in each month, all subfields together."""
    time = np.arange(len(MONTHS))
    totals = YEARLY_GROWTH ** (time / 12) * np.tile(SEASON, len(time) // 12)
    return np.asarray(totals * PAPERS / totals.sum())


def draw_counts(kinds: Sequence[str], curves: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw monthly counts, for a subfield again until its kind also holds when counted.

    Without that, chance would now and then plant a "rising" subfield that does not rise.
    """
    expected = shares(kinds, curves) * expected_totals()
    counts = rng.poisson(expected)
    for _ in range(TRIES):
        totals = counts.sum(axis=0)
        wrong = [row for row, kind in enumerate(kinds) if not HOLDS[kind](counts[row], totals)]
        if not wrong:
            return np.asarray(counts)
        counts[wrong] = rng.poisson(expected[wrong])
    msg = f"no kind-keeping counts in {TRIES} tries; a planted curve is wrong"
    raise ValueError(msg)


def _plant_rising(time: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    last = spread(0.034, 0.048, count, rng)[:, None]
    rate = spread(0.33, 0.41, count, rng)[:, None]
    return np.asarray(last * np.exp(rate * (time - len(MONTHS)) / 12))


def _plant_declining(time: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    first = spread(0.05, 0.072, count, rng)[:, None]
    depth = spread(1.6, 2.0, count, rng)[:, None]
    return np.asarray(first * np.exp(-depth * (time / len(MONTHS)) ** 1.6))


def _plant_faded(time: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    top = spread(0.044, 0.06, count, rng)[:, None]
    peak = spread(66, 76, count, rng)[:, None]
    width = np.where(time < peak, 20, 18)
    return np.asarray(0.003 + top * np.exp(-0.5 * ((time - peak) / width) ** 2))


def _plant_newborn(time: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    start = spread(len(MONTHS) - 16, len(MONTHS) - 12, count, rng).round()[:, None]
    last = spread(0.05, 0.056, count, rng)[:, None]
    ramp = np.minimum((time - start + 5) / (len(MONTHS) - start + 5), 1)
    return np.where(time < start, 0.0, last * ramp)


PLANTS = {
    "rising": _plant_rising,
    "declining": _plant_declining,
    "faded": _plant_faded,
    "newborn": _plant_newborn,
}


def _share(counts: np.ndarray, totals: np.ndarray, first: int, last: int) -> float:
    """Return the share from ``first`` to ``last`` months before the end."""
    end = len(counts) - last
    start = len(counts) - first
    return float(counts[start:end].sum() / totals[start:end].sum())


def _yearly_shares(counts: np.ndarray, totals: np.ndarray) -> np.ndarray:
    """Return the share of every twelve months in a row, the last twelve first."""
    year = np.ones(12, dtype=counts.dtype)
    return (np.convolve(counts, year, "valid") / np.convolve(totals, year, "valid"))[::-1]


def _rises(counts: np.ndarray, totals: np.ndarray) -> bool:
    now, before, long_before = (_share(counts, totals, m + 12, m) for m in (0, 12, 36))
    return now >= 1.15 * before and now >= 2.25 * long_before > 0


def _stays(counts: np.ndarray, totals: np.ndarray) -> bool:
    years = counts.reshape(-1, 12).sum(axis=1)
    expected = totals.reshape(-1, 12).sum(axis=1) * counts.sum() / totals.sum()
    drift = np.log(_share(counts, totals, 24, 0) / _share(counts, totals, 48, 24))
    noise = np.sqrt(1 / counts[-24:].sum() + 1 / counts[-48:-24].sum())
    return bool(((years - expected) ** 2 / expected).sum() < 16.9 and abs(drift) < 1.2 * noise)


def _declines(counts: np.ndarray, totals: np.ndarray) -> bool:
    course = [_share(counts, totals, m + 24, m) for m in (72, 48, 24, 0)]
    return all(later <= 0.9 * earlier for earlier, later in pairwise(course))


def _fades(counts: np.ndarray, totals: np.ndarray) -> bool:
    backwards = _yearly_shares(counts, totals)
    peak = int(np.argmax(backwards))
    return bool(36 <= peak <= 48 and backwards[peak] >= 4.5 * backwards[0] > 0)


def _is_born(counts: np.ndarray, _totals: np.ndarray) -> bool:
    return bool(counts[:-18].sum() == 0 and 30 <= counts.sum() <= 58)


HOLDS = {
    "rising": _rises,
    "flat": _stays,
    "declining": _declines,
    "faded": _fades,
    "newborn": _is_born,
}
