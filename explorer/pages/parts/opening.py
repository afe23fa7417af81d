"""What every page opens with: which papers are looked at, and what to do where there are none."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from explorer import cached
from explorer.errors import RunDamagedError, RunError, RunNotFoundError
from explorer.jobs import Order
from explorer.pages.parts import places, tour, work
from explorer.pages.parts.view import RunView, View, look
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import counted, day_name, listed, month_name
from explorer.runs import read_run


def open_run() -> RunView:
    """Open the analysis to show, make it or offer to; says what every page has to say of it."""
    view = look()
    try:
        return _read(view)
    except RunError as error:
        _make_run(view, error)


def open_place() -> View:
    """Open the papers looked at, for a page that can do without an analysis of them."""
    view = look()
    try:
        return _read(view)
    except RunError as error:
        if view.invented:
            _make_run(view, error)
    held = cached.summary(view.place.papers)
    newest = f" · newest of {day_name(held.last)}" if held.last else ""
    st.caption(f"{counted(held.papers, 'paper')} held{newest} · no analysis to show: see Discover")
    return view


def _read(view: View) -> RunView:
    run = read_run(view.place.runs)
    opened = RunView(
        home=view.home, place=view.place, invented=view.invented, began=view.began, run=run
    )
    _say_what_is_shown(opened)
    return opened


def _say_what_is_shown(view: RunView) -> None:
    facts = view.run.manifest
    scope = listed(facts["categories"], most=6) if facts["categories"] else "all categories held"
    papers = counted(facts["papers"], "invented paper" if view.invented else "paper")
    line = (
        f"{papers} · {plain(scope)} · as of {day_name(view.as_of)} · "
        f"last whole month {month_name(view.last_month)}"
    )
    if view.judged != view.as_of:
        line += f" · scores and flags as of {day_name(view.judged)}"
    if view.invented:
        line += " · real ones: see Data and method"
    with st.container(horizontal=True, vertical_alignment="center"):
        if view.invented:
            _mark_as_invented()
        st.caption(line, width="content")
        tour.recall()
        if "continues" in facts and st.button("What changed", type="tertiary"):
            places.go_to(places.DATA)
    tour.draw()
    if view.run.notice:
        st.warning(plain(view.run.notice))


def _make_run(view: View, error: RunError) -> NoReturn:
    """Make the analysis that is missing: at once for the demonstration, on demand for real papers.

    The page ends here, and begins again when there is something to show.
    """
    if isinstance(error, RunDamagedError):
        st.warning(plain(f"{error.path.name} cannot be read: {error.reason}"))
    if view.invented:
        _mark_as_invented()
        st.markdown(
            "There are no papers yet, so a demonstration is made: invented papers, with subfields "
            "that rise, fade and are born. It takes some seconds, once."
        )
        order = Order(work="analysis", settings=view.place)
        if isinstance(error, RunNotFoundError) and view.place != view.home:
            order = Order(work="demonstration", settings=view.home)
        work.carry_out(view, order, label="Make the demonstration", at_once=True)
    else:
        held = cached.summary(view.place.papers).papers
        st.subheader(f"{counted(held, 'paper')} held, and no analysis to show")
        st.markdown(
            "Finding subfields groups the papers by what they are about, follows each group's "
            "share month by month, and scores it. For 100,000 papers it takes about a minute."
        )
        work.carry_out(view, Order(work="analysis", settings=view.place), label="Find subfields")
    st.stop()


def _mark_as_invented() -> None:
    st.badge("Demonstration corpus: invented papers", color="orange")
