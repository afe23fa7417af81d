"""The one place where charts are put on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.charts.looks import PICKED

if TYPE_CHECKING:
    from explorer.charts.drawing import Drawing


def draw(drawing: Drawing, *, key: str, alt: str) -> None:
    """Draw a chart; ``alt`` says in words what is seen."""
    st.vega_lite_chart(drawing.spec(), key=key, alt=alt)


def pick(drawing: Drawing, *, key: str, alt: str) -> str:
    """Draw a chart of which a point can be chosen; return the slug of that point, or nothing."""
    event: Any = st.vega_lite_chart(
        drawing.spec(), key=key, alt=alt, on_select="rerun", selection_mode=PICKED
    )
    points = event.selection.get(PICKED) or [{}]
    return str(points[0].get("slug", ""))
