"""Buttons to take along what a page shows, made when they are pressed and not before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.pages.parts import sides
from explorer.pages.parts.charting import Picture
from explorer.presentation import comparison
from explorer.presentation.bibtex import bibtex
from explorer.presentation.csv_text import safe_csv
from explorer.presentation.file_names import file_name
from explorer.presentation.html_page import Source, comparison_page, niche_page
from explorer.presentation.numbers import listed

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from explorer.pages.parts.shown import Shown
    from explorer.pages.parts.view import RunView
    from explorer.presentation.comparison import Side

HTML, CSV, BIBTEX = "text/html", "text/csv", "application/x-bibtex"


def source(view: RunView) -> Source:
    """Say what the analysis looked at, for what leaves the page."""
    facts = view.run.manifest
    categories = facts["categories"]
    return Source(
        papers=int(facts["papers"]),
        scope=listed(categories, most=6) if categories else "all categories held",
        as_of=view.as_of,
        last_month=view.last_month,
        invented=view.invented,
        judged=view.judged if view.judged != view.as_of else None,
    )


def picture(view: RunView, name: str, title: str) -> Picture:
    """Say what a picture of a chart of an analysis says of itself."""
    return Picture(name, title, source(view).line)


def niche(view: RunView, look: Shown) -> None:
    """Offer a niche as a page, and its papers and months as files."""
    name, own = file_name([str(look.niche["slug"])]), look.own

    def side() -> Side:
        (label,) = comparison.labels([look.niche])
        if own:
            return sides.of_words(view, own, label)
        return sides.of_run(view, look.niche, label)

    with st.popover("Take it along", width="stretch"):
        _file("Page (HTML)", f"{name}.html", HTML, lambda: _page(side(), look, view))
        _file(
            "Papers (BibTeX)",
            f"{name}.bib",
            BIBTEX,
            lambda: bibtex(side().papers, as_of=view.as_of, invented=view.invented),
        )
        _file("Papers (CSV)", f"{name}-papers.csv", CSV, lambda: safe_csv(side().papers))
        _file("Months (CSV)", f"{name}-months.csv", CSV, lambda: safe_csv(look.curve))


def several(view: RunView, found: list[Side]) -> None:
    """Offer a comparison as a page, and its tables as files."""
    name = file_name([str(side.niche["slug"]) for side in found])
    with st.popover("Take it along"):
        _file("Page (HTML)", f"{name}.html", HTML, lambda: comparison_page(found, source(view)))
        _file(
            "Figures (CSV)",
            f"{name}-figures.csv",
            CSV,
            lambda: safe_csv(comparison.figures_table(found)),
        )
        _file("Months (CSV)", f"{name}-months.csv", CSV, lambda: safe_csv(comparison.curves(found)))


def table(label: str, name: str, rows: pd.DataFrame) -> None:
    """Offer a table as a file."""
    _file(label, f"{name}.csv", CSV, lambda: safe_csv(rows))


def _page(side: Side, look: Shown, view: RunView) -> str:
    return niche_page(side, look.shelves, source(view))


def _file(label: str, name: str, mime: str, make: Callable[[], str]) -> None:
    st.download_button(
        label,
        lambda: make().encode(errors="replace"),
        file_name=name,
        mime=mime,
        on_click="ignore",
        key=f"take-{label}",
    )
