"""Survey share: the part of a niche's papers that look back on it, by their titles.

Surveys follow a subject rather than lead it, so the share is told beside the score and is no part
of it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from explorer.trends.rates import shrunk_rate

HELD_BACK, HELD_BACK_SINCE = "cs.", "2025-11"
"""Since 31 October 2025, arXiv takes surveys and position papers of computer science only if they
were refereed (its blog of that day: *Updated Practice for Review Articles and Position Papers*)."""

MOST = 10.0
"""A survey never stands for more than this, however few came through."""


def held_back(papers: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Tell which papers are of the categories that hold surveys back, and which are from then on.

    Parameters
    ----------
    papers : DataFrame
        ``month``, and ``categories`` with the primary one first.
    """
    since = (papers["month"] >= HELD_BACK_SINCE).to_numpy(dtype=bool)
    if not since.any():  # nothing is held back
        return since, since
    return papers["categories"].str.startswith(HELD_BACK).to_numpy(dtype=bool), since


def standardised(
    is_survey: np.ndarray, recent: np.ndarray, kind: np.ndarray, since: np.ndarray
) -> np.ndarray:
    """Count surveys so that a rule of arXiv is no change of a niche.

    Of the recent papers of a ``kind``, as many count as surveys after the rule as before it: each
    survey stands for R / r, where R is the part of surveys among all of them and r that on its side
    of the rule, drawn towards R. All other papers count as 1 if they are surveys.

    Returns
    -------
    float32 ndarray of shape (n_papers,), 0 for what is no survey
    """
    counted = is_survey.astype(np.float32)
    sides = [kind & recent & side for side in (since, ~since)]
    total = np.array([side.sum() for side in sides])
    hits = np.array([(side & is_survey).sum() for side in sides])
    if not hits.sum():
        return counted
    rate = float(hits.sum() / total.sum())
    for side, own in zip(sides, shrunk_rate(hits, total, rate=rate), strict=True):
        counted[side] *= min(rate / own, MOST)
    return counted


def survey_share(
    surveys: np.ndarray | None,
    group: np.ndarray,
    recent: np.ndarray,
    n: int,
    *,
    rate: float | None = None,
    disjoint: int | None = None,
) -> np.ndarray:
    """Measure which part of each group's recent papers say in their title that they are surveys.

    ``(x + 20 r) / (n + 20)`` of n papers, of which x are surveys, and of the field's the part r:
    drawn towards the field as every rate of few papers is (empirical Bayes, ``shrunk_rate``).

    Parameters
    ----------
    surveys : ndarray of shape (n_papers,)
        As from ``standardised``; ``None`` if titles were not read.
    group : ndarray of shape (n_papers,), int
    recent : ndarray of shape (n_papers,), bool
    rate, disjoint
        As for ``shrunk_rate``.

    Returns
    -------
    ndarray of shape (n_groups,), 0 to 1
        Not a number if titles were not read.
    """
    if surveys is None:
        return np.full(n, np.nan)
    hits = np.bincount(group[recent], surveys[recent], minlength=n)
    total = np.bincount(group[recent], minlength=n)
    return np.minimum(shrunk_rate(hits, total, rate=rate, disjoint=disjoint), 1.0)
