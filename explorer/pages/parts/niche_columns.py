"""The columns of the ranked niches: which are shown, what each is called, and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.presentation import forecast_texts
from explorer.presentation.numbers import TIMES
from explorer.presentation.stage_texts import HELP

if TYPE_CHECKING:
    import pandas as pd
    from streamlit.elements.lib.column_types import ButtonColumnResult, ColumnConfig

NAME = "niche-name"
"""Key of the names, which can be pressed."""


def shown(niches: pd.DataFrame) -> dict[str, ColumnConfig | ButtonColumnResult]:
    """Say which columns these niches have to show, in their order, and how each is shown."""
    columns = {name: each for name, each in _columns().items() if name in niches}
    if "fit" in niches:
        name = columns.pop("name")
        columns = {"name": name, **_fit_columns(), **columns}
    if (niches["name"] != niches["computed_name"]).any():
        columns["computed_name"] = st.column_config.TextColumn("Named by its papers", width=200)
    return columns


def _columns() -> dict[str, ColumnConfig | ButtonColumnResult]:
    """Say what each column shows, and how."""
    column = st.column_config
    return {
        "name": column.ButtonColumn(
            "Niche", type="tertiary", alignment="left", width=200, pinned=True, key=NAME
        ),
        "opening_text": column.TextColumn(
            "Flag",
            width=92,
            help="◆ Opening: novel and achievable enough. ✦ Newborn: found by a phrase that rises; "
            "its papers stand in other niches too",
        ),
        "trend": column.LineChartColumn(
            "Share", width=70, y_min=0, help="Share of all papers by quarter, up to now"
        ),
        forecast_texts.CHANCE: column.NumberColumn(
            "Chance",
            width=68,
            format="percent",
            help="That its share grows by more than 8 % a year for three years; none where too "
            "little is known to say",
        ),
        "growth": column.NumberColumn(
            "Growth",
            width=68,
            format=f"%.2f{TIMES}",
            help="Share of papers a year, against the year before; 1 is constant",
        ),
        "score": _rank("Score", help="Rank by expected growth among all niches, 0 to 100"),
        "achievable": _rank("Achievable", help="Rank by how one person could enter, 0 to 100"),
        "stage_text": column.TextColumn("Stage", width=130, help=HELP),
        "interval_text": column.TextColumn("80 % interval", width=94, help="Of growth a year"),
        "papers_recent": column.NumberColumn("Papers in 12 months", width=80, format="localized"),
        "papers": column.NumberColumn("Papers in all", width=80, format="localized"),
        "primary_category": column.TextColumn("Category", width=80, help="The commonest one"),
        "since_text": column.TextColumn(
            "Newborn since", width=120, help="Nine in ten of its papers came since that month"
        ),
    }


def _fit_columns() -> dict[str, ColumnConfig]:
    column = st.column_config
    return {
        "because": column.TextColumn("Because", width=190, help="Why it fits you, or does not"),
        "moved_text": column.TextColumn(
            "Moved", width=70, help="Places up or down by your profile, against the order without"
        ),
        "fit": _rank("Fit", help="How well it fits your profile, 0 to 100; no rank"),
    }


def _rank(label: str, *, help: str) -> ColumnConfig:  # noqa: A002 (Streamlit's own word)
    return st.column_config.ProgressColumn(
        label, format="%.0f", min_value=0, max_value=100, width=76, help=help
    )
