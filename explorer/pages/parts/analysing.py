"""Finding subfields in the real papers that are held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.jobs import Order
from explorer.pages.parts import places, work
from explorer.pages.parts.opening import RunView
from explorer.presentation.numbers import counted

if TYPE_CHECKING:
    from explorer.pages.parts.opening import View


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
    order = Order(work="analysis", settings=view.home, categories=tuple(chosen))
    if work.carry_out(order, label="Find subfields") and st.button("See them in Discover"):
        places.go_to(places.DISCOVER)
