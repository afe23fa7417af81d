"""Papers by month: how many, and which share of the field."""

from __future__ import annotations

import numpy as np
import pandas as pd

from explorer.corpus.months import add_months, months_between
from explorer.trends.exposure import Exposure, exposure_of

LEAST_SEEN = 0.1
"""Part held below which a month's count says nothing of the share."""


def monthly_series(
    paper_months: pd.Series,
    groups: pd.DataFrame,
    *,
    last_month: str,
    exposure: Exposure | None = None,
    n_papers: int | None = None,
) -> pd.DataFrame:
    """Count the papers of each group by month, empty months included.

    Parameters
    ----------
    paper_months : Series of text ``YYYY-MM``
        Month of every paper of the scope, by paper.
    groups : DataFrame
        One column a level, aligned with ``paper_months``: the id of the group that holds the paper.
    last_month : str
        The newest whole month; later papers are not counted.
    exposure : Exposure, optional
        Which part of the papers is held; all of them if left out.
    n_papers : int, optional
        The first rows, which are every paper once; the others are papers again, in groups of their
        own. All if left out.

    Returns
    -------
    DataFrame
        ``niche_id``, ``month``; ``papers``: those held; ``share``: the share of the scope's papers
        of that month, 0 where the scope has none; ``coverage``: the part of the group's papers of
        that month that is held, 0 to 1. Where it is below 1, the share is that of the papers there
        were, as far as the held ones tell; below ``LEAST_SEEN`` it is drawn from the months around.
    """
    whole = (paper_months <= last_month).to_numpy()
    months = months_between(str(paper_months.min()), last_month)
    month = pd.Categorical(paper_months[whole], categories=months)
    total = np.bincount(month.codes[: whole[:n_papers].sum()], minlength=len(months))
    parts = []
    for level in groups.columns:
        ids, code = np.unique(groups[level], return_inverse=True)
        cells = code[whole] * len(months) + month.codes
        counts = np.bincount(cells, minlength=len(ids) * len(months)).reshape(len(ids), -1)
        share, coverage = counts / np.maximum(total, 1), np.ones(counts.shape)
        if exposure is not None:
            coverage = exposure_of(exposure, code, len(ids), len(months))
            once = np.bincount(code[:n_papers], minlength=len(ids)) > 0
            share = _share_of_all(counts, coverage, share, once)
        parts.append(
            pd.DataFrame(
                {
                    "niche_id": np.repeat(ids, len(months)),
                    "month": np.tile(np.array(months, dtype=object), len(ids)),
                    "papers": counts.ravel(),
                    "share": share.ravel(),
                    "coverage": coverage.ravel(),
                }
            )
        )
    series = pd.concat(parts, ignore_index=True)
    return series.astype({"niche_id": "str", "month": "str"})


def _share_of_all(
    counts: np.ndarray, coverage: np.ndarray, share: np.ndarray, once: np.ndarray
) -> np.ndarray:
    """Correct the shares of months with holes, each of shape (n_groups, n_months).

    The groups of ``once`` hold every paper once, so their shares sum to one.
    """
    seen = coverage >= LEAST_SEEN
    there_were = np.where(seen, counts / np.where(seen, coverage, 1), 0)
    corrected = np.where(
        (coverage < 1).any(axis=0),
        there_were / np.maximum(there_were[once].sum(axis=0), 1e-9),
        share,
    )
    months = np.arange(counts.shape[1])
    unseen = np.zeros(counts.shape)
    for row in np.flatnonzero(~seen.all(axis=1) & seen.any(axis=1)):
        dark = ~seen[row]
        unseen[row, dark] = np.interp(months[dark], months[~dark], corrected[row, ~dark])
    return np.where(seen, corrected * (1 - unseen[once].sum(axis=0)), unseen)


def window(last_month: str, n_months: int, *, back: int = 0) -> tuple[str, str]:
    """Return the first and last month of ``n_months`` that end ``back`` months before the last."""
    end = add_months(last_month, -back)
    return add_months(end, 1 - n_months), end
