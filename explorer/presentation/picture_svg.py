"""Curves of niches as a picture that stands alone: on a slide, in a report, in print.

It carries its title, what each line is, its source and the day of it; an SVG is sharp at any size.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from explorer.presentation.curve_svg import HEIGHT, WIDTH, curves_svg, legend_svg

if TYPE_CHECKING:
    import pandas as pd

EDGE, LINE = 36, 24
"""Pixels at the sides, and from one line of text to the next."""

LONGEST_TITLE, LONGEST_NAME, LONGEST_SOURCE = 62, 70, 120
"""Characters that fit in a line."""

STYLE = """
text { font-family: Helvetica, Arial, "Liberation Sans", sans-serif; font-size: 13px;
  fill: #4a5260; }
.title { fill: #10141a; font-size: 27px; font-weight: bold; } .name { font-size: 15px; }
.tick { text-anchor: end; } .year { text-anchor: middle; } .grid { stroke: #d5dbe3; fill: none; }
.line { fill: none; stroke-width: 2.5; } .band { stroke: none; opacity: 0.16; }
.line.c0 { stroke: #2f7fc1; } .line.c1 { stroke: #d4651a; } .line.c2 { stroke: #0f8f6b; }
.line.c3 { stroke: #b0568f; } .band.c0 { fill: #2f7fc1; } .band.c1 { fill: #d4651a; }
.band.c2 { fill: #0f8f6b; } .band.c3 { fill: #b0568f; }
"""


def curves_picture(
    curves: pd.DataFrame, *, unit: str, title: str, told: str, axis: str, source: str
) -> str:
    """Draw curves as a whole picture on white.

    Parameters
    ----------
    curves : DataFrame
        As ``curves_svg`` takes them.
    title : str
        Written large on top.
    told : str
        What is seen, in words, for those who cannot see it.
    axis : str
        What the height is, with its unit.
    source : str
        What was looked at and when; written below.
    """
    names = curves["niche"].drop_duplicates().tolist()
    top = EDGE + 40
    parts = [f'<text class="title" x="{EDGE}" y="{EDGE + 22}">{_line(title, LONGEST_TITLE)}</text>']
    for place, name in enumerate(names):
        at = top + LINE * place
        key = legend_svg(place).replace(
            "<svg ", f'<svg x="{EDGE}" y="{at}" width="40" height="12" '
        )
        text = (
            f'<text class="name" x="{EDGE + 50}" y="{at + 11}">{_line(name, LONGEST_NAME)}</text>'
        )
        parts += [key, text]
    top += LINE * len(names) + 8
    chart = curves_svg(curves, unit=unit, title=_flat(told), axis=axis)
    place_of = f'<svg x="{EDGE}" y="{top}" width="{WIDTH}" height="{HEIGHT}" '
    parts.append(chart.replace("<svg ", place_of, 1))
    bottom = top + HEIGHT + LINE
    parts.append(f'<text x="{EDGE}" y="{bottom}">{_line(source, LONGEST_SOURCE)}</text>')
    width, height = WIDTH + 2 * EDGE, bottom + EDGE // 2
    size = f'width="{width}" height="{height}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {size}>',
            f"<style>{STYLE}</style>",
            f'<rect {size} fill="#ffffff"/>',
            *parts,
            "</svg>\n",
        ]
    )


def _line(text: str, longest: int) -> str:
    flat = _flat(text)
    return escape(flat if len(flat) <= longest else f"{flat[: longest - 1]}…")


def _flat(text: str) -> str:
    """Write a text in one line that an XML file can hold."""
    whole = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return whole.encode(errors="replace").decode()
