"""Charts as pictures for a slide or for print, always on white; drawn by the extra ``pictures``."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from explorer.charts.looks import INKS, PAPER, SOFT_INKS

if TYPE_CHECKING:
    from explorer.charts.drawing import Drawing

WIDTH = 960
"""Pixels of a chart in an SVG, without its axes."""

SLIDE, PRINT = 2.0, 3.0
"""Pixels of a PNG to one of the SVG: 1920 and more across, or 24 cm at 300 dots an inch."""

DOTS = 300
"""To an inch, as a printed PNG says of itself."""

GRID = "#e3e7ed"


def can_be_drawn() -> bool:
    """Tell whether the extra is installed."""
    return find_spec("vl_convert") is not None


def as_svg(drawing: Drawing) -> bytes:
    """Draw a chart as SVG, which is sharp at any size."""
    import vl_convert

    return vl_convert.vegalite_to_svg(_whole(drawing)).encode()


def as_png(drawing: Drawing, *, scale: float) -> bytes:
    """Draw a chart as PNG.

    Parameters
    ----------
    drawing : Drawing
        Of a light page.
    scale : float
        ``SLIDE`` or ``PRINT``.
    """
    import vl_convert

    return vl_convert.vegalite_to_png(_whole(drawing), scale=scale)


def _whole(drawing: Drawing) -> dict[str, Any]:
    """Return a chart as Vega-Lite of a size of its own, with letters for those who sit far away."""
    spec = drawing.to_dict()
    given = spec.get("config", {})
    axis = {
        "labelFontSize": 13,
        "titleFontSize": 14,
        "titleFontWeight": "normal",
        "titlePadding": 8,
    }
    lines = {"gridColor": GRID, "domainColor": SOFT_INKS[False], "tickColor": GRID}
    title = {"fontSize": 19, "subtitleFontSize": 13, "color": INKS[False]}
    legend = {"labelFontSize": 13, "titleFontSize": 13}
    return {
        **spec,
        "width": WIDTH,
        "background": PAPER[False],
        "padding": 24,
        "config": {
            **given,
            "font": "Source Sans Pro, Helvetica, Arial, DejaVu Sans, sans-serif",
            "axis": {**axis, **lines, **given.get("axis", {})},
            "legend": {**legend, **given.get("legend", {})},
            "title": {**title, **given.get("title", {})},
            "view": {"stroke": None},
        },
    }
