"""What niches may become: chance of growth, expected size with its interval, four scenarios.

The log of a niche's share is a random walk with heavy tails. Where it drifts depends on the novel
rank alone: a niche's own growth foretold nothing that held from one corpus to another. How far it
may stray is the noise of the papers counted today and what every further year adds. The few
numbers below are fixed, and nothing of the papers at hand changes them. The form was fitted to
cutoffs 2010 to 2015 of one corpus with each left out in turn; the numbers were then set on its
cutoffs 2010 to 2013, so that how right they are there is not out of time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from explorer.trends.outcomes import GREW
from explorer.trends.scenarios import CROWDED, TITLES
from explorer.trends.scores import MIN_RECENT

AHEAD = (12, 24, 36)
"""Months after the last whole one at which a forecast ends."""

LEVEL = 0.8
"""Chance that an interval holds."""

DRIFT = -0.045
"""Log growth of the share a year of a niche of middle rank: a few that boom take it from many."""

SLOPE, FADING = 0.26, 0.75
"""What the whole range of the novel rank tells of the first year, and which part of that it tells
of each further one."""

TAILS = 4.0
"""Degrees of freedom of Student's t; one niche in a thousand becomes eight times what it was."""

COUNTED, BLURRED, WANDERS = 0.5, 0.003, 0.024
"""Squared scale of the log share: divided by the papers of the last 12 months; once, for niches
have no sharp edges; and a year."""

FIELD_FADING = 0.8
"""Part of its growth that a field keeps from one year to the next."""

FIELD_PAST = 36
"""Months over which the growth of the field is taken."""

FASTEST = 0.7
"""Log growth a year that no field is expected to exceed: a doubling."""

FIELD_WANDERS, PLACED = 0.008, 0.005
"""Squared scale of the log papers, beside that of the share: a year, for the field's size, and more
where little past is known; and once, for papers come and are counted in other ways."""

SCENARIOS = tuple(TITLES)
"""What may become of a niche in three years; exactly one of them does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSize:
    """How large the field is, and how fast it grows."""

    papers: float
    """In the last 12 months; not a number if fewer are known."""
    growth: float
    """Of log papers, a year."""
    years: float
    """Over which that was taken."""


def columns() -> list[str]:
    """Name the columns of a forecast."""
    ends = [f"_in_{months}" for months in AHEAD]
    kinds = [f"{kind}{end}" for end in ends for kind in ("papers", "share")]
    sizes = [f"{kind}{edge}" for kind in kinds for edge in ("", "_low", "_high")]
    chances = [f"chance{end}" for end in ends]
    return ["share", *chances, *sizes, *(f"chance_{name}" for name in SCENARIOS)]


def field_size(papers_by_month: np.ndarray) -> FieldSize:
    """Measure a field from all its papers by month, up to the last whole one.

    Growth is the median slope of log papers over pairs of months (Theil 1950, Sen 1968), so that
    one odd month does not move it.
    """
    months = np.arange(len(papers_by_month))[-FIELD_PAST:]
    papers = np.asarray(papers_by_month, dtype=np.float64)[-FIELD_PAST:]
    if len(papers) < 12:
        return FieldSize(papers=float("nan"), growth=0.0, years=len(papers) / 12)
    known = papers > 0
    months, log = months[known], np.log(papers[known])
    earlier, later = np.triu_indices(len(months), 1)
    slopes = 12 * (log[later] - log[earlier]) / (months[later] - months[earlier])
    growth = float(np.median(slopes)) if len(slopes) else 0.0
    return FieldSize(
        papers=float(papers[-12:].sum()),
        growth=float(np.clip(growth, -FASTEST, FASTEST)),
        years=len(papers) / 12,
    )


def forecast(
    novel: np.ndarray,
    recent: np.ndarray,
    share: np.ndarray,
    size: FieldSize,
    *,
    chosen: np.ndarray | None = None,
) -> pd.DataFrame:
    """Forecast niches.

    Parameters
    ----------
    novel : ndarray of shape (n_niches,)
        Rank by expected growth, 0 to 100.
    recent : ndarray of shape (n_niches,)
        Papers of the last 12 months.
    share : ndarray of shape (n_niches,)
        Share of the field's papers of those months.
    size : FieldSize
    chosen : ndarray of shape (n_niches,), bool
        Which niches were chosen for their growth, as newborn ones are; none if left out. Nothing
        is said of them: on the past some boomed and more vanished, too few to tell which.

    Returns
    -------
    DataFrame with n_niches rows, and ``columns()``
        ``share``; for the 12 months that end 12, 24 and 36 months after the last whole one:
        ``chance_in_36``: the probability that the share will have grown by more than 8 % a year,
        ``papers_in_36`` and ``share_in_36``: expected (as likely more as less), with the ends
        ``_low`` and ``_high`` of the 80 % interval; and the chance of each scenario, which sum to
        one. Not a number where there is too little to say.
    """
    from scipy.special import stdtrit

    novel, recent, share = (np.asarray(each, dtype=np.float64) for each in (novel, recent, share))
    known = (recent >= MIN_RECENT) & np.isfinite(size.papers)
    known &= True if chosen is None else ~chosen
    recent = np.where(known, recent, np.nan)
    reach = float(stdtrit(TAILS, (1 + LEVEL) / 2))
    found: dict[str, np.ndarray] = {"share": share}
    for months in AHEAD:
        middle, scale, field, wider = _walk(novel, recent, size, months / 12)
        found[f"chance_in_{months}"] = _above(_grew(months), middle, scale)
        ends = (("", 0.0), ("_low", -reach), ("_high", reach))
        for edge, deviations in ends:
            found[f"share_in_{months}{edge}"] = np.minimum(
                share * np.exp(middle + deviations * scale), 1
            )
            found[f"papers_in_{months}{edge}"] = (
                share * size.papers * np.exp(middle + field + deviations * wider)
            )
    return pd.DataFrame(found | _scenarios(middle, scale, field, wider))[columns()]


def _walk(
    novel: np.ndarray, recent: np.ndarray, size: FieldSize, years: float
) -> tuple[np.ndarray, np.ndarray, float, np.ndarray]:
    """Say where log ratios to today will be, and how far they may stray.

    Returns
    -------
    tuple
        Middle and scale of the share's, middle of the field's, scale of the papers'.
    """
    told = SLOPE * (1 - FADING**years) / (1 - FADING)
    middle = DRIFT * years + told * (novel / 100 - 0.5)
    scale = np.sqrt(COUNTED / recent + BLURRED + WANDERS * years)
    field = size.growth * FIELD_FADING * (1 - FIELD_FADING**years) / (1 - FIELD_FADING)
    wander = FIELD_WANDERS * (1 + 1 / max(size.years, 1e-9)) * years
    return middle, scale, field, np.sqrt(scale**2 + PLACED + wander)


def _scenarios(
    middle: np.ndarray, scale: np.ndarray, field: float, wider: np.ndarray
) -> dict[str, np.ndarray]:
    """Part what may become of niches: its share grows, to a crowd or not, holds, or falls."""
    grew = _above(_grew(AHEAD[-1]), middle, scale)
    crowded = np.minimum(_above(np.log(CROWDED), middle + field, wider), grew)
    stalls = _above(_grew(AHEAD[-1]), -middle, scale)
    return {
        "chance_booms": grew - crowded,
        "chance_crowded": crowded,
        "chance_steady": 1 - grew - stalls,
        "chance_stalls": stalls,
    }


def _grew(months: int) -> float:
    return float(np.log(GREW) * months / 12)


def _above(line: float, middle: np.ndarray, scale: np.ndarray) -> np.ndarray:
    from scipy.special import stdtr

    return np.asarray(stdtr(TAILS, (middle - line) / scale))
