import streamlit as st

from explorer import charts
from explorer.pages.parts import opening, places, plan_choice, plan_facts, rung_form
from explorer.plans.niches import read_niche
from explorer.presentation.escaping import plain
from explorer.presentation.ladder import dated_rungs, effort_text, rung_name
from explorer.presentation.numbers import day_name

view = opening.open_place()
plan = plan_choice.pick_plan(view.place)
if plan is None:
    st.subheader("No plan yet", anchor=False)
    st.markdown(
        "Choose a niche in Discover and save it. It comes with a ladder of four projects of rising "
        "scope, drafted from its papers, for you to make your own."
    )
    if st.button("Go to Discover", type="primary"):
        places.go_to(places.DISCOVER)
    st.stop()
niche = read_niche(view.place.user, plan.niche_id)

st.title(plain(plan.title), anchor=False)
st.markdown(f"{effort_text(plan)}. It rests on papers up to {day_name(niche.as_of)}.")
plan_facts.draw(view, plan, niche)

st.altair_chart(
    charts.ladder_chart(dated_rungs(plan)),
    key="ladder",
    alt="When each rung is due: "
    + "; ".join(
        f"{rung}, {dates}"
        for rung, dates in dated_rungs(plan)[["rung", "dates"]].itertuples(index=False)
    ),
)
st.caption(
    "The draft was made from titles and abstracts: read the papers before you trust a line. "
    "Change whatever you like; each rung is saved by its own button."
)
names = [rung_name(rung.position, rung.kind) for rung in plan.rungs]
for tab, rung in zip(st.tabs(names, key="rungs"), plan.rungs, strict=True):
    with tab:
        rung_form.draw(view, niche, rung)
