"""What the papers of a run cannot tell, and why, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explorer.presentation.numbers import counted, listed
from explorer.presentation.score_parts import PARTS
from explorer.trends.scores import MIN_RECENT
from explorer.trends.stated_rate import FALSE_FLAGS

STATED_RATE = (
    f"Where nothing grows, at most {100 * FALSE_FLAGS:.0f} % of niches would be flagged: each flag "
    "needs words that grow more than they do when the months of all papers are shuffled (false "
    "discovery rate)."
)


def untold_lines(manifest: Mapping[str, Any]) -> list[str]:
    """Say what a run cannot tell; nothing where it could tell all, or did not ask."""
    untold = manifest.get("untold", {})
    lines = []
    if "beyond_chance" in untold:
        lines.append(
            "**No niche is flagged**: the words of none grow more than chance gives, which is what "
            "they do when the months of all papers are shuffled."
        )
    if "niches" in untold:
        lines.append(
            f"**{counted(untold['niches'], 'niche')}** with {MIN_RECENT} papers or more in the "
            "last 12 months: ranks among so few say little."
        )
    if "months" in untold:
        lines.append(
            f"**{counted(untold['months'], 'month')}** of papers: growth compares "
            f"{counted(untold['window'], 'month')} with as many before, and hardly an author can "
            "be known from before, so who is new is hard to tell."
        )
    if "holes" in untold:
        lines.append(
            f"**Holes** in {counted(untold['holes'], 'month')} of those that are compared: what is "
            "held there stands for what is not."
        )
    if "alike" in untold:
        labels = listed([PARTS[name].label for name in untold["alike"]], most=len(PARTS))
        why = " No paper names its authors." if "authors" in untold else ""
        lines.append(f"**The same in all niches**, so that they rank none: {labels}.{why}")
    return lines
