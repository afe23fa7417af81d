"""How many papers are held, by category and month."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import altair as alt

from explorer.charts.drawing import LOOKS_KEPT, Drawing, table, written
from explorer.charts.looks import ORANGE, inked, months_axis

if TYPE_CHECKING:
    import pandas as pd


def coverage_chart(counts: pd.DataFrame, *, dark: bool = False) -> Drawing:
    """Chart how many papers are held of each category in each month.

    Parameters
    ----------
    counts : DataFrame
        month (datetime) | month_name | category | category_name | papers | expected_text | hole.
        Cells of holes have a frame.
    dark : bool
        The page is dark.
    """
    rows, months = counts["category"].nunique(), counts["month_name"].nunique()
    return Drawing(_look(rows, months, dark=dark), {"counts": counts})


@lru_cache(maxsize=LOOKS_KEPT)
def _look(rows: int, months: int, *, dark: bool) -> str:
    """Write the look of so many categories and months."""
    cells = (
        table("counts")
        .mark_rect(strokeWidth=1.5)
        .encode(
            months_axis(months),
            alt.Y("category:N")
            .title(None)
            .sort(field="papers", op="sum", order="descending")
            .axis(labelOverlap=False, ticks=False, domain=False),
            alt.Color("papers:Q")
            .title("Papers a month")
            .scale(type="sqrt")
            .legend(gradientLength=220),
            stroke=alt.condition("datum.hole", alt.value(ORANGE), alt.value("transparent")),
            tooltip=[
                alt.Tooltip("category_name:N").title("Category"),
                alt.Tooltip("month_name:N").title("Month"),
                alt.Tooltip("papers:Q", format=",").title("Papers held"),
                alt.Tooltip("expected_text:N").title("Expected"),
            ],
        )
        .properties(height=22 * rows + 140)
    )
    return written(inked(cells, dark=dark))
