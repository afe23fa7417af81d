"""The start of a visit: the browser and the server load what charts need at the same time."""

from __future__ import annotations

import importlib

import streamlit as st

FIRST = ("explorer.pages.parts.opening", "explorer.pages.parts.choosing")
"""What the first page needs of this program; it takes about a second, once."""

NOTHING = {"data": {"values": []}, "mark": "point"}
"""A chart for which the browser loads all that draws charts."""

BEGUN = "visit-begun"


def load() -> None:
    """Draw nothing, once a visit, while what pages need is imported.

    Streamlit's page fetches what draws charts when the first one comes, which would otherwise be
    only after all imports; it takes a browser most of a second.
    """
    place = st.empty()
    if BEGUN in st.session_state:
        return
    st.session_state[BEGUN] = True
    place.vega_lite_chart(NOTHING, width=1, height=1)
    for name in FIRST:
        importlib.import_module(name)
    place.empty()
