"""Curves of niches drawn as SVG by themselves, for a page without scripts that follows its theme.

Colours are those of the page's style, by the classes ``c0`` to ``c3``; lines differ by dashes too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

WIDTH, HEIGHT = 860, 360

LEFT, RIGHT, TOP, BOTTOM = 62, 14, 14, 34

DASHES = ("", "9 4", "2 3", "12 4 2 4")

STEPS = (1, 2, 2.5, 5, 10)

LINES = 5
"""Horizontal lines, about."""

MOST_YEARS = 14


def curves_svg(curves: pd.DataFrame, *, unit: str, title: str, axis: str) -> str:
    """Draw the mean of 12 months of niches with its interval.

    Parameters
    ----------
    curves : DataFrame
        niche (label) | month (datetime) | and ``_mean``, ``_low`` and ``_high`` of the unit.
    title : str
        What is seen, in words, for those who cannot see it.
    axis : str
        What the height is, with its unit.
    """
    first, last = curves["month"].min(), curves["month"].max()
    span = max((last - first).days, 1)
    step = _step(float(curves[f"{unit}_high"].max()))
    top = step * max(1, math.ceil(float(curves[f"{unit}_high"].max()) / step))

    def x(month: pd.Timestamp) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (month - first).days / span, 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top, 1)

    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" xmlns="http://www.w3.org/2000/svg">',
        f"<title>{escape(title)}</title>",
        f'<text class="axis" x="{LEFT}" y="{HEIGHT - 5}">{escape(axis)}</text>',
    ]
    for number in range(round(top / step) + 1):
        at = y(number * step)
        parts.append(f'<path class="grid" d="M{LEFT} {at}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text class="tick" x="{LEFT - 6}" y="{at + 4}">{number * step:g}</text>')
    for year in _years(first.year, last.year):
        month = first.replace(year=year, month=1)
        if first <= month <= last:
            parts.append(f'<text class="year" x="{x(month)}" y="{HEIGHT - 18}">{year}</text>')
    for place, (_, own) in enumerate(curves.groupby("niche", sort=False)):
        low, high, mean = (
            [f"{x(m)} {y(v)}" for m, v in zip(own["month"], own[f"{unit}_{end}"], strict=True)]
            for end in ("low", "high", "mean")
        )
        parts.append(f'<path class="band c{place}" d="M{"L".join(high + low[::-1])}Z"/>')
        dash = f' stroke-dasharray="{DASHES[place]}"' if DASHES[place] else ""
        parts.append(f'<path class="line c{place}"{dash} d="M{"L".join(mean)}"/>')
    return "".join([*parts, "</svg>"])


def legend_svg(place: int) -> str:
    """Draw a piece of the line of the niche at a place, for a legend."""
    dash = f' stroke-dasharray="{DASHES[place]}"' if DASHES[place] else ""
    line = f'<path class="line c{place}"{dash} d="M0 6H40"/>'
    return f'<svg class="key" viewBox="0 0 40 12" aria-hidden="true">{line}</svg>'


def _step(highest: float) -> float:
    """Return a round distance between lines, so that about ``LINES`` of them are drawn."""
    if not highest > 0:
        return 1.0
    rough = highest / LINES
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * step for step in STEPS if power * step >= rough * 0.999)


def _years(first: int, last: int) -> Iterator[int]:
    yield from range(first, last + 1, max(1, math.ceil((last - first + 1) / MOST_YEARS)))
