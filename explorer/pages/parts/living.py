"""A plan as it goes: the next step, ten minutes with one click, rungs begun and finished."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import streamlit as st

from explorer.pages.parts import logbook, plan_changes
from explorer.plans.plan_log import TEN_MINUTES, change_state, log_minutes, take_back
from explorer.presentation.escaping import plain
from explorer.presentation.ladder import rung_name
from explorer.presentation.rhythm import week_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from explorer.pages.parts.view import View
    from explorer.plans.plan_log import Entry
    from explorer.plans.records import Plan, Rung

STEPS = {
    "planned": (("Start", "started"),),
    "started": (("Finish", "done"), ("Pause", "paused")),
    "paused": (("Go on", "started"), ("Finish", "done")),
    "done": (("Open again", "started"),),
}
"""What can be done with a rung in each state: label, and the state it leads to."""


def today() -> date:
    """Return the day, as stores count days."""
    return datetime.now(UTC).date()


def draw(view: View, plan: Plan, log: Sequence[Entry], rungs: pd.DataFrame) -> None:
    """Draw what is next, the log and the charts."""
    plan_changes.say_problem()
    following = next((rung for rung in plan.rungs if rung.state == "started"), None)
    following = following or next((rung for rung in plan.rungs if rung.state == "planned"), None)
    with st.container(horizontal=True, vertical_alignment="center"):
        number = None if following is None else following.rung_id
        plan_changes.button(
            f"Log {TEN_MINUTES} minutes", log_minutes, view, plan.plan_id, rung_id=number
        )
        with st.popover("Log more"):
            logbook.form(view, plan, following, today=today())
        if log and not log[-1].event:
            plan_changes.button(
                "Take the last back", take_back, view, log[-1].entry_id, dated=False
            )
        if following is not None:
            st.markdown(f"Next: **{plain(rung_name(following.position, following.kind))}**")
    st.caption(week_text(plan, log, today=today()))
    if log:
        logbook.history(plan, log, rungs, today=today())


def steps(view: View, plan: Plan, rung: Rung) -> None:
    """Draw the buttons that start, pause or finish a rung."""
    with st.container(horizontal=True):
        for label, state in STEPS[rung.state]:
            where = (plan.plan_id, rung.rung_id, state)
            plan_changes.button(label, change_state, view, *where, key=f"{state}-{rung.rung_id}")
