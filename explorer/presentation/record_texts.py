"""How often flags were right on the papers held, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.presentation.numbers import counted, month_name, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

NO_RECORD = (
    "How often such flags were right on these papers is not known yet: `explorer backtest` tries "
    "it on earlier years, as long as there are two years before and three after."
)

NO_RECORD_OF_INVENTED = (
    "How often such flags are right, invented papers cannot tell: on papers of your own, "
    "`explorer backtest` tries it on earlier years."
)

FEW = 10
"""Flags below which their part says little."""


def record_sentence(
    *,
    horizon: int,
    cutoffs: Sequence[str],
    named: int,
    grew: int,
    fastest_grew: int,
    base: float,
) -> str:
    """Say how many flags of the past grew, beside a simple rule and any niche.

    Parameters
    ----------
    named, grew, fastest_grew : int
        Flags, how many of them grew, and how many as many niches would have had that grew fastest
        in the year before.
    base : float
        Which part of all niches grew.
    """
    years = "year" if horizon == 1 else f"{horizon} years"
    when = _span(cutoffs)
    if not named:
        return f"On these papers no opening would have been flagged {when}."
    few = " So few say little." if named < FEW else ""
    return (
        f"Of **{counted(named, 'opening')}** that would have been flagged on these papers {when}, "
        f"**{grew:,} grew**: their share of all papers rose by more than 8 % a year over the next "
        f"{years}. A rule that picks last year's fastest would have had {fastest_grew:,} of "
        f"{named:,}, and of all niches {percent(base)} grew.{few}"
    )


def came_sentence(came: Mapping[str, tuple[float, float]], *, horizon: int) -> str:
    """Say whether niches that scored as achievable were entered; nothing where nobody looked.

    Parameters
    ----------
    came : mapping
        As a record has it.
    """
    if not {"new_people", "small_teams_later"} <= set(came):
        return ""
    (small, small_low), (new, new_low) = came["small_teams_later"], came["new_people"]
    years = "A year" if horizon == 1 else f"{horizon} years"
    return (
        f"{years} later, three people or fewer wrote {percent(small)} of the papers of the most "
        f"achievable third of niches, and {percent(small_low)} in the least achievable third; "
        f"people new to the niche signed {percent(new)} and {percent(new_low)}."
    )


def past_flags(flags: pd.DataFrame) -> pd.DataFrame:
    """Put flags of the past in columns for a reader, what became of them in words."""
    shown = flags.assign(
        flagged=[month_name(cutoff) for cutoff in flags["cutoff"]],
        became=flags["grew"].map({True: "grew", False: "did not grow"}),
    )
    columns = ["name", "flagged", "score", "papers_recent", "realised", "became"]
    return shown[columns].astype({"flagged": "str", "became": "str"})


def _span(cutoffs: Sequence[str]) -> str:
    first, last = min(cutoffs), max(cutoffs)
    if first == last:
        return f"at the end of {month_name(first)}"
    return f"at {len(cutoffs)} times from {month_name(first)} to {month_name(last)}"
