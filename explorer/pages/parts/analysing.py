"""Finding subfields in the real papers that are held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.jobs import Order
from explorer.pages.parts import places, work
from explorer.pages.parts.view import RunView
from explorer.presentation.numbers import counted
from explorer.topics.granularity import GRANULARITIES, USUAL, granularity_name

if TYPE_CHECKING:
    from explorer.pages.parts.view import View


def draw(view: View) -> None:
    """Draw which papers to look at, and the button."""
    held = cached.summary(view.home.papers)
    codes = held.categories["category"].tolist()
    before: list[str] = []
    if isinstance(view, RunView):
        before = [code for code in view.run.manifest["categories"] if code in codes]
        seen = view.run.manifest["papers"] + view.run.manifest.get("withdrawn", 0)
        more = held.papers - int(seen)
        if more > 0 and not before:
            st.info(f"{counted(more, 'paper')} held are not in the analysis that is shown.")
    names = cached.category_names()
    chosen = st.multiselect(
        "Look only at papers of",
        codes,
        before,
        format_func=lambda code: f"{code} · {names.get(code, 'unnamed')}",
        placeholder="All categories held",
        key="analysis-categories",
        persist_state="session",
    )
    order = Order(
        work="analysis",
        settings=view.home,
        categories=tuple(chosen),
        papers_per_niche=_granularity(view),
    )
    if work.carry_out(view, order, label="Find subfields") and st.button("See them in Discover"):
        places.go_to(places.DISCOVER)


def _granularity(view: View) -> int:
    """Draw how fine niches are to be, at first as in the analysis that is shown; return it."""
    now = USUAL
    if isinstance(view, RunView):
        now = int(view.run.manifest["parameters"].get("papers_per_niche", USUAL))
    sizes = sorted({*GRANULARITIES.values(), now}, reverse=True)
    chosen: int = st.radio(
        "Niches",
        sizes,
        sizes.index(now),
        format_func=lambda size: (
            f"{(granularity_name(size) or 'as it is').capitalize()}: about {size:,} papers each"
        ),
        horizontal=True,
        key=f"granularity-{now}",
        help="Coarse niches are fewer and broader, fine ones more and narrower. Refreshes keep it.",
    )
    return chosen
