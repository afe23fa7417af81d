"""Saved plans held against an analysis."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from explorer.cached.own_niches import basis
from explorer.cached.results import key_of
from explorer.cached.stores import AT_ONCE, Stamp, stamp
from explorer.plans.plan_store import list_plans
from explorer.runs import Run

if TYPE_CHECKING:
    from explorer.plans.drift import PlanCheck
    from explorer.plans.records import Plan, SavedNiche
    from explorer.settings import Settings


def plan_numbers(user: Path) -> dict[str, int]:
    """Return the number of the plan of each saved niche, by the niche's id."""
    return _plan_numbers(user, stamp(user))


@st.cache_data(show_spinner=False, max_entries=AT_ONCE)
def _plan_numbers(user: Path, when: Stamp) -> dict[str, int]:  # noqa: ARG001 (a key)
    return {plan.niche_id: plan.plan_id for plan in list_plans(user)} if user.exists() else {}


def plan_check(place: Settings, run: Run, plan: Plan, niche: SavedNiche) -> PlanCheck:
    """Return what papers that came since mean for a plan."""
    key = (key_of(run), stamp(place.papers), stamp(place.user))
    return _plan_check(place, run, plan, niche, key, plan.plan_id)


@st.cache_data(show_spinner="Holding the plan against new papers", max_entries=16)
def _plan_check(
    _place: Settings,
    _run: Run,
    _plan: Plan,
    _niche: SavedNiche,
    key: tuple[str, Stamp, Stamp],  # noqa: ARG001 (a key)
    plan_id: int,  # noqa: ARG001 (a key)
) -> PlanCheck:
    from explorer.refreshing.drift import check_plan

    return check_plan(_place, basis(_run), _plan, _niche)
