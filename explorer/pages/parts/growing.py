"""How a niche grew, and what may become of it: a chart, and four scenarios with their chances."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from explorer.charts.growth import growth_chart
from explorer.charts.looks import UNITS
from explorer.corpus.months import add_months
from explorer.pages.parts import charting, taking
from explorer.presentation.file_names import file_name
from explorer.presentation.forecast_texts import (
    HOW,
    forecast_fan,
    forecast_sentence,
    scenario_lines,
)
from explorer.presentation.niche_texts import growth_sentence, holes_note
from explorer.presentation.numbers import month_name
from explorer.trends.forecast import AHEAD

if TYPE_CHECKING:
    from explorer.pages.parts.shown import Shown
    from explorer.pages.parts.view import RunView

BARS = (
    "Bars are single months. The line is the mean of the 12 months up to each, and the band its "
    "80 % interval. Only whole months are counted, by the day of a paper's first version."
)

FAN = " Dashed: the forecast from the last whole month, and where it lies four times out of five."


def draw(view: RunView, look: Shown) -> None:
    """Draw a niche's months with their forecast."""
    past = growth_sentence(look.niche, last_month=view.last_month)
    ahead = forecast_sentence(look.niche, last_month=view.last_month)
    st.markdown(past)
    st.markdown(ahead)
    unit = st.radio(
        "Unit",
        list(UNITS),
        format_func=UNITS.__getitem__,
        key="unit",
        horizontal=True,
        label_visibility="collapsed",
    )
    fan = forecast_fan(look.niche, look.curve)
    charting.draw(
        partial(growth_chart, look.curve, unit=unit, fan=fan),
        key="growth",
        alt=f"{UNITS[unit]} by month. {past} {ahead}",
        picture=taking.picture(view, file_name([str(look.niche["slug"])]), str(look.niche["name"])),
    )
    st.caption(BARS if fan.empty else BARS + FAN)
    if note := holes_note(look.curve):
        st.caption(note)
    _scenarios(view, look)


def _scenarios(view: RunView, look: Shown) -> None:
    """Draw what may become of a niche, a line each; nothing where there is no forecast."""
    lines = scenario_lines(look.niche)
    if not lines:
        return
    until = month_name(add_months(view.last_month, AHEAD[-1]))
    st.markdown(f"**What may become of it until {until}**")
    st.markdown(
        "\n".join(
            f"- **{title}**, {100 * chance:.0f} %: {means}." for title, chance, means in lines
        )
    )
    st.caption(HOW)
