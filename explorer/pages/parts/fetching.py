"""Getting real papers: which ones, what that costs, and how far it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.corpus.fetching.ways import NAMES, bulk_advice, plan
from explorer.corpus.months import add_months, month_of, months_between
from explorer.corpus.taxonomy import check_categories
from explorer.jobs import Order
from explorer.pages.parts import work
from explorer.presentation.numbers import counted, month_name, span

if TYPE_CHECKING:
    from explorer.pages.parts.view import View

FIRST_MONTH = "1991-08"
"""ArXiv's first."""

USUAL_MONTHS = 60
"""Months back that are proposed: growth needs some years to be seen."""


def draw(view: View) -> None:
    """Draw what to fetch, its cost, and the button; real papers never go to the demonstration."""
    names = cached.category_names()
    now = datetime.now(UTC)
    this_month = month_of(now.date())
    months = months_between(FIRST_MONTH, this_month)[::-1]
    where, when = st.columns([3, 1])
    codes = where.multiselect(
        "Categories",
        list(names),
        format_func=lambda code: f"{code} · {names[code]}",
        placeholder="Type a name or a code, such as Robotics or cs.RO",
        key="fetch-categories",
        persist_state="session",
    )
    since = when.selectbox(
        "Since",
        months,
        months.index(add_months(this_month, -USUAL_MONTHS)),
        format_func=month_name,
        key="fetch-since",
        persist_state="session",
    )
    first = date.fromisoformat(f"{since}-01")
    wanted = tuple(check_categories(codes))
    if wanted:
        st.markdown(_cost(view, wanted, first, now))
    work.carry_out(
        view,
        Order(work="fetch", settings=view.home, categories=wanted, since=first.isoformat()),
        label="Fetch from arXiv",
        disabled=not wanted,
    )


def _cost(view: View, wanted: tuple[str, ...], since: date, now: datetime) -> str:
    """Say which way a fetch takes and what it asks of arXiv, before anything is asked."""
    store = view.home.papers
    ways = [plan(store, each, since=since, until=now.date(), now=now) for each in wanted]
    requests = sum(way.requests for way in ways)
    if not requests:
        return "All of this is held already; nothing would be asked."
    lines = [
        f"- **{way.category}** over {NAMES[way.via]}, as {way.reason}: "
        f"about {counted(way.requests, 'request')}"
        for way in ways
    ]
    minutes = span(60 * sum(way.minutes for way in ways))
    in_all = (
        f"About {counted(requests, 'request')} to arXiv in all, at least {minutes} at the one "
        "request every three seconds that arXiv allows. A first fetch of a large category has "
        "more. What is held is not asked for again, and stopping loses nothing."
    )
    return "\n".join([*lines, "", in_all, "", bulk_advice(ways)])
