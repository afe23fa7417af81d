"""What a store holds, as tables for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.corpus.months import last_day, month_of
from explorer.presentation.numbers import day_name, listed, month_name, percent

if TYPE_CHECKING:
    import pandas as pd

    from explorer.corpus.fetching.mending import Hole

CELL = ["month", "month_name", "category", "category_name"]
"""Columns that place a cell of the chart and name it."""

MOST_ROWS = 20
"""Categories shown in the chart: more cannot be told apart."""


def coverage(
    counts: pd.DataFrame, names: dict[str, str], expected: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Put the months of the largest categories in the form of their chart.

    Parameters
    ----------
    counts : DataFrame
        month | category | papers.
    names : dict
        Name of each category by its code.
    expected : DataFrame, optional
        How many papers there should be: month | category | expected | state | basis.

    Returns
    -------
    DataFrame
        ``month`` (datetime), ``month_name``, ``category``, ``category_name``, ``papers``,
        ``expected_text``, ``hole`` (bool); a month without a paper has no row, unless it is a hole.
    """
    import pandas as pd

    if expected is not None:
        keys = ["month", "category"]
        known = expected[[*keys, "expected", "state", "basis"]]
        counts = counts.merge(known, on=keys, how="outer")
        counts["papers"] = counts["papers"].fillna(0).astype("int64")
        counts = counts[(counts["papers"] > 0) | (counts["state"] == "hole")]
    else:
        counts = counts.assign(expected=float("nan"), state="", basis="")
    largest = counts.groupby("category")["papers"].sum().nlargest(MOST_ROWS).index
    table = counts[counts["category"].isin(largest)].reset_index(drop=True)
    named = table["category"].map(lambda code: f"{code}, {names.get(code, 'unnamed')}")
    return table.assign(
        month_name=table["month"].map(month_name),
        month=pd.to_datetime(table["month"].to_numpy(dtype=str), format="%Y-%m"),
        category_name=named,
        expected_text=[
            _expected(*each)
            for each in zip(table["expected"], table["state"], table["basis"], strict=True)
        ],
        hole=table["state"] == "hole",
    )[[*CELL, "papers", "expected_text", "hole"]]


def _expected(count: float, state: str, basis: str) -> str:
    """Say how many papers there should be, and how that is known."""
    if count != count:
        return "cannot be told"
    number = f"about {count:,.0f} (estimate)" if basis == "estimate" else f"{count:,.0f}"
    return f"{number}, a hole" if state == "hole" else number


def hole_sentence(hole: Hole) -> str:
    """Say of which days papers are missing, of which categories, and how many are held."""
    whole = hole.since.day == 1 and hole.until == last_day(month_of(hole.until))
    month = month_name(month_of(hole.since))
    days = month if whole else f"{day_name(hole.since)} to {day_name(hole.until)}"
    about = "about " if hole.estimated else ""
    part = "not all" if hole.part != hole.part else f"{about}{percent(hole.part)}"
    why = "a hole in the source" if hole.estimated and whole else "the rest did not come"
    return f"{days}: {part} held in {listed(list(hole.categories), most=3)}; {why}"


def no_hole_sentence(coverage: pd.DataFrame) -> str:
    """Say that no hole is known, and how much that is worth."""
    unknown = float((coverage["state"] == "unknown").mean()) if len(coverage) else 1.0
    if unknown == 1.0:
        return (
            "Whether papers are missing cannot be told: too few are held a week to see a hole, and "
            "nobody announced a total."
        )
    sentence = "No hole is known in what is held."
    if unknown:
        sentence += f" Of {percent(unknown)} of the months and categories it cannot be told."
    return sentence


def named_categories(categories: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Add the name of each category held."""
    return categories.assign(name=categories["category"].map(lambda code: names.get(code, "")))
