"""What a plan is as a whole: its name and weekly hours, its niche, files there and back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from explorer.errors import PlanError
from explorer.pages.parts import bringing_back, places, taking_along
from explorer.plans.niches import remove_niche
from explorer.plans.plan_store import update_plan
from explorer.plans.records import WEEKLY_HOURS
from explorer.presentation.escaping import plain

if TYPE_CHECKING:
    from explorer.pages.parts.view import View
    from explorer.plans.records import Plan, SavedNiche

LONGEST_TITLE = 300


def draw(view: View, plan: Plan, niche: SavedNiche) -> None:
    """Draw what can be done with the whole plan."""
    with st.container(horizontal=True):
        taking_along.draw(view, plan, niche)
        bringing_back.draw(view)
        if st.button("Look at the niche again"):
            named = {"words": niche.query} if niche.query else {"niche": niche.slug}
            places.go_to(places.NICHE, **named)
        with st.popover("Title and hours"):
            _edit(view, plan)
        with st.popover("Remove"):
            st.markdown("This deletes the saved niche and all that is written in its plan.")
            if st.button("Delete it", type="primary"):
                remove_niche(view.place.user, niche.niche_id)
                places.forget("plan")
                places.go_to(places.PLAN)
    if niche.note.strip():
        with st.expander("Why this niche"):
            for line in niche.note.splitlines():
                st.markdown(plain(line))


def _edit(view: View, plan: Plan) -> None:
    with st.form(f"plan-{plan.plan_id}", border=False):
        title = st.text_input("Title", plan.title, max_chars=LONGEST_TITLE)
        hours = st.number_input(
            "Hours a week",
            *WEEKLY_HOURS,
            value=plan.hours_per_week,
            step=1.0,
            format="%g",
            help="Dates of all rungs follow from this",
        )
        if st.form_submit_button("Save title and hours", type="primary"):
            try:
                update_plan(
                    view.place.user,
                    plan.plan_id,
                    title=title,
                    hours_per_week=hours,
                    now=datetime.now(UTC),
                )
            except PlanError as error:
                st.error(plain(str(error)))
            else:
                st.toast("Saved")
                st.rerun()
