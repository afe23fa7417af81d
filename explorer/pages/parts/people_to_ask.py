"""Who is worth asking about a rung, why, how their path went, and what to ask them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.asking.people import Asked
from explorer.errors import RunError
from explorer.pages.parts import fitted
from explorer.pages.parts.view import RunView
from explorer.presentation.escaping import plain
from explorer.presentation.file_names import file_name
from explorer.presentation.questions import papers_by, path_lines, question_sheet
from explorer.presentation.worth_asking import worth_asking

if TYPE_CHECKING:
    from explorer.pages.parts.view import View
    from explorer.plans.records import Rung, SavedNiche


def draw(view: View, niche: SavedNiche, rung: Rung) -> None:
    """Draw people, each with the reason, their path and a sheet of questions."""
    asked = _asked(view, niche, rung)
    if not asked:
        st.caption("None of the niche's papers is held here, so nobody can be named.")
        return
    for each in asked:
        st.markdown(f"**{plain(each.name)}**: {plain(each.why)}")
        if each.path:
            st.caption(plain(each.path))
        if each.papers.empty:
            continue
        st.markdown("\n".join(f"- {plain(line)}" for line in path_lines(each.papers)))
        st.download_button(
            "Questions (Markdown)",
            partial(_sheet, each, rung, niche.name),
            file_name=f"questions-{file_name([niche.slug])}.md",
            mime="text/markdown",
            on_click="ignore",
            key=f"sheet-{rung.rung_id}-{each.name}",
        )
    st.caption("Names as on papers; two people of one name are not told apart.")


def _asked(view: View, niche: SavedNiche, rung: Rung) -> list[Asked]:
    if isinstance(view, RunView):
        try:
            return cached.asked(view.place, view.run, niche, rung, fitted.profile(view))
        except RunError:  # an analysis of an earlier version
            pass
    papers = cached.papers_by_id(view.place.papers, niche.paper_ids)
    found = worth_asking(papers, rung, as_of=niche.as_of)
    return [
        Asked(name=name, why=why, path="", papers=papers_by(papers, name)) for name, why in found
    ]


def _sheet(each: Asked, rung: Rung, niche: str) -> bytes:
    return question_sheet(each.name, each.papers, rung, niche=niche).encode()
