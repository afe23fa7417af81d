"""A decision between niches, in words that outlive the analysis it was made on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.presentation.numbers import day_name, growth_range

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from explorer.presentation.comparison import Side


def decision_text(
    chosen: Side, others: Sequence[Side], because: str, *, on: date, as_of: date
) -> str:
    """Say which niche was chosen over which, why, and how each of them stood on that day.

    Returns
    -------
    text
        A first line with the choice and its reason, then one line a niche, the chosen one first.
    """
    over = " and ".join(f"“{side.label}”" for side in others)
    lines = [
        f"{day_name(on)}: I chose “{chosen.label}” over {over} because {because.strip()}",
        f"As of {day_name(as_of)}:",
        *(f"- {_standing(side)}" for side in (chosen, *others)),
    ]
    return "\n".join(lines)


def _standing(side: Side) -> str:
    niche = side.niche
    growth = growth_range(niche["growth"], niche["growth_low"], niche["growth_high"])
    return (
        f"{side.label}: novel {niche['novel']:.0f} and achievable {niche['achievable']:.0f} of "
        f"100, {niche['papers_recent']:,} papers in 12 months, growth a year {growth}"
    )
