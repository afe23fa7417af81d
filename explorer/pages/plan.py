from functools import partial

import streamlit as st

from explorer.charts.ladder import ladder_chart
from explorer.pages.parts import (
    bringing_back,
    charting,
    drifting,
    fitted,
    foreseeing,
    leaving,
    living,
    opening,
    places,
    plan_choice,
    plan_facts,
    rung_form,
    talking,
)
from explorer.plans.contacts import read_contacts
from explorer.plans.niches import read_niche
from explorer.plans.outcomes import Outcome, read_outcomes
from explorer.plans.plan_log import read_log
from explorer.presentation.escaping import plain
from explorer.presentation.ladder import effort_text
from explorer.presentation.numbers import day_name
from explorer.presentation.rhythm import flowing_rungs
from explorer.presentation.skills import skills_line

view = opening.open_place()
bringing_back.tell()
plan = plan_choice.pick_plan(view.place)
if plan is None:
    st.subheader("No plan yet", anchor=False)
    st.markdown(
        "Choose a niche in Discover and save it. It comes with a ladder of four projects of rising "
        "scope, drafted from its papers, for you to make your own."
    )
    if st.button("Go to Discover", type="primary"):
        places.go_to(places.DISCOVER)
    bringing_back.draw(view)
    st.stop()
niche = read_niche(view.place.user, plan.niche_id)

st.title(plain(plan.title), anchor=False)
log = read_log(view.place.user, plan.plan_id)
dates = flowing_rungs(plan, log, today=living.today())
effort = effort_text(plan, until=dates["end"].max().date() if len(dates) else None)
st.markdown(f"{effort}. It rests on papers up to {day_name(niche.as_of)}.")
plan_facts.draw(view, plan, niche)

drifting.draw(view, plan, niche)
living.draw(view, plan, log, dates)
foreseeing.draw(view, plan, niche)
lines = [f"{rung}: {days}" for rung, days in zip(dates["rung"], dates["dates"], strict=True)]
charting.draw(
    partial(ladder_chart, dates),
    key="ladder",
    alt=f"When each rung is due. {'; '.join(lines)}",
    picture=charting.Picture("ladder", plan.title, f"as of {day_name(living.today())}"),
)
st.caption(
    "The draft was made from titles and abstracts: read the papers before you trust a line. "
    "Change whatever you like; each rung is saved by its own button."
)
contacts = read_contacts(view.place.user, plan.plan_id)
left = read_outcomes(view.place.user, plan.plan_id)
next_rung = next((rung.rung_id for rung in plan.rungs if rung.state != "done"), None)
for rung, line in zip(plan.rungs, lines, strict=True):
    label = f"**{line}** · {rung.hours:,g} hours · {rung.state}"
    with st.expander(label, expanded=rung.rung_id == next_rung, key=f"open-{rung.rung_id}"):
        if grown := skills_line(rung.kind, fitted.profile(view)):
            st.caption(grown)
        living.steps(view, plan, rung)
        talking.draw(view, plan, niche, rung, contacts)
        leaving.draw(view, rung, left.get(rung.rung_id or 0, Outcome()))
        rung_form.draw(view, niche, rung)
