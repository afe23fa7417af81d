"""The log of a plan: the weeks behind and what was noted, and the form that notes more."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from explorer.charts.progress import progress_chart, weeks_chart
from explorer.pages.parts import charting, forms, plan_changes
from explorer.plans.plan_log import LONGEST_NOTE, MOST_MINUTES, log_minutes
from explorer.presentation.escaping import plain
from explorer.presentation.ladder import rung_name
from explorer.presentation.numbers import day_name
from explorer.presentation.rhythm import progress_rows, spent, week_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import pandas as pd

    from explorer.pages.parts.view import View
    from explorer.plans.plan_log import Entry
    from explorer.plans.records import Plan, Rung

LINES = 8
"""The last lines of the log that are shown."""


def history(plan: Plan, log: Sequence[Entry], rungs: pd.DataFrame, *, today: date) -> None:
    """Draw the weeks behind, how far each rung is, and the last lines."""
    weeks, parts = week_rows(log, today=today), progress_rows(rungs)
    state = f"as of {day_name(today)}"
    left, right = st.columns(2, gap="large")
    with left:
        charting.draw(
            partial(weeks_chart, weeks, planned=plan.hours_per_week),
            key="weeks",
            alt=f"Hours of the last weeks. {'; '.join(weeks['told'])}",
            picture=charting.Picture("weeks", f"{plan.title}: hours a week", state),
        )
    with right:
        told = [f"{row.rung}: {row.hours:,.1f} hours {row.part}" for row in parts.itertuples()]
        charting.draw(
            partial(progress_chart, parts),
            key="progress",
            alt=f"Hours noted and left. {'; '.join(told)}",
            picture=charting.Picture("progress", f"{plan.title}: hours noted and left", state),
        )
    names = {rung.rung_id: rung_name(rung.position, rung.kind) for rung in plan.rungs}
    with st.expander("The log"):
        for each in log[: -LINES - 1 : -1]:
            what = each.event or spent(each.minutes)
            where = f", {names[each.rung_id]}" if each.rung_id in names else ""
            note = f": {each.note}" if each.note else ""
            st.markdown(f"- {plain(f'{day_name(each.day)}{where}: {what}{note}')}")


def form(view: View, plan: Plan, following: Rung | None, *, today: date) -> None:
    """Draw where time is noted: how long, when, on which rung, and a note."""
    name = f"log-{plan.plan_id}"
    with st.form(key := forms.key(name), border=False):
        minutes = st.number_input("Minutes", 1, MOST_MINUTES, 60, step=10, key=f"minutes-{key}")
        day = st.date_input("Day", today, max_value=today, key=f"day-{key}")
        numbers = [rung.rung_id for rung in plan.rungs]
        names = {rung.rung_id: rung_name(rung.position, rung.kind) for rung in plan.rungs}
        at = numbers.index(following.rung_id) if following is not None else 0
        rung_id = st.selectbox("Rung", numbers, at, format_func=names.__getitem__, key=f"on-{key}")
        note = st.text_input("Note", max_chars=LONGEST_NOTE, key=f"note-{key}")
        if st.form_submit_button("Log it", type="primary"):
            said = {"rung_id": rung_id, "minutes": minutes, "day": day, "note": note}
            now = datetime.now(UTC)
            if plan_changes.changed(log_minutes, view, plan.plan_id, now=now, **said):
                forms.begin_again(name)
            st.rerun()
