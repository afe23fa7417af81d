"""The button that keeps a niche: saved with a ladder drafted from its papers, and opened."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.errors import ExplorerError
from explorer.niches import keep_niche, keep_own
from explorer.pages.parts import places
from explorer.presentation.escaping import plain

if TYPE_CHECKING:
    from explorer.own_niche import OwnNiche
    from explorer.pages.parts.shown import Shown
    from explorer.pages.parts.view import RunView
    from explorer.plans.records import Plan


def offer(view: RunView, look: Shown) -> None:
    """Draw the button to save a niche, or to open the plan of one saved before."""
    try:
        plan_id = cached.plan_numbers(view.place.user).get(str(look.niche["niche_id"]))
        if plan_id is not None and st.button("Open its plan", type="primary", width="stretch"):
            places.go_to(places.PLAN, plan=str(plan_id))
        if plan_id is None and st.button("Save this niche", type="primary", width="stretch"):
            with st.spinner("Drafting a ladder of projects from its papers"):
                plan = keep(view, str(look.niche["niche_id"]), look.own)
            places.go_to(places.PLAN, plan=str(plan.plan_id))
    except ExplorerError as error:
        st.error(plain(str(error)))


def keep(view: RunView, niche_id: str, own: OwnNiche | None) -> Plan:
    """Save a niche with a ladder, or return the plan of one saved before.

    Raises
    ------
    ExplorerError
        If it cannot be saved.
    """
    now = datetime.now(UTC)
    if own:
        return keep_own(view.place, view.run, own, now=now)
    return keep_niche(view.place, view.run, niche_id, now=now)
