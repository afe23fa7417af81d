"""The papers that a rung stands on: chosen from its niche, and listed below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.pages.parts import papers
from explorer.plans.records import Rung, RungPaper
from explorer.presentation.escaping import plain

if TYPE_CHECKING:
    from explorer.pages.parts.view import View
    from explorer.plans.records import SavedNiche


def choose(rung: Rung, names: dict[str, str], *, key: str) -> tuple[RungPaper, ...]:
    """Draw which papers the rung stands on; those it had keep what was said of them."""
    known = {paper.arxiv_id: paper for paper in rung.papers}
    chosen = st.multiselect(
        "Papers",
        list(names),
        list(known),
        format_func=lambda arxiv_id: f"{names[arxiv_id]} ({arxiv_id})",
        placeholder="Choose from the niche's papers",
        key=f"papers-{key}",
    )
    new = {each: RungPaper(arxiv_id=each, title=names[each], why="") for each in chosen}
    return tuple(known.get(each, new[each]) for each in chosen)


def titles(view: View, niche: SavedNiche, rung: Rung) -> dict[str, str]:
    """Name the papers that can be chosen: the rung's own, then those of its niche."""
    own = {paper.arxiv_id: paper.title for paper in rung.papers}
    return own | cached.titles(view.place.papers, niche.paper_ids) | own


def listing(rung: Rung, *, invented: bool) -> None:
    """Draw the papers of a rung, and what each is to it."""
    st.markdown("**Papers of this rung**")
    lines = [_line(paper, invented=invented) for paper in rung.papers]
    st.markdown("\n".join(lines) or "It stands on no paper.")


def _line(paper: RungPaper, *, invented: bool) -> str:
    title = papers.titled(paper.arxiv_id, paper.title, invented=invented)
    return f"- {title}" + (f"  \n  :gray[{plain(paper.why)}]" if paper.why else "")
