import streamlit as st

from explorer import cached
from explorer.niches import combinations_beside
from explorer.pages.parts import (
    asking,
    besides,
    comparison_choice,
    figures,
    growing,
    joining,
    near,
    not_yet_joined,
    opening,
    papers,
    past,
    people,
    picking,
    record,
    saving,
    shown,
    taking,
    why,
    wished,
    wishing,
    words,
    yours,
)
from explorer.presentation.escaping import plain
from explorer.presentation.niche_tables import NEWBORN, NEWBORN_MARK
from explorer.presentation.niche_texts import (
    NEWBORN_MEANING,
    path_text,
)
from explorer.presentation.numbers import counted, day_name, month_name
from explorer.presentation.score_parts import verdict
from explorer.presentation.stage_texts import HELP, stage_text

view = opening.open_run()
typed = picking.words_in_link()
asking.box(typed)
ranking = wished.ranking(view)
look = picking.show_own(view, typed) if typed else None
title, choice = st.columns([3, 1], gap="large")
with choice:
    look = look or shown.of_run(view, picking.pick_niche(ranking))
    saving.offer(view, look)
    comparison_choice.offer(look)
    taking.niche(view, look)
    wishing.offer(view, look)
    joining.offer(view, look, ranking)
niche = look.niche
with title:
    st.caption(plain(path_text(look.path)))
    st.title(plain(niche["name"]), anchor=False)
    wishing.describe(look, ranking)
    if niche["opening"]:
        st.badge("◆ Opening", color="orange")
    if stage := stage_text(niche.get("stage", ""), niche.get("onset", "")):
        st.badge(stage, color="blue", help=HELP)
    if look.own:
        asking.describe(look.own, int((ranking["kind"] != NEWBORN).sum()))
    elif niche["kind"] == NEWBORN:
        st.badge(f"{NEWBORN_MARK} since {month_name(niche['since'])}", color="violet")
        st.caption(NEWBORN_MEANING)
    st.markdown(verdict(niche))
    if niche["opening"]:
        record.draw(view, niche_id=str(niche["niche_id"]))
figures.draw(view, niche)

st.header("Growth", anchor=False)
growing.draw(view, look)

st.header("Why it stands here", anchor=False)
why.draw(look, invented=view.invented)
besides.draw(view, look)
yours.draw(view, look)

st.header("Its words", anchor=False)
words.draw(look.words)

st.header("Who is there", anchor=False)
people.draw(view, look)

st.header("Neighbours", anchor=False)
if look.own:
    asking.neighbours(look.own)
    not_yet_joined.draw(view, combinations_beside(view.run, look.own, read=cached.table))
else:
    near.draw(view, str(niche["niche_id"]))
    past.draw(view, str(niche["niche_id"]))

st.header("What to read", anchor=False)
st.caption(f"{counted(niche['papers'], 'paper')} up to {day_name(view.as_of)}.")
for column, shelf in zip(st.columns(2, gap="large") * 3, look.shelves, strict=False):
    with column:
        st.markdown(f"**{shelf.title}**: {shelf.why}")
        papers.listing(papers.rows_of(shelf.papers), invented=view.invented)
if view.invented:
    st.caption("These papers are invented, so they have no page on arXiv.")
