"""The stage of a niche, in words."""

from __future__ import annotations

import calendar

from explorer.presentation.numbers import month_name
from explorer.trends.stages import DECLINING, EMERGING, GROWING, STEADY, TIMES, YOUNG

MEANINGS = {
    EMERGING: f"its share came to {TIMES:.0f} times what it was before, not longer than "
    f"{YOUNG // 12} years ago, and does not decline",
    GROWING: "the 80 % interval of its growth a year lies above 1",
    STEADY: "that interval holds 1",
    DECLINING: "that interval lies below 1",
}

HELP = (
    "What its share did so far, which foretells nothing: "
    + "; ".join(f"{stage}: {meaning}" for stage, meaning in MEANINGS.items())
    + ". The month is when its share began to grow so. Empty where too few papers tell."
)


def stage_mark(stage: str, onset: str) -> str:
    """Write ``Emerging, Feb 2013`` for a narrow column; empty where too little is known."""
    if not stage:
        return ""
    month = f", {calendar.month_abbr[int(onset[5:])]} {onset[:4]}" if onset else ""
    return f"{stage.capitalize()}{month}"


def stage_text(stage: str, onset: str) -> str:
    """Write ``Emerging since February 2013``; empty where too little is known to say."""
    if not stage:
        return ""
    return f"{stage.capitalize()} since {month_name(onset)}" if onset else stage.capitalize()
