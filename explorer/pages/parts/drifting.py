"""A plan beside the papers that came since: told on its page, and nothing in it is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.errors import ExplorerError
from explorer.pages.parts import papers
from explorer.pages.parts.view import RunView
from explorer.presentation.drift import check_lines
from explorer.presentation.escaping import plain
from explorer.presentation.ladder import rung_name

if TYPE_CHECKING:
    from explorer.pages.parts.view import View
    from explorer.plans.drift import RungCheck
    from explorer.plans.records import Plan, SavedNiche


def draw(view: View, plan: Plan, niche: SavedNiche) -> None:
    """Draw what the niche did since, and the papers nearest to each rung; nothing if none came."""
    if not isinstance(view, RunView) or view.as_of <= niche.as_of:
        return
    try:
        check = cached.plan_check(view.place, view.run, plan, niche)
    except ExplorerError as error:
        st.caption(plain(str(error)))
        return
    st.markdown(" ".join(map(plain, check_lines(check))))
    nearest = tuple(near.paper_id for rung in check.rungs for near in rung.nearest)
    titles = cached.titles(view.place.papers, nearest)
    for rung in check.rungs:
        if any(near.alert for near in rung.nearest):
            name = rung_name(rung.rung.position, rung.rung.kind)
            st.warning(f"{plain(name)}: somebody may have done this. Read it before you go on.")
            _listing(rung, titles, alerts=True, invented=view.invented)
    with st.expander("New papers nearest to each rung"):
        for rung in check.rungs:
            st.markdown(f"**{plain(rung_name(rung.rung.position, rung.rung.kind))}**")
            _listing(rung, titles, alerts=False, invented=view.invented)
        st.caption(
            "By words alone: likeness is 1 for a paper all of whose telling words are those of the "
            "rung; a warning comes where it is unusual among the niche's papers."
        )


def _listing(rung: RungCheck, titles: dict[str, str], *, alerts: bool, invented: bool) -> None:
    chosen = [near for near in rung.nearest if near.alert or not alerts]
    lines = []
    for near in chosen:
        title = titles.get(near.paper_id, near.paper_id)
        shown = papers.titled(near.paper_id, title, invented=invented)
        lines.append(f"- {shown} (likeness {near.likeness:.2f})")
    st.markdown("\n".join(lines) or "None: too few papers to tell.")
