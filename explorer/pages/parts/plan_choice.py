"""Which plan a page shows: the one its link names, or the one picked on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.pages.parts.places import keep_in_link, named_in_link, say_unusable
from explorer.plans.plan_store import list_plans

if TYPE_CHECKING:
    from explorer.plans.records import Plan
    from explorer.settings import Settings

NAME = "plan"


def pick_plan(place: Settings) -> Plan | None:
    """Return the plan to show, the one changed last if none is named; draw a picker for several."""
    plans = {str(plan.plan_id): plan for plan in _plans(place)}
    wanted = named_in_link(NAME)
    if wanted and wanted not in plans:
        say_unusable([wanted])
    if not plans:
        return None
    shown = wanted if wanted in plans else next(iter(plans))
    picked = shown
    if len(plans) > 1:
        picked = st.selectbox(
            "Plan, the one changed last first",
            list(plans),
            index=list(plans).index(shown),
            format_func=lambda number: plans[number].title,
            key=f"pick-plan-{shown}",
        )
    keep_in_link(NAME, picked)
    if picked != shown:
        st.rerun()
    return plans[shown]


def _plans(place: Settings) -> tuple[Plan, ...]:
    return list_plans(place.user) if place.user.exists() else ()
