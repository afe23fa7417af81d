"""What the parts of the score are called and what each value means, in words.

The weights and thresholds are those of ``trends.scores``; none is repeated here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from explorer.presentation.numbers import percent
from explorer.trends.scores import (
    ACHIEVABLE_LINE,
    ACHIEVABLE_PARTS,
    MIN_RECENT,
    NOVEL_LINE,
    NOVEL_PARTS,
)
from explorer.trends.stated_rate import FALSE_FLAGS


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """One part of a score, as a reader meets it."""

    label: str
    meaning: str
    """One sentence: what is counted, and why it says something."""
    say: Callable[[float], str]
    """Writes a value with its unit."""


def _say_growth(value: float) -> str:
    change = percent(abs(math.expm1(value)))
    if change in {"0 %", "0.00 %"}:
        return "its terms stand still elsewhere"
    return f"its terms are used {change} {'more' if value > 0 else 'less'} elsewhere"


PARTS = {
    "growing_terms": ScorePart(
        label="Growing words",
        meaning=(
            "How much the niche's terms grew in all other niches of late, on average; each paper "
            "counts half as much for every half year it is old, and its other half as before. "
            "Terms that shrink count as standing still. A wave is often seen elsewhere first."
        ),
        say=_say_growth,
    ),
    "newcomers": ScorePart(
        label="Newcomers",
        meaning=(
            "Authorships of people whose first paper in this corpus lies in the 12 months before. "
            "Young people gather where things begin."
        ),
        say=lambda value: f"{percent(value)} of authorships",
    ),
    "imported_terms": ScorePart(
        label="Words taken up",
        meaning=(
            "Terms that grow elsewhere and that the niche uses more than before: the rise of their "
            "share here times their growth there, added up. Two lines of work meet."
        ),
        say=lambda value: f"index {value:.2f} (0 is none)",
    ),
    "openness": ScorePart(
        label="Open code and data",
        meaning="Papers that speak of code, data or a benchmark that others can use.",
        say=lambda value: f"{percent(value)} of papers",
    ),
    "entrants": ScorePart(
        label="People new to it",
        meaning=(
            "Authorships of people who signed none of the niche's papers of earlier months, known "
            "from elsewhere or not: others have managed to enter. On past years, niches with many "
            "of them went on to be entered."
        ),
        say=lambda value: f"{percent(value)} of authorships",
    ),
    "small_teams": ScorePart(
        label="Small teams",
        meaning="Papers by at most three authors.",
        say=lambda value: f"{percent(value)} of papers",
    ),
}
"""Every part of both axes, by its column in ``niches.parquet``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One of the two scores, as a reader meets it."""

    title: str
    column: str
    """Its column in ``niches.parquet``."""
    question: str
    parts: tuple[str, ...]


AXES = (
    Axis(
        title="Novel",
        column="novel",
        question="Is it opening up? The score ranks by this: expected growth of its share.",
        parts=NOVEL_PARTS,
    ),
    Axis(
        title="Achievable",
        column="achievable",
        question="Could one person enter, with what one person has?",
        parts=ACHIEVABLE_PARTS,
    ),
)


def rank_text(rank: float) -> str:
    """Say where a rank from 0 to 1 stands among all niches."""
    return f"higher than {min(99, int(100 * rank))} % of niches"


def verdict(niche: Any) -> str:
    """Say in one sentence why a niche is flagged as an opening, or why it is not.

    Parameters
    ----------
    niche : mapping
        A row of ``niches.parquet``.
    """
    lines = f"novel at least {NOVEL_LINE:.0f} and achievable at least {ACHIEVABLE_LINE:.0f}"
    if niche["opening"]:
        return (
            f"Flagged as an opening: {lines}, enough papers to tell, and more than chance gives "
            f"(false flags at most {100 * FALSE_FLAGS:.0f} % where nothing grows)."
        )
    if niche["papers_recent"] < MIN_RECENT:
        return (
            f"Too few papers to tell: {niche['papers_recent']:,} in the last 12 months, "
            f"and {MIN_RECENT} are needed."
        )
    limits = {"novel": NOVEL_LINE, "achievable": ACHIEVABLE_LINE}
    short = [f"{name} {niche[name]:.0f}" for name, line in limits.items() if niche[name] < line]
    if not short and not niche.get("beyond_chance", True):
        return (
            f"Not flagged, for it could be chance: it has {lines}, but with the months of all "
            f"papers shuffled, the words of {percent(niche['by_chance'])} of niches grow as much."
        )
    if not short:
        return "Not flagged: it has both, but its papers hold together too badly to be trusted."
    return f"Not flagged. An opening has {lines}; this one has {' and '.join(short)}."


def weights_text() -> tuple[str, str]:
    """Write what each axis is the mean of: novel, then achievable."""
    novel, achievable = (
        ", ".join(PARTS[name].label.lower() for name in names)
        for names in (NOVEL_PARTS, ACHIEVABLE_PARTS)
    )
    return novel, achievable
