"""Monthly counts of niches up to a cutoff: all that the simple rules know."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.trends.exposure import exposure_of
from explorer.trends.field import Field
from explorer.trends.outlook import there_were

LEAST_HELD = 0.1
"""A month of which less is held counts as if so much were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Papers by month, the last whole month at the end."""

    counts: np.ndarray
    """float64 of shape (n_niches, n_months); papers that are not held are reckoned in."""
    totals: np.ndarray
    """float64 of shape (n_months,): papers of the field."""

    @property
    def share(self) -> np.ndarray:
        """Share of the field by month, of shape (n_niches, n_months)."""
        return self.counts / np.maximum(self.totals, 1)

    def papers(self, length: int, *, back: int = 0) -> np.ndarray:
        """Count the papers of ``length`` months that end ``back`` months before the last."""
        end = self.counts.shape[1] - back
        return np.asarray(self.counts[:, max(end - length, 0) : max(end, 0)].sum(axis=1))

    def field(self, length: int, *, back: int = 0) -> float:
        """Count the field's papers of the same months."""
        end = len(self.totals) - back
        return float(self.totals[max(end - length, 0) : max(end, 0)].sum())

    def up_to(self, back: int) -> History:
        """Return what was known ``back`` months before the last."""
        end = len(self.totals) - back
        return History(counts=self.counts[:, :end], totals=self.totals[:end])

    def periods(self, n_periods: int, length: int) -> tuple[np.ndarray, np.ndarray]:
        """Add up the last periods of ``length`` months each, the oldest first.

        Returns
        -------
        ndarray of shape (n_niches, n_periods)
        ndarray of shape (n_periods,)
        """
        months = n_periods * length
        counts = self.counts[:, -months:].reshape(len(self.counts), n_periods, length)
        return counts.sum(axis=2), self.totals[-months:].reshape(n_periods, length).sum(axis=1)


def read_history(field: Field, group: np.ndarray, n: int, *, disjoint: int) -> History:
    """Count the papers of each group by month.

    Parameters
    ----------
    field : Field
        All papers, and papers again for groups that share them (see ``overlaps``).
    group : ndarray of shape (n_papers,), int
    disjoint : int
        The first groups, which hold every paper once.
    """
    months = field.last + 1
    whole = field.month < months
    cells = group[whole] * months + field.month[whole]
    counts = np.bincount(cells, minlength=n * months).reshape(n, months).astype(np.float64)
    if field.exposure is not None:
        counts /= np.maximum(exposure_of(field.exposure, group, n, months), LEAST_HELD)
    return History(counts=counts, totals=there_were(field, group >= disjoint))
