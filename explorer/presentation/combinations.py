"""What is said of open combinations, and of how good they were in past years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explorer.presentation.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_PERCENT = 99.9
"""No pair is said to stand above all others."""

HOW_GOOD = (
    "Phrases of two words or more whose papers lie close together, and that are in use, are "
    "paired. A pair that no paper holds ranks by how often both would meet by chance in the "
    "groups where they live, by the neighbours and the words that they have in common, and by "
    "how much both are used. Tried on 120,263 papers of computer science and statistics (2007 "
    "to 2016), looking back from the ends of 2010 to 2013: of the five pairs listed first for a "
    "niche a third were joined within three years (6 to 9 % by three papers or more; of all "
    "pairs under 1 %). A pair that was joined stood above one that was not 91 times in 100 (by "
    "how many others each had met: 76), and 87 times in 100 among pairs that are used alike "
    "(60). What counts as a phrase to pair was chosen on the first of these years, with what "
    "became of it in view."
)
"""Of ``tests/benchmarks/test_open_combinations.py``, means over its cutoffs."""


def likelier_text(row: Mapping[Any, Any]) -> str:
    """Say how likely a pair is to be joined, among those that no paper has joined."""
    part = min(100 * row["likelier"], MOST_PERCENT)
    return f"likelier to be joined soon than {part:.1f} % of pairs that no paper has joined."


def alive_line(row: Mapping[Any, Any], side: str, *, escape: Callable[[str], str]) -> str:
    """Say how many papers hold one side, in all and of late."""
    papers, recent = row[f"{side}_papers"], row[f"{side}_recent"]
    return (
        f"{escape(row[side])}: {counted(papers, 'paper')}, {recent:,} of the last 12 months, "
        "such as\n"
    )
