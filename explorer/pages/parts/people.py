"""Who writes in a niche, with what each wrote there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import counted, month_name
from explorer.presentation.people import entered_lately, longest_here, people

if TYPE_CHECKING:
    import pandas as pd

    from explorer.pages.parts.shown import Shown
    from explorer.pages.parts.view import RunView

MOST_PEOPLE, MOST_TITLES = 6, 2


def draw(view: RunView, look: Shown) -> None:
    """Draw those who are there longest beside those who entered of late."""
    if look.own:
        everybody = people(cached.read_own(view.place, view.run, look.own))
    else:
        niche_id = str(look.niche["niche_id"])
        everybody = people(cached.niche_papers(view.place, view.run, niche_id))
    st.caption(
        f"{counted(len(everybody), 'person', 'people')} signed its papers; they are told apart by "
        "name alone."
    )
    old, new = st.columns(2, gap="large")
    with old:
        st.markdown("**There longest**: from the first paper here to the last")
        _listing(longest_here(everybody, most=MOST_PEOPLE))
    with new:
        st.markdown("**Entered lately**: first paper here in the last 12 months")
        _listing(entered_lately(everybody, as_of=view.as_of, most=MOST_PEOPLE))


def _listing(chosen: pd.DataFrame) -> None:
    lines = []
    for row in chosen.to_dict("records"):
        first, last = (month_name(f"{row[end]:%Y-%m}") for end in ("first", "last"))
        when = first if first == last else f"{first} to {last}"
        lines.append(f"- **{plain(row['name'])}** · {counted(row['papers'], 'paper')}, {when}  ")
        titles = row["titles"][:MOST_TITLES]
        lines += [f"  :gray[{plain(title)}]  " for title in titles]
    st.markdown("\n".join(lines) or "Nobody.")
