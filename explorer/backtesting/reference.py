"""What the score is held against: a plain reference of two signals, and signals it does not use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explorer.trends.authorship import slot_rate
from explorer.trends.rates import percentile_rank
from explorer.trends.rising_terms import mean_growth, outside_growth, term_use

if TYPE_CHECKING:
    import pandas as pd

    from explorer.trends.field import Field

NOT_USED = ("survey_share", "technique_maturity")
"""Columns of niches that are no part of the score, and are measured beside it."""


def plain_reference(field: Field, group: np.ndarray, n: int, *, disjoint: int) -> np.ndarray:
    """Rank niches by the mean rank of growing-term exposure and of the newcomers' share.

    Both are of the last two years, the terms against the two years before; a newcomer is an author
    whose first paper lies in the 12 months up to this one.

    Parameters
    ----------
    field : Field
        All papers, and papers again for groups that share them (see ``overlaps``).
    group : ndarray of shape (n_papers,), int
    disjoint : int
        The first groups, which hold every paper once.

    Returns
    -------
    ndarray of shape (n_niches,), 0 to 1
    """
    weight = None if field.exposure is None else field.exposure.weight
    use = term_use(
        field.uses, group, field.recent, field.before, n, weight=weight, disjoint=disjoint
    )
    outside = outside_growth(use)
    terms = mean_growth(use, outside, outside.growth)
    share = slot_rate(field.newcomer, field.authorships, group, field.recent, n, disjoint=disjoint)
    return np.asarray((percentile_rank(terms) + percentile_rank(share)) / 2).round(9)


def with_all_told(niches: pd.DataFrame) -> pd.DataFrame:
    """Put niches of which a signal that is not used says nothing in the middle of the others."""
    told = {name: niches[name].fillna(niches[name].median()).fillna(0.0) for name in NOT_USED}
    return niches.assign(**told)
