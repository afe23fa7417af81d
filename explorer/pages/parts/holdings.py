"""What is held, how fresh it is, and how it came."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.charts.coverage import coverage_chart
from explorer.corpus.months import last_day
from explorer.pages.parts import charting, holes
from explorer.presentation.holdings import MOST_ROWS, named_categories
from explorer.presentation.numbers import counted, day_name

if TYPE_CHECKING:
    import pandas as pd

    from explorer.corpus.reading import StoreSummary
    from explorer.pages.parts.view import View


def draw(view: View) -> StoreSummary:
    """Draw what the store looked at holds, and return it."""
    held = cached.summary(view.place.papers)
    names = cached.category_names()
    if held.first is None or held.last is None:
        st.markdown("No papers yet.")
        return held
    categories = counted(len(held.categories), "category", "categories")
    st.markdown(
        f"{counted(held.papers, 'paper')} in {categories}, "
        f"first submitted between {day_name(held.first)} and {day_name(held.last)}."
    )
    months = cached.months_held(view.place.papers, last_day(f"{held.last:%Y-%m}"))
    charting.draw(
        partial(coverage_chart, months),
        key="coverage",
        alt="Papers held by category and month; the table below has the totals",
        picture=charting.Picture(
            "held", "Papers held by category", f"newest of {day_name(held.last)}"
        ),
    )
    st.caption(
        f"Papers by month of their first version, in the {MOST_ROWS} largest categories; a paper "
        "counts in every category that it lists. An empty cell means that no paper is held; a "
        "frame means that there should be more than are held."
    )
    holes.draw(view)
    left, right = st.columns(2, gap="large")
    with left.expander("All categories held"):
        _draw_categories(named_categories(held.categories, names))
    with right.expander("Harvest log"):
        _draw_log(held)
    return held


def _draw_categories(categories: pd.DataFrame) -> None:
    st.dataframe(
        categories,
        hide_index=True,
        column_order=("category", "name", "papers", "first", "last"),
        column_config={
            "category": "Code",
            "name": "Name",
            "papers": st.column_config.NumberColumn("Papers", format="localized"),
            "first": st.column_config.DateColumn("Oldest"),
            "last": st.column_config.DateColumn("Newest"),
        },
        alt="Categories held, with their papers",
    )


def _draw_log(held: StoreSummary) -> None:
    if held.fetched.empty:
        st.markdown("Nothing was fetched from arXiv into this store.")
        return
    st.dataframe(
        held.fetched.iloc[::-1],
        hide_index=True,
        column_config={
            "source": "Way",
            "category": "Category",
            "since": st.column_config.DateColumn("From"),
            "until": st.column_config.DateColumn("To"),
            "fetched_at": st.column_config.DatetimeColumn("When, UTC"),
            "received": st.column_config.NumberColumn("Received", format="localized"),
            "expected": st.column_config.NumberColumn("Announced", format="localized"),
            "state": "State",
        },
        alt="What was asked of arXiv, the latest first",
    )
