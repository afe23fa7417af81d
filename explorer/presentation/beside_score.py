"""What is told of a niche beside its score, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explorer.corpus.months import add_months
from explorer.presentation.numbers import counted, month_name, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

YEAR = 12

UNKNOWN = "cannot be told"
"""Said where nothing is known."""

SURVEYS, MATURITY = "Survey-like titles", "Age of borrowed methods"
EQUIPMENT, SPREAD = "Light equipment", "Without its busiest authors"

MEANINGS = {
    SURVEYS: "Papers whose title says survey, review, overview or tutorial. Such papers look back: "
    "where they are many, much was done before. arXiv holds them back in computer science since "
    "November 2025; those that came through since then count for as many as came before.",
    MATURITY: "How long ago the words that the niche took over from elsewhere came into use: the "
    "tenth paper anywhere in the analysis; the median, by how much each was taken up. Words that "
    "the first year of the papers used already may be older. Of a niche that takes over nothing, "
    "it cannot be told.",
    EQUIPMENT: "Papers that do not speak of large clusters, telescopes, beam time or clinical "
    "trials. Where your profile says that you have little, it counts in how well a niche fits you. "
    "On past years niches full of such papers were entered no more than others.",
    SPREAD: "Papers that none of the niche's ten busiest authors signed: where there are many, "
    "nobody owns it. On past years it told less of who entered a niche than the people who were "
    "new to it did.",
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
        SURVEYS: _part(niche, "survey_share", last_month, n_months),
        MATURITY: _maturity(niche),
        EQUIPMENT: _part(niche, "light_compute", last_month, n_months),
        SPREAD: _part(niche, "spread_authors", last_month, n_months),
    }


def _part(niche: Mapping[str, Any], column: str, last_month: str, n_months: int) -> str:
    """Write ``4.1 % of papers since January 2015``."""
    from explorer.trends.field import window_of

    share = float(niche.get(column, float("nan")))
    if share != share:
        return UNKNOWN
    since = add_months(last_month, 1 - window_of(n_months))
    return f"{percent(share)} of papers since {month_name(since)}"


def _maturity(niche: Mapping[str, Any]) -> str:
    """Write ``4 years``, ``at least 6 years`` where it may be more, and ``8 months``."""
    months = float(niche.get("technique_maturity", float("nan")))
    if months != months:
        return UNKNOWN
    years = int(months) // YEAR
    age = counted(years, "year") if years else counted(int(months), "month")
    return f"at least {age}" if niche["maturity_at_least"] else age
