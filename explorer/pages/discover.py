import streamlit as st

from explorer.pages.parts import (
    asking,
    choosing,
    debris,
    filters,
    fitted,
    hidden,
    opening,
    places,
    record,
    taking,
    tour,
    wished,
)
from explorer.presentation.narrowing import narrowed
from explorer.presentation.niche_tables import set_apart
from explorer.presentation.numbers import counted
from explorer.presentation.openings import USUAL, preset_of, with_lines
from explorer.presentation.untold import STATED_RATE, untold_lines

st.subheader(
    "Find newly growing corners of arXiv that you could enter, see why, and plan your way in.",
    anchor=False,
)
view = opening.open_run()
tour.offer(view)
asking.box()
whole = wished.ranking(view)
ranking, aside = set_apart(whole[~whole["hidden"]])
if ranking.empty:
    st.info("All niches are hidden by you.")
    hidden.draw(view, whole)
    st.stop()
chosen = filters.draw(view, ranking)
with st.container(horizontal=True, vertical_alignment="bottom"):
    order = filters.order()
    novel, achievable = filters.lines()
    mine = fitted.fits(view)
    on, only = fitted.switches(mine)
hidden.draw(view, whole)
ranking = with_lines(ranking, novel=novel, achievable=achievable)
shown = narrowed(ranking, order=order, **chosen)
shown = fitted.apply(shown, mine, order, on=on, only=only)

if shown.empty:
    st.info("No niche passes all of these filters.")
    st.button("Clear the filters", on_click=filters.clear)
    st.stop()

if lines := untold_lines(view.run.manifest):
    st.info("\n".join(["What these papers cannot tell:", *(f"- {line}" for line in lines)]))
openings = counted(int(shown["opening"].sum()), "opening")
st.markdown(
    f"**{counted(len(shown), 'niche')}**, {openings} among them. "
    "Choose a name in the table, or a point in the chart, to see why."
)
table, chart = st.columns([9, 6], gap="medium")
with chart:
    seen = places.last_seen("niche")
    from_map = choosing.from_map(
        shown, novel=novel, achievable=achievable, looked_at=seen, source=taking.source(view).line
    )
with table:
    from_table = choosing.from_table(shown)
if slug := from_table or from_map:
    places.go_to(places.NICHE, niche=slug)
fitted.explain(mine, on=on)
st.caption(
    "Score ranks niches by expected growth of their share, from four signals; a niche's own recent "
    "growth is shown and not used, because on past years it foretold nothing. An opening has "
    f"novel at least {novel}, achievable at least {achievable}, and words that grow more than "
    f"chance gives. {STATED_RATE} Preprints are not all of science, and growth is not quality. "
    "Data and method says more."
)
if preset_of(novel, achievable) != USUAL:
    st.caption("The record below is that of the usual openings, and not of these.")
record.draw(view)
debris.draw(aside)
