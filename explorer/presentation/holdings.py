"""What a store holds, as tables for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.presentation.numbers import month_name

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 20
"""Categories shown in the chart: more cannot be told apart."""


def coverage(counts: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Put the months of the largest categories in the form of their chart.

    Parameters
    ----------
    counts : DataFrame
        month | category | papers.
    names : dict
        Name of each category by its code.

    Returns
    -------
    DataFrame
        ``month`` (datetime), ``month_name``, ``category``, ``category_name``, ``papers``; a month
        without a paper has no row.
    """
    import pandas as pd

    largest = counts.groupby("category")["papers"].sum().nlargest(MOST_ROWS).index
    table = counts[counts["category"].isin(largest)].reset_index(drop=True)
    named = table["category"].map(lambda code: f"{code}, {names.get(code, 'unnamed')}")
    return table.assign(
        month_name=table["month"].map(month_name),
        month=pd.to_datetime(table["month"].to_numpy(dtype=str), format="%Y-%m"),
        category_name=named,
    )


def named_categories(categories: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Add the name of each category held."""
    return categories.assign(name=categories["category"].map(lambda code: names.get(code, "")))
