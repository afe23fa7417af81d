"""How fast a share grows, and how sure that is.

Counts of two neighbouring windows are compared as a share of the field, so that a field that grows
as a whole shows no growth. Small counts are drawn towards the field's own spread (empirical Bayes),
so that 2 papers after 1 are not a doubling.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

GRID = np.linspace(-3.0, 3.0, 601)
"""Log ratios of share that are considered: a twentieth to twenty-fold."""

SPREADS = np.geomspace(0.02, 1.5, 40)
"""Standard deviations of true log growth among niches that are considered."""


def share_growth(
    recent: np.ndarray,
    before: np.ndarray,
    *,
    field_recent: float | np.ndarray,
    field_before: float | np.ndarray,
    level: float = 0.8,
    spread: float | None = None,
    disjoint: int | None = None,
) -> pd.DataFrame:
    """Estimate the ratio of a share between two windows of equal length.

    Given ``n = recent + before``, ``recent`` is binomial with log-odds ``phi + log(rho)``, where
    ``phi`` is the log ratio of shares and ``rho`` that of the field's totals. ``phi`` has a normal
    prior with mean 0 and a spread that maximises the marginal likelihood of all niches.

    Parameters
    ----------
    recent, before : ndarray of shape (n_niches,)
        Papers in each window.
    field_recent, field_before : float, or ndarray of shape (n_niches,)
        Papers of the whole field in each window, above 0; one a niche where not all papers are
        held, each month then counting by the part of the niche's papers that is.
    level : float
        Probability that the interval holds.
    spread : float, optional
        Spread of the prior; the one that ``growth_spread`` finds among these niches if left out.
    disjoint : int, optional
        The first niches, from which the prior is learned: those that were not chosen for their
        growth. All if left out.

    Returns
    -------
    DataFrame with n_niches rows
        ``growth`` (posterior median of the ratio, above 0; 1 is a constant share),
        ``growth_low``, ``growth_high``, and ``p_growth``: the probability that the share grew.
    """
    likelihood = _likelihood(recent, before, field_recent, field_before)
    if spread is None:
        spread = _likeliest_spread(likelihood[:disjoint])
    posterior = likelihood + _log_prior(spread)
    posterior = np.exp(posterior - posterior.max(axis=1, keepdims=True))
    cumulative = np.cumsum(posterior, axis=1)
    cumulative = (cumulative - posterior / 2) / cumulative[:, -1:]
    tail = (1 - level) / 2
    low, middle, high = (_quantile(cumulative, q) for q in (tail, 0.5, 1 - tail))
    above = np.array([np.interp(0.0, GRID, row) for row in cumulative])
    return pd.DataFrame(
        {
            "growth": np.exp(middle),
            "growth_low": np.exp(low),
            "growth_high": np.exp(high),
            "p_growth": 1 - above,
        }
    )


def growth_spread(
    recent: np.ndarray,
    before: np.ndarray,
    *,
    field_recent: float | np.ndarray,
    field_before: float | np.ndarray,
) -> float:
    """Return the spread of true log growth that fits all niches best, of ``SPREADS``."""
    return _likeliest_spread(_likelihood(recent, before, field_recent, field_before))


def yearly(growth: pd.DataFrame, *, years: float) -> pd.DataFrame:
    """Turn ratios between windows that lie ``years`` apart into ratios per year."""
    ratios = ["growth", "growth_low", "growth_high"]
    return growth.assign(**{name: growth[name] ** (1 / years) for name in ratios})


def _likelihood(
    recent: np.ndarray,
    before: np.ndarray,
    field_recent: float | np.ndarray,
    field_before: float | np.ndarray,
) -> np.ndarray:
    rho = np.log(field_recent / field_before)
    rho = rho[:, None] if np.ndim(rho) else rho
    return _log_binomial(np.asarray(recent), np.asarray(before), rho)


def _likeliest_spread(likelihood: np.ndarray) -> float:
    """Return the likeliest spread, of equally likely ones the smallest: one paper tells of none."""
    return float(max(SPREADS, key=lambda spread: round(_marginal(likelihood, spread), 9)))


def _log_binomial(recent: np.ndarray, before: np.ndarray, rho: float | np.ndarray) -> np.ndarray:
    """Return the log likelihood at every point of the grid, of shape (n_niches, n_grid)."""
    from scipy.special import expit, gammaln

    p = np.clip(expit(GRID + rho), 1e-12, 1 - 1e-12)
    total = gammaln(recent + before + 1) - gammaln(recent + 1) - gammaln(before + 1)
    return total[:, None] + recent[:, None] * np.log(p) + before[:, None] * np.log1p(-p)


def _log_prior(spread: float) -> np.ndarray:
    density = -0.5 * (GRID / spread) ** 2
    return density - np.log(np.exp(density).sum())


def _marginal(likelihood: np.ndarray, spread: float) -> float:
    joint = likelihood + _log_prior(spread)
    top = joint.max(axis=1, keepdims=True)
    return float((top[:, 0] + np.log(np.exp(joint - top).sum(axis=1))).sum())


def _quantile(cumulative: np.ndarray, q: float) -> np.ndarray:
    return np.array([np.interp(q, row, GRID) for row in cumulative])
