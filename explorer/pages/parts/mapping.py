"""The landscape to walk through: level, what it lies in, the chart, and a list for the keyboard."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from explorer.charts.landscape import map_chart
from explorer.pages.parts import charting, places
from explorer.pages.parts.places import keep_in_link, named_in_link, say_unusable
from explorer.presentation import landscape
from explorer.presentation.crowds import MOST_DRAWN
from explorer.presentation.landscape import HEIGHT, LEVELS
from explorer.presentation.numbers import counted

if TYPE_CHECKING:
    import pandas as pd

LEVEL, INSIDE = "level", "inside"
"""What the map shows, as its link names it."""

AT_FIRST, FINEST = "subfield", "niche"


def choose(niches: pd.DataFrame) -> tuple[str, str]:
    """Draw the level and the group to look inside of; return both, the latter may be empty."""
    level, inside = _asked(niches)
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    # Keys with the view in them: one that came by link must not meet an older choice.
    level_now = left.radio(
        "Level",
        list(LEVELS),
        list(LEVELS).index(level),
        format_func=LEVELS.__getitem__,
        horizontal=True,
        key=f"{LEVEL}-{level}-{inside}",
    )
    names = {"": "Everything", **landscape.groups_above(niches, level)}
    inside_now = inside
    if len(names) > 1:
        inside_now = right.selectbox(
            "Inside of",
            list(names),
            list(names).index(inside),
            format_func=names.__getitem__,
            key=f"{INSIDE}-{level}-{inside}",
        )
    if (level_now, inside_now) != (level, inside):
        keep = inside_now in landscape.groups_above(niches, level_now)
        look(level_now, inside_now if keep else "")
        st.rerun()
    look(level, inside)
    return level, inside


def look(level: str, inside: str) -> None:
    """Write into the link what the map shows."""
    keep_in_link(LEVEL, level)
    if inside:
        keep_in_link(INSIDE, inside)
    else:
        places.forget(INSIDE)
        st.query_params.pop(INSIDE, None)


def draw(niches: pd.DataFrame, *, level: str, inside: str, source: str) -> str:
    """Draw the map, and the list of what is on it; return the slug that was chosen, or nothing."""
    table = landscape.on_map(niches, level=level, inside=inside)
    if table.empty:
        st.info("Nothing of this level lies there; choose another level or “Everything”.")
        return ""
    rising = int((table["direction"] == landscape.RISING).sum())
    what = "why it stands there" if level == FINEST else "what it is made of"
    st.markdown(
        f"**{counted(len(table), level)}**, {rising:,} rising. "
        f"Choose a point, or a name in the list, to see {what}."
    )
    if len(table) > MOST_DRAWN:
        st.caption(f"The {MOST_DRAWN:,} largest are drawn; look inside of one area to see others.")
    frames, table = landscape.frames(table), table.head(MOST_DRAWN)
    view = f"{level}-{inside}"
    from_map = charting.pick(
        partial(map_chart, table, frames=frames, height=HEIGHT),
        key=f"map-{view}",
        alt=landscape.described(table, level),
        picture=charting.Picture("map", f"{LEVELS[level]}, like beside like", source),
    )
    names = dict(zip(table["slug"], table["name"], strict=True))
    listed = st.selectbox(
        f"{LEVELS[level]} on the map, the largest first",
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="Choose one to open it",
        key=f"map-list-{view}",
    )
    return picked if (picked := listed or from_map) in names else ""


def go_into(level: str, slug: str) -> None:
    """Open what was chosen: a niche on its page, any other group as a map of what it is made of."""
    if level == FINEST:
        places.go_to(places.NICHE, niche=slug)
    finer = list(LEVELS)[list(LEVELS).index(level) + 1]
    places.go_to(places.MAP, **{LEVEL: finer, INSIDE: slug})


def _asked(niches: pd.DataFrame) -> tuple[str, str]:
    """Return what the link asks for, or what was looked at last; say what cannot be shown."""
    level, inside = named_in_link(LEVEL) or AT_FIRST, named_in_link(INSIDE)
    bad = [] if level in LEVELS else [level]
    level = AT_FIRST if bad else level
    if inside and inside not in landscape.groups_above(niches, level):
        bad.append(inside)
        inside = ""
    if bad:
        say_unusable(bad)
    return level, inside
