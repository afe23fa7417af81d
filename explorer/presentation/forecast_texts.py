"""What may become of a niche, in words: its chance of growth, its size to come, four scenarios."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from explorer.corpus.months import add_months
from explorer.presentation.niche_tables import NEWBORN
from explorer.presentation.numbers import counted, month_name, percent
from explorer.trends.forecast import AHEAD
from explorer.trends.scenarios import MEANINGS, TITLES
from explorer.trends.scores import MIN_RECENT

if TYPE_CHECKING:
    import pandas as pd

CHANCE = f"chance_in_{AHEAD[-1]}"
"""The chance that is shown where there is room for one."""

NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

OLDER = "This analysis was made before there were forecasts; analyse again to have one."

UNKNOWN = "too little to say"

HOW = (
    "Chance and interval rest on the novel rank, on how many papers there are today, and how far "
    "the shares of niches strayed in past years. Papers are the share times the number of all "
    "papers, taken to go on growing as in the last three years, a fifth less each year."
)


def is_told(niche: Mapping[str, Any]) -> bool:
    """Tell whether there is a forecast: the analysis makes them, and there are enough papers."""
    return math.isfinite(float(niche.get(CHANCE, float("nan"))))


def in_words(chance: float) -> str:
    """Write a chance as people say it: ``one in three``, ``seven in ten``."""
    if not 0.05 <= chance <= 0.95:
        return "less than one in twenty" if chance < 0.5 else "more than nineteen in twenty"
    if chance <= 0.105:
        return "one in ten" if chance > 0.085 else f"one in {round(1 / chance)}"
    if chance < 0.365:
        return f"one in {NUMBERS[round(1 / chance)]}"
    tenths = min(9, round(10 * chance))
    return "one in two" if tenths == 5 else f"{NUMBERS[tenths]} in ten"


def chance_text(niche: Mapping[str, Any]) -> str:
    """Write the chance of growth over three years, short enough for a table."""
    if CHANCE not in niche:
        return "unknown"
    return percent(float(niche[CHANCE])) if is_told(niche) else UNKNOWN


def size_text(niche: Mapping[str, Any], months: int) -> str:
    """Write the papers a year expected so many months ahead, with their interval."""
    end = f"papers_in_{months}"
    if end not in niche:
        return "unknown"
    if not is_told(niche):
        return UNKNOWN
    expected, low, high = (float(niche[f"{end}{edge}"]) for edge in ("", "_low", "_high"))
    return f"{expected:,.0f} ({low:,.0f} to {high:,.0f})"


def forecast_sentence(niche: Mapping[str, Any], *, last_month: str) -> str:
    """Say how likely it is that a niche grows, and how large it may be; or why nothing is said."""
    if CHANCE not in niche:
        return OLDER
    if not is_told(niche):
        return _why_not(niche)
    until = month_name(add_months(last_month, AHEAD[-1]))
    chance = float(niche[CHANCE])
    end = f"papers_in_{AHEAD[-1]}"
    expected, low, high = (round(float(niche[f"{end}{edge}"])) for edge in ("", "_low", "_high"))
    return (
        f"Chance that its share grows by more than 8 % a year until {until}: {percent(chance)} "
        f"({in_words(chance)}); expected {counted(expected, 'paper')} a year by then "
        f"(80 %: {low:,} to {high:,}), as against {int(niche['papers_recent']):,} now."
    )


def _why_not(niche: Mapping[str, Any]) -> str:
    """Say why there is no forecast of a niche."""
    recent = int(niche["papers_recent"])
    if recent < MIN_RECENT:
        return (
            f"Too few papers to say what may become of it: {recent:,} in the last 12 months, "
            f"and {MIN_RECENT} are needed."
        )
    if niche["kind"] == NEWBORN:
        return (
            "Too early to say what may become of it: of the newborn niches of past years some "
            "boomed and more vanished, and they are too few to tell which."
        )
    return "Too few months of papers to say what may become of it: 12 are needed."


def scenario_lines(niche: Mapping[str, Any]) -> list[tuple[str, float, str]]:
    """List what may become of a niche in three years: title, chance, and what it means.

    None where there is no forecast.
    """
    if not is_told(niche):
        return []
    return [
        (TITLES[name], float(niche[f"chance_{name}"]), meaning)
        for name, meaning in MEANINGS.items()
    ]


def forecast_fan(niche: Mapping[str, Any], curve: pd.DataFrame) -> pd.DataFrame:
    """Put a forecast in the form of the chart of a niche's months.

    Parameters
    ----------
    curve : DataFrame
        As from ``growth_curve``.

    Returns
    -------
    DataFrame
        ``month`` (datetime), ``month_name``, and of the 12 months up to each ``papers_mean`` a
        month and ``share_mean`` in percent, with the ends ``_low`` and ``_high`` of the interval;
        the first row is the last month known. Empty where there is no forecast.
    """
    import pandas as pd

    known = [f"{unit}_mean" for unit in ("papers", "share")]
    if not is_told(niche) or curve.empty or curve[known].iloc[-1].isna().any():
        return pd.DataFrame()
    last = curve["month"].iloc[-1]
    now = {name: float(curve[name].iloc[-1]) for name in known}
    start = {f"{name.removesuffix('_mean')}{edge}": now[name] for name in known for edge in EDGES}
    rows = [{"month": last, **start}]
    for months in AHEAD:
        row: dict[str, Any] = {"month": last + pd.DateOffset(months=months)}
        for edge, own in EDGES.items():
            row[f"papers{edge}"] = float(niche[f"papers_in_{months}{own}"]) / 12
            row[f"share{edge}"] = 100 * float(niche[f"share_in_{months}{own}"])
        rows.append(row)
    fan = pd.DataFrame(rows)
    return fan.assign(month_name=[month_name(f"{month:%Y-%m}") for month in fan["month"]])


EDGES = {"_mean": "", "_low": "_low", "_high": "_high"}
"""Ends of columns of a curve, and of those of a forecast."""
