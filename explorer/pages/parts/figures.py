"""The four figures of a niche that a reader looks for first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.presentation.numbers import month_name, ratio

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.pages.parts.view import RunView


def draw(view: RunView, niche: Mapping[str, Any]) -> None:
    """Draw size, growth, novel and achievable side by side."""
    card: dict[str, Any] = {"border": True, "height": "stretch", "delta_color": "off"}
    recent, growth, novel, achievable = st.columns(4)
    recent.metric(
        f"Papers, 12 months to {month_name(view.last_month)}",
        f"{niche['papers_recent']:,}",
        int(niche["papers_recent"] - niche["papers_before"]),
        delta_description="on the 12 months before",
        **card,
    )
    growth.metric(
        "Growth of share a year",
        ratio(niche["growth"]),
        f"80 % interval {ratio(niche['growth_low'])} to {ratio(niche['growth_high'])}",
        delta_arrow="off",
        **card,
    )
    novel.metric("Novel, rank of 100", f"{niche['novel']:.0f}", **card)
    achievable.metric("Achievable, rank of 100", f"{niche['achievable']:.0f}", **card)
