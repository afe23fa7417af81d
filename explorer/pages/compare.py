from functools import partial

import streamlit as st

from explorer.charts.comparison import comparison_chart
from explorer.charts.looks import UNITS
from explorer.pages.parts import (
    charting,
    comparing,
    comparison_choice,
    deciding,
    opening,
    record,
    taking,
)
from explorer.presentation import comparison
from explorer.presentation.numbers import listed

view = opening.open_run()
st.title("Compare", anchor=False)
sides = comparison_choice.pick(view)
if len(sides) < comparison.LEAST:
    comparison_choice.suggest(view, sides)

st.header("Side by side", anchor=False)
card = comparison.scorecard(sides, last_month=view.last_month)
comparing.scorecard(card)
record.draw(view)
st.caption(
    "Ranks are among all niches of the analysis, 0 to 100. Growth is that of a niche's share of "
    "papers, where 1 is a constant share. Their pages show the papers behind every number."
)
with st.container(horizontal=True):
    comparing.open_buttons(sides)
    taking.several(view, sides)

st.header("Growth", anchor=False)
unit = st.radio(
    "Unit",
    list(UNITS),
    format_func=UNITS.__getitem__,
    key="unit",
    horizontal=True,
    label_visibility="collapsed",
)
curves = comparison.curves(sides)
if curves.empty:
    st.info("There are less than 12 months of papers, too few for a mean of 12 months.")
else:
    charting.draw(
        partial(comparison_chart, curves, unit=unit),
        key="comparison",
        alt=f"{UNITS[unit]} of {listed([side.label for side in sides], most=4)}, mean of 12 "
        f"months. {comparison.ends_text(sides, unit=unit)}",
        picture=taking.picture(view, "comparison", comparison.COMPARED),
    )
    st.caption(
        "Lines are means of the 12 months up to each, bands their 80 % intervals. Where bands "
        "overlap, the order of two niches cannot be told from their papers alone."
    )

st.header("Words", anchor=False)
comparing.words(sides)
if len(sides) >= comparison.LEAST:
    st.header("Papers and people in common", anchor=False)
    comparing.in_common(sides, invented=view.invented)
    st.header("Decide", anchor=False)
    deciding.draw(view, sides)
