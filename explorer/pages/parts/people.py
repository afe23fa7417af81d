"""Who writes in a niche, with what each wrote there and where they came from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.charts.lanes import lanes_chart
from explorer.errors import RunError
from explorer.pages.parts import charting, taking
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import counted, month_name
from explorer.presentation.people import (
    OTHERS,
    came_from,
    entered_lately,
    lanes,
    longest_here,
    people,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from explorer.pages.parts.shown import Shown
    from explorer.pages.parts.view import RunView

MOST_PEOPLE, MOST_TITLES = 6, 2


def draw(view: RunView, look: Shown) -> None:
    """Draw those who are there longest beside those who entered of late, and where all wrote."""
    niche_id = str(look.niche["niche_id"])
    if made := look.own or look.together:
        papers = cached.read_own(view.place, view.run, made)
        niche_id = f"{niche_id} {made.query.typed}"
    else:
        papers = cached.niche_papers(view.place, view.run, niche_id)
    everybody = people(papers)
    longest = longest_here(everybody, most=MOST_PEOPLE)
    entered = entered_lately(everybody, as_of=view.as_of, most=MOST_PEOPLE)
    names = tuple(dict.fromkeys([*longest["name"], *entered["name"]]))
    try:
        paths = cached.author_paths(view.run, niche_id, papers, names)
    except RunError:
        paths = None
    before = {} if paths is None else came_from(paths)
    st.caption(
        f"{counted(len(everybody), 'person', 'people')} signed its papers; they are told apart by "
        "name alone."
    )
    old, new = st.columns(2, gap="large")
    with old:
        st.markdown("**There longest**: from the first paper here to the last")
        _listing(longest, before)
    with new:
        st.markdown("**Entered lately**: first paper here in the last 12 months")
        _listing(entered, before)
    if paths is not None and len(paths):
        _lanes(view, look, paths, before)


def _lanes(view: RunView, look: Shown, paths: pd.DataFrame, before: Mapping[str, str]) -> None:
    """Draw what these people wrote about, and when."""
    table, wheres = lanes(paths)
    count = counted(table["name"].nunique(), "person", "people")
    st.markdown(f"**Their paths**: what {count} wrote, here and elsewhere")
    charting.draw(
        partial(lanes_chart, table, wheres=wheres, others=OTHERS),
        key="lanes",
        alt=f"Papers of {count} by month, one lane each. "
        + "; ".join(f"{name}: {text}" for name, text in before.items()),
        picture=taking.picture(view, "people", f"Who wrote on {look.niche['name']}, and when"),
    )
    st.caption("A mark stands for a person's papers of one month; larger ones for more papers.")


def _listing(chosen: pd.DataFrame, before: Mapping[str, str]) -> None:
    lines: list[str] = []
    before_them: list[str] = []
    for row in chosen.to_dict("records"):
        first, last = (month_name(f"{row[end]:%Y-%m}") for end in ("first", "last"))
        when = first if first == last else f"{first} to {last}"
        lines.append(f"- **{plain(row['name'])}** · {counted(row['papers'], 'paper')}, {when}  ")
        if row["name"] in before:
            lines.append(f"  {plain(before[row['name']])}  ")
        titles = row["titles"][:MOST_TITLES]
        titles = ["the same papers"] if titles == before_them else titles
        lines += [f"  :gray[{plain(title)}]  " for title in titles]
        before_them = row["titles"][:MOST_TITLES]
    st.markdown("\n".join(lines) or "Nobody.")
