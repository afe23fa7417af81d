"""A back-test as tables for a reader: what grew, which ranking told best, what became of flags."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

POOLED = "pooled"

SHOWN = (
    "average_precision",
    "csi",
    "precision_20",
    "lift_20",
    "spearman",
    "spearman_within",
    "median_growth_20",
)
"""Measures shown beside AUC where there is room for a few."""

FORECAST_MEASURES = ("calibration_error", "share_inside", "papers_inside")
"""What forecasts are measured by."""


def pooled_table(measures: pd.DataFrame) -> pd.DataFrame:
    """Lay out the means over cutoffs, a row for each ranking.

    Parameters
    ----------
    measures : DataFrame
        Of one horizon, as a back-test keeps them.

    Returns
    -------
    DataFrame
        ``ranking``; ``auc`` with ``low`` and ``high``; ``below`` with its ``below_low`` and
        ``below_high``: by how much its AUC is below that of the first; and ``SHOWN``.
    """
    pooled = measures[measures["cutoff"] == POOLED]
    auc = pooled[pooled["measure"] == "auc"].rename(
        columns={
            "value": "auc",
            "less": "below",
            "less_low": "below_low",
            "less_high": "below_high",
        }
    )
    columns = ["ranking", "auc", "low", "high", "below", "below_low", "below_high"]
    others = pooled.pivot_table(index="ranking", columns="measure", values="value", dropna=False)
    others = others.reindex(columns=list(SHOWN)).reset_index()
    return auc[columns].merge(others, on="ranking", how="left", sort=False)


def by_cutoff(measures: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Lay out one measure, a row for each ranking and a column for each cutoff."""
    own = measures[(measures["measure"] == measure) & (measures["cutoff"] != POOLED)]
    table = own.pivot_table(index="ranking", columns="cutoff", values="value", dropna=False)
    table.columns.name = None
    return table.reindex(pd.unique(own["ranking"])).reset_index()


def forecast_table(forecasts: pd.DataFrame) -> pd.DataFrame:
    """Lay out how right the forecasts of one horizon were, a row for each cutoff.

    Parameters
    ----------
    forecasts : DataFrame
        As a back-test keeps them, of one horizon.
    """
    ends = [f"{name}{end}" for name in FORECAST_MEASURES for end in ("", "_low", "_high")]
    return forecasts[["cutoff", "niches", "stated", "grew", *ends]]


def chance_table(chances: pd.DataFrame) -> pd.DataFrame:
    """Lay out how right the chances of one horizon were, a row for each event.

    Returns
    -------
    DataFrame
        ``event``, ``niches``, ``stated`` (mean chance), ``came`` (part), ``error``: the mean
        distance of the two over ten bins.
    """
    weight = chances["niches"]
    weighted = chances.assign(
        stated=chances["stated"] * weight,
        came=chances["came"] * weight,
        error=(chances["stated"] - chances["came"]).abs() * weight,
    )
    columns = ["niches", "stated", "came", "error"]
    total = weighted.groupby("event", sort=False)[columns].sum().reset_index()
    for name in columns[1:]:
        total[name] /= total["niches"]
    return total


def markdown_table(table: pd.DataFrame, *, digits: int = 2) -> str:
    """Write a table in Markdown; what is not a number is left blank."""
    head = [str(name).replace("_", " ") for name in table.columns]
    rows = [[_cell(value, digits) for value in row] for row in table.itertuples(index=False)]
    return "\n".join(_line(each) for each in (head, ["---"] * len(head), *rows)) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: object, digits: int) -> str:
    if isinstance(value, float):
        return f"{value:.{digits}f}" if value == value else ""
    return f"{value:,}" if isinstance(value, int) else str(value)
