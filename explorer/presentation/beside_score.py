"""What is told of a niche beside its score, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explorer.corpus.months import add_months
from explorer.presentation.numbers import month_name, percent
from explorer.trends.field import window_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SURVEYS = "Survey-like titles"

MEANINGS = {
    SURVEYS: "papers whose title says survey, review, overview or tutorial. Such papers look back: "
    "where they are many, much was done before. arXiv holds them back in computer science since "
    "November 2025; those that came through since then count for as many as came before.",
}


def beside_score(niche: Mapping[str, Any], *, last_month: str, n_months: int) -> dict[str, str]:
    """Say what is known of a niche besides its score.

    Parameters
    ----------
    niche : mapping
        A row of ``niches.parquet``; of an older run it tells less.
    n_months : int
        Months of the analysis, up to ``last_month``.

    Returns
    -------
    dict
        What is told by what it is of.
    """
    return {
        SURVEYS: _surveys(niche, last_month, n_months),
    }


def _surveys(niche: Mapping[str, Any], last_month: str, n_months: int) -> str:
    """Write ``4.1 % of papers since January 2015``."""
    share = float(niche.get("survey_share", float("nan")))
    if share != share:
        return "cannot be told"
    since = add_months(last_month, 1 - window_of(n_months))
    return f"{percent(share)} of papers since {month_name(since)}"
