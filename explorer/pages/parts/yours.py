"""A niche and the person who looks at it: what they bring, have to learn, and alone have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.corpus.reading import read_papers_by_id
from explorer.pages.parts import fitted, papers, places, wished
from explorer.pages.parts.meeting import meeting_of
from explorer.presentation.escaping import plain
from explorer.presentation.fit import near_text, rare_text, reach_lines
from explorer.presentation.numbers import counted, percent
from explorer.presentation.word_guides import Guide, guides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.fitting.niches import Fits
    from explorer.fitting.one_niche import Meeting
    from explorer.pages.parts.shown import Shown
    from explorer.pages.parts.view import RunView

MOST_GUIDES, MOST_OWN = 6, 5


def draw(view: RunView, look: Shown) -> None:
    """Draw the section; without a profile there is none."""
    found = fitted.fits(view)
    if found is None:
        return
    st.header("You and this niche", anchor=False)
    meeting, read = meeting_of(view, look, found)
    bring, learn, alone = st.columns(3, gap="large")
    with bring:
        st.markdown("**What you bring**")
        _bring(view, look, found, meeting)
    with learn:
        st.markdown("**New to you**: its words that nothing you wrote has, and a paper for each")
        _learn(guides(read, meeting.not_met, most=MOST_GUIDES), invented=view.invented)
    with alone:
        st.markdown("**What few here have**: your words that it hardly uses and a neighbour does")
        _alone(view, meeting)
    if st.button("Change your profile"):
        places.go_to(places.PROFILE)


def _bring(view: RunView, look: Shown, found: Fits, meeting: Meeting) -> None:
    lines = []
    if text := near_text(meeting.near, meeting.nearest):
        lines.append(text)
    if meeting.shared:
        words = (f"{word} ({percent(share)} of its papers)" for word, share in meeting.shared)
        lines.append(f"Words you share: {', '.join(words)}.")
    lines += reach_lines(fitted.profile(view), look.niche)
    row = found.table[found.table["niche_id"] == look.niche["niche_id"]]
    if len(row):
        lines.append(f"Fit: {float(row['fit'].iloc[0]):.0f} of 100.")
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    if meeting.own_ids:
        st.markdown(f"{counted(len(meeting.own_ids), 'paper')} of yours in it:")
        own = read_papers_by_id(view.place.papers, meeting.own_ids[:MOST_OWN])
        papers.listing(papers.rows_of(own), invented=view.invented)


def _learn(found: Sequence[Guide], *, invented: bool) -> None:
    if not found:
        st.markdown("Nothing: you use all of its words.")
    for guide in found:
        title = papers.titled(str(guide.paper["id"]), guide.paper["title"], invented=invented)
        used = counted(guide.papers, "paper")
        st.markdown(f"- **{plain(guide.term)}** ({used}): {title}")


def _alone(view: RunView, meeting: Meeting) -> None:
    names = wished.ranking(view).set_index("niche_id")["name"]
    lines = [
        rare_text(each.papers, plain(each.term), plain(names[each.near_id]))
        for each in meeting.only
        if each.near_id in names.index
    ]
    said = fitted.profile(view)
    if said.data:
        lines.append(f"Data within your reach: {plain(said.data)}")
    if said.languages:
        lines.append(f"Languages: {plain(', '.join(said.languages))}")
    st.markdown("\n".join(f"- {line}" for line in lines) or "Nothing yet that your profile tells.")
