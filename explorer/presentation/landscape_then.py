"""The map as it stood at an earlier month: sizes and growth of then, places of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.corpus.months import add_months, months_between
from explorer.presentation.niche_tables import PARTITION
from explorer.trends.growth import share_growth

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

YEAR = 12

STEP = 6
"""Months between two looks."""


GROWTH = ["growth", "growth_low", "growth_high"]

CHANGED = ("papers", "papers_recent", *GROWTH)
"""Columns of a group that are other ones at an earlier month."""


def months_to_look_at(first_month: str, last_month: str) -> list[str]:
    """List the months that a map can end at: every ``STEP`` back from the last, oldest first.

    Each has two whole years up to it; the last month is always there.
    """
    earliest = add_months(first_month, 2 * YEAR - 1)
    return months_between(earliest, last_month)[::-STEP][::-1] or [last_month]


def as_it_stood(groups: pd.DataFrame, series: pd.DataFrame, *, until: str) -> pd.DataFrame:
    """Put the sizes and the growth of an earlier month in the place of those of today.

    Growth is that of the share of the papers held, over the 12 months up to ``until`` against the
    12 before, drawn towards the field as in ``share_growth``.

    Parameters
    ----------
    groups : DataFrame
        Of all levels, as in table ``niches`` of a run.
    series : DataFrame
        Of the same run.
    until : str
        The last month that counts.

    Returns
    -------
    DataFrame
        As ``groups``, without those that had no paper yet.
    """
    import pandas as pd

    start, middle = add_months(until, 1 - 2 * YEAR), add_months(until, -YEAR)
    known = series[series["month"] <= until]
    so_far = _sums(known, groups)
    recent = _sums(known[known["month"] > middle], groups)
    before = _sums(known[known["month"].between(start, middle)], groups)
    tables = []
    for _, level in groups.groupby("level", sort=False):
        once = (level["kind"] == PARTITION).to_numpy()
        order = level.index[(~once).argsort(kind="stable")]
        at = groups.index.get_indexer(order)
        first = int(once.sum())
        growth = share_growth(
            recent[at],
            before[at],
            field_recent=max(int(recent[at][:first].sum()), 1),
            field_before=max(int(before[at][:first].sum()), 1),
            disjoint=first,
        )
        tables.append(growth[GROWTH].set_index(order))
    then = pd.concat(tables).loc[groups.index]
    stood = groups.assign(papers=so_far, papers_recent=recent)
    stood[GROWTH] = then
    return stood[so_far > 0].reset_index(drop=True)


def _sums(series: pd.DataFrame, groups: pd.DataFrame) -> np.ndarray:
    papers = series.groupby("niche_id")["papers"].sum()
    return papers.reindex(groups["niche_id"], fill_value=0).to_numpy(dtype="int64")
