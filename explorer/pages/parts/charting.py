"""The one place where charts are put on a page, and handed out as pictures."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import streamlit as st

from explorer.charts import pictures
from explorer.charts.looks import PICKED
from explorer.pages.parts import places

if TYPE_CHECKING:
    from explorer.charts.drawing import Drawing


class Chart(Protocol):
    """Draws a chart for a light or a dark page."""

    def __call__(self, *, dark: bool) -> Drawing:
        """Draw it."""


class Picture(NamedTuple):
    """What a picture of a chart says of itself when it has left the page."""

    name: str
    """Of the file, without its ending."""
    title: str
    source: str
    """What was looked at, and up to when."""


def draw(chart: Chart, *, key: str, alt: str, picture: Picture) -> None:
    """Draw a chart; ``alt`` says in words what is seen."""
    st.vega_lite_chart(chart(dark=places.is_dark()).spec(), key=key, alt=alt)
    _hand_out(chart, key, picture)


def pick(chart: Chart, *, key: str, alt: str, picture: Picture) -> str:
    """Draw a chart of which a point can be chosen; return the slug of that point, or nothing."""
    event: Any = st.vega_lite_chart(
        chart(dark=places.is_dark()).spec(),
        key=key,
        alt=alt,
        on_select="rerun",
        selection_mode=PICKED,
    )
    _hand_out(chart, key, picture)
    points = event.selection.get(PICKED) or [{}]
    return str(points[0].get("slug", ""))


def _hand_out(chart: Chart, key: str, picture: Picture) -> None:
    """Offer a chart as pictures, which are drawn when they are asked for."""

    def light() -> Drawing:
        return chart(dark=False).titled(picture.title, source=picture.source)

    with st.popover("Picture", key=f"picture-of-{key}"):
        if not pictures.can_be_drawn():
            st.caption("To save charts as pictures, install the extra `pictures`; see the README.")
            return
        _file("SVG, sharp at any size", ".svg", lambda: pictures.as_svg(light()), key, picture)
        for label, end, scale in (
            ("PNG for a slide", ".png", pictures.SLIDE),
            ("PNG for print", "-print.png", pictures.PRINT),
        ):
            _file(label, end, partial(_png, light, scale), key, picture)


def _png(chart: Callable[[], Drawing], scale: float) -> bytes:
    return pictures.as_png(chart(), scale=scale)


def _file(label: str, end: str, make: Callable[[], bytes], key: str, picture: Picture) -> None:
    st.download_button(
        label,
        make,
        file_name=f"{picture.name}{end}",
        on_click="ignore",
        key=f"{label}-{key}",
    )
