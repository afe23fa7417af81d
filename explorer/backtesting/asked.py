"""What a back-test is asked for, and whether the papers held allow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.corpus.months import add_months, last_day, months_between
from explorer.errors import BadCutoffError, TooFewPapersError
from explorer.results import Scope

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

LEAST_PAST = 12
"""Months before a cutoff; growth then compares two half-years."""

USUAL_PAST = 24
"""Months before a cutoff that nobody asked for: growth compares two years."""

USUAL_CUTOFFS = 4
"""Cutoffs, a year apart, where none is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which days to look from, and how far ahead."""

    cutoffs: tuple[str, ...]
    """Months at whose ends nothing later is known, the earliest first; usual ones if empty."""
    horizons: tuple[int, ...] = (3,)
    """Years after the cutoff."""
    categories: tuple[str, ...] = ()
    """Any of these counts; empty means every paper held."""
    papers_per_niche: int = 120
    seeds: tuple[int, ...] = (0,)

    def scope(self, cutoff: str, seed: int) -> Scope:
        """Return the scope of the ordinary analysis at a cutoff."""
        return Scope(
            categories=self.categories,
            as_of=last_day(cutoff),
            papers_per_niche=self.papers_per_niche,
            seed=seed,
        )

    def end(self) -> date:
        """Return the last day that is needed."""
        return last_day(add_months(max(self.cutoffs), 12 * max(self.horizons)))


def usual_cutoffs(first: str, last: str, horizon: int) -> tuple[str, ...]:
    """Return the last cutoffs that the months held allow, a year apart, at most ``USUAL_CUTOFFS``.

    Raises
    ------
    BadCutoffError
        If they allow none.
    """
    latest = add_months(last, -12 * horizon)
    found = [add_months(latest, -12 * i) for i in range(USUAL_CUTOFFS)]
    allowed = [each for each in found if len(months_between(first, each)) >= USUAL_PAST]
    if not allowed:
        raise BadCutoffError(latest, _too_short(first, last, horizon))
    return tuple(sorted(allowed))


def check_cutoffs(months: pd.Series, cutoffs: Sequence[str], horizons: Sequence[int]) -> None:
    """Refuse cutoffs with too little before or after them, before anything is computed.

    Parameters
    ----------
    months : Series of text ``YYYY-MM``
        Month of each paper of the scope that lies in a whole month.

    Raises
    ------
    BadCutoffError, TooFewPapersError
    """
    from explorer.topics.subfields import MIN_PAPERS

    first, last, longest = str(months.min()), str(months.max()), max(horizons)
    for cutoff in cutoffs:
        if len(months_between(first, cutoff)) < LEAST_PAST:
            earliest = add_months(first, LEAST_PAST - 1)
            reason = f"the papers held begin in {first} and a year is needed before a cutoff"
            raise BadCutoffError(cutoff, f"{reason}, so {earliest} is the first")
        if add_months(cutoff, 12 * longest) > last:
            latest = add_months(last, -12 * longest)
            reason = f"the last whole month held is {last}, {_years(longest)} after {latest}"
            raise BadCutoffError(cutoff, f"{reason}, which is the latest")
        before = int((months <= cutoff).sum())
        if before < MIN_PAPERS:
            raise TooFewPapersError(before, MIN_PAPERS, f"the corpus up to the end of {cutoff}")


def _too_short(first: str, last: str, horizon: int) -> str:
    return (
        f"the papers held are of {first} to {last}, and two years before a cutoff and "
        f"{_years(horizon)} after it are needed"
    )


def _years(number: int) -> str:
    return "one year" if number == 1 else f"{number} years"
