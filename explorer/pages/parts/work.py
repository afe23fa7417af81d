"""Long work on a page: start it, show how far it is, stop it, and say what came of it."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer import cached
from explorer.jobs import Job, Order, Standing
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import moment, span

if TYPE_CHECKING:
    from explorer.pages.parts.view import View
    from explorer.settings import Settings

LOOK_EVERY = 0.25
"""Seconds between two looks at a job."""


def carry_out(
    view: View, order: Order, *, label: str, at_once: bool = False, disabled: bool = False
) -> tuple[str, ...]:
    """Start an order when the button is pressed, and show it until it ends.

    Work that is under way in the same folder is joined. When it ends, the page begins again; so it
    does where work ended after the page began to look, for what stands above may be older.

    Parameters
    ----------
    view : View
    order : Order
    label : str
        Of the button.
    at_once : bool
        Start without a button, unless it was tried before.
    disabled : bool
        The order is not complete yet.

    Returns
    -------
    tuple of str
        What came of the last order of this kind, if it ended well.
    """
    job = cached.desk().job(order.settings)
    last = job.standing if job is not None else None
    if job is not None and last is not None and not last.ended:
        watch(job)
    if last is not None and view.began < last.ended_at <= time.time():
        st.rerun()
    if last is not None and last.order.work != order.work:
        last = None
    if last is not None:
        _say_how_it_ended(last)
    if (at_once and last is None) or st.button(label, type="primary", disabled=disabled):
        watch(cached.desk().start(order))
    return last.results if last is not None and not last.error else ()


def tell_end(settings: Settings, work: str) -> None:
    """Say how the last job of a kind ended, where its button is no longer shown."""
    job = cached.desk().job(settings)
    last = job.standing if job is not None else None
    if last is not None and last.ended and last.order.work == work:
        _say_how_it_ended(last)


def _say_how_it_ended(last: Standing) -> None:
    if last.results:
        st.success("  \n".join(plain(line) for line in last.results))
    if last.error:
        st.error(plain(last.error))
    elif last.stopped:
        st.info("Stopped. What was finished before is kept.")
    if last.ended_at:
        st.caption(f"Ended {moment(datetime.fromtimestamp(last.ended_at, UTC))}.")


def watch(job: Job) -> NoReturn:
    """Show how far a job is until it ends; then the page begins again."""
    with st.container(border=True):
        now, bar, past = st.empty(), st.empty(), st.empty()
        st.button("Stop", on_click=job.stop)
        while not job.wait(LOOK_EVERY):
            _show(job.standing, now, bar, past)
    st.rerun()


def _show(
    standing: Standing, now: DeltaGenerator, bar: DeltaGenerator, past: DeltaGenerator
) -> None:
    left = standing.seconds_left(time.time())
    now.markdown(f"**{plain(standing.step)}** …")
    if standing.total:
        text = f"{standing.done:,} of {standing.total:,}"
        text += f" · about {span(left)} left" if left else ""
        bar.progress(min(standing.done / standing.total, 1.0), text=text)
    elif standing.done:
        bar.caption(f"{standing.done:,} so far")
    else:
        bar.empty()
    past.caption(" · ".join(f"{plain(step)} {span(spent)}" for step, spent in standing.past[1:]))
