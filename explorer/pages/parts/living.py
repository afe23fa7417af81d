"""A plan as it goes: the next step, ten minutes with one click, the weeks behind, rungs begun."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.charts.progress import progress_chart, weeks_chart
from explorer.errors import ExplorerError
from explorer.pages.parts import places
from explorer.plans.plan_log import (
    LONGEST_NOTE,
    MOST_MINUTES,
    TEN_MINUTES,
    change_state,
    log_minutes,
    take_back,
)
from explorer.presentation.escaping import plain
from explorer.presentation.ladder import rung_name
from explorer.presentation.numbers import day_name
from explorer.presentation.rhythm import progress_rows, spent, week_rows, week_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from explorer.pages.parts.view import View
    from explorer.plans.plan_log import Entry
    from explorer.plans.records import Plan, Rung

PROBLEM = "living-problem"
"""Where a button leaves what went wrong, for the page to say."""
LINES = 8
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
    if problem := st.session_state.pop(PROBLEM, ""):
        st.error(plain(problem))
    following = next((rung for rung in plan.rungs if rung.state == "started"), None)
    following = following or next((rung for rung in plan.rungs if rung.state == "planned"), None)
    with st.container(horizontal=True, vertical_alignment="center"):
        number = None if following is None else following.rung_id
        _button(f"Log {TEN_MINUTES} minutes", log_minutes, view, plan.plan_id, rung_id=number)
        with st.popover("Log more"):
            _form(view, plan, following)
        if log and not log[-1].event:
            _button("Take the last back", take_back, view, log[-1].entry_id, dated=False)
        if following is not None:
            st.markdown(f"Next: **{plain(rung_name(following.position, following.kind))}**")
    st.caption(week_text(plan, log, today=today()))
    if log:
        _history(plan, log, rungs)


def steps(view: View, plan: Plan, rung: Rung) -> None:
    """Draw the buttons that start, pause or finish a rung."""
    with st.container(horizontal=True):
        for label, state in STEPS[rung.state]:
            where = (plan.plan_id, rung.rung_id, state)
            _button(label, change_state, view, *where, key=f"{state}-{rung.rung_id}")


def _history(plan: Plan, log: Sequence[Entry], rungs: pd.DataFrame) -> None:
    weeks, parts = week_rows(log, today=today()), progress_rows(rungs)
    left, right = st.columns(2, gap="large")
    with left:
        st.altair_chart(
            weeks_chart(weeks, planned=plan.hours_per_week, dark=places.is_dark()),
            key="weeks",
            alt=f"Hours of the last weeks. {'; '.join(weeks['told'])}",
        )
    with right:
        told = [f"{row.rung}: {row.hours:,.1f} hours {row.part}" for row in parts.itertuples()]
        st.altair_chart(
            progress_chart(parts, dark=places.is_dark()),
            key="progress",
            alt=f"Hours noted and left. {'; '.join(told)}",
        )
    names = {rung.rung_id: rung_name(rung.position, rung.kind) for rung in plan.rungs}
    with st.expander("The log"):
        for each in log[: -LINES - 1 : -1]:
            what = each.event or spent(each.minutes)
            where = f", {names[each.rung_id]}" if each.rung_id in names else ""
            note = f": {each.note}" if each.note else ""
            st.markdown(f"- {plain(f'{day_name(each.day)}{where}: {what}{note}')}")


def _form(view: View, plan: Plan, following: Rung | None) -> None:
    with st.form(f"log-{plan.plan_id}", border=False, clear_on_submit=True):
        minutes = st.number_input("Minutes", 1, MOST_MINUTES, 60, step=10)
        day = st.date_input("Day", today(), max_value=today())
        numbers = [rung.rung_id for rung in plan.rungs]
        names = {rung.rung_id: rung_name(rung.position, rung.kind) for rung in plan.rungs}
        at = numbers.index(following.rung_id) if following is not None else 0
        rung_id = st.selectbox("Rung", numbers, at, format_func=names.__getitem__)
        note = st.text_input("Note", max_chars=LONGEST_NOTE)
        if st.form_submit_button("Log it", type="primary"):
            said = {"rung_id": rung_id, "minutes": minutes, "day": day, "note": note}
            _carry_out(log_minutes, view, plan.plan_id, now=datetime.now(UTC), **said)
            st.rerun()


def _button(
    label: str, change: Any, view: View, *what: Any, key: str = "", dated: bool = True, **more: Any
) -> None:
    if dated:
        more["now"] = datetime.now(UTC)
    st.button(label, key=key or label, on_click=_carry_out, args=(change, view, *what), kwargs=more)


def _carry_out(change: Any, view: View, *what: Any, **more: Any) -> None:
    """Change the log or a rung; what goes wrong is left for the page to say."""
    try:
        change(view.place.user, *what, **more)
        if change is change_state:  # its form begins again from what is stored now
            st.session_state.pop(f"rung-{what[1]}", None)
    except ExplorerError as error:
        st.session_state[PROBLEM] = str(error)
