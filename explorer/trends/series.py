"""Papers by month: how many, and which share of the field."""

from __future__ import annotations

import numpy as np
import pandas as pd

from explorer.corpus.months import add_months, months_between


def monthly_series(
    paper_months: pd.Series, groups: pd.DataFrame, *, last_month: str
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

    Returns
    -------
    DataFrame
        ``niche_id``, ``month``, ``papers``, ``share``: the share of the scope's papers of that
        month, 0 where the scope has none.
    """
    whole = (paper_months <= last_month).to_numpy()
    months = months_between(str(paper_months.min()), last_month)
    month = pd.Categorical(paper_months[whole], categories=months)
    total = np.bincount(month.codes, minlength=len(months))
    parts = []
    for level in groups.columns:
        ids, code = np.unique(groups[level], return_inverse=True)
        cells = code[whole] * len(months) + month.codes
        counts = np.bincount(cells, minlength=len(ids) * len(months)).reshape(len(ids), -1)
        parts.append(
            pd.DataFrame(
                {
                    "niche_id": np.repeat(ids, len(months)),
                    "month": np.tile(np.array(months, dtype=object), len(ids)),
                    "papers": counts.ravel(),
                    "share": (counts / np.maximum(total, 1)).ravel(),
                }
            )
        )
    series = pd.concat(parts, ignore_index=True)
    return series.astype({"niche_id": "str", "month": "str"})


def window(last_month: str, n_months: int, *, back: int = 0) -> tuple[str, str]:
    """Return the first and last month of ``n_months`` that end ``back`` months before the last."""
    end = add_months(last_month, -back)
    return add_months(end, 1 - n_months), end
