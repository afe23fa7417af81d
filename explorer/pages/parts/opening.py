"""What every page opens with: which papers are looked at, and what to do where there are none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NoReturn

import streamlit as st

from explorer import cached
from explorer.errors import RunDamagedError, RunError, RunNotFoundError, StoreNotFoundError
from explorer.jobs import Order
from explorer.pages.parts import work
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import counted, day_name, listed, month_name
from explorer.runs import Run, read_run
from explorer.settings import Settings, load_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a page looks at."""

    home: Settings
    """Where real papers are kept."""
    place: Settings
    """Where the papers looked at are kept: the same, or the demonstration's own folder."""
    invented: bool
    """Whether they are those of the demonstration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView(View):
    """A view of an analysis."""

    run: Run

    @property
    def as_of(self) -> date:
        """The day from which the analysis looks."""
        return date.fromisoformat(self.run.manifest["as_of"])

    @property
    def last_month(self) -> str:
        """The newest month that is counted."""
        return str(self.run.manifest["last_month"])


def look() -> View:
    """Choose the papers to look at: real ones if there are any, or else the demonstration."""
    home = load_settings()
    try:
        held = cached.summary(home.papers)
    except StoreNotFoundError:
        held = None
    if held is None or not held.papers:
        return View(home=home, place=home.demonstration, invented=True)
    return View(home=home, place=home, invented=held.kind == "demonstration")


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
    opened = RunView(home=view.home, place=view.place, invented=view.invented, run=run)
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
    if view.invented:
        line += " · real ones: see Data and method"
    with st.container(horizontal=True, vertical_alignment="center"):
        if view.invented:
            _mark_as_invented()
        st.caption(line)
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
        work.carry_out(order, label="Make the demonstration", at_once=True)
    else:
        held = cached.summary(view.place.papers).papers
        st.subheader(f"{counted(held, 'paper')} held, and no analysis to show")
        st.markdown(
            "Finding subfields groups the papers by what they are about, follows each group's "
            "share month by month, and scores it. For 100,000 papers it takes about a minute."
        )
        work.carry_out(Order(work="analysis", settings=view.place), label="Find subfields")
    st.stop()


def _mark_as_invented() -> None:
    st.badge("Demonstration corpus: invented papers", color="orange")
