"""Long work on a page: start it, show how far it is, stop it, and say what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer import cached
from explorer.jobs import Job, Order
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import span

if TYPE_CHECKING:
    from explorer.settings import Settings

LOOK_EVERY = 0.25
"""Seconds between two looks at a job."""


def carry_out(
    order: Order, *, label: str, at_once: bool = False, disabled: bool = False
) -> tuple[str, ...]:
    """Start an order when the button is pressed, and show it until it ends.

    Work that is under way in the same folder is joined. When it ends, the page begins again.

    Parameters
    ----------
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
    if job is not None and job.running:
        watch(job)
    if job is not None and job.order.work != order.work:
        job = None
    if job is not None:
        _say_how_it_ended(job)
    if (at_once and job is None) or st.button(label, type="primary", disabled=disabled):
        watch(cached.desk().start(order))
    return job.standing.results if job is not None and not job.standing.error else ()


def tell_end(settings: Settings, work: str) -> None:
    """Say how the last job of a kind ended, where its button is no longer shown."""
    job = cached.desk().job(settings)
    if job is not None and job.order.work == work and not job.running:
        _say_how_it_ended(job)


def _say_how_it_ended(job: Job) -> None:
    if job.standing.results:
        st.success("  \n".join(plain(line) for line in job.standing.results))
    if job.standing.error:
        st.error(plain(job.standing.error))
    elif job.stopped:
        st.info("Stopped. What was finished before is kept.")


def watch(job: Job) -> NoReturn:
    """Show how far a job is until it ends; then the page begins again."""
    with st.container(border=True):
        now, bar, past = st.empty(), st.empty(), st.empty()
        st.button("Stop", on_click=job.stop)
        while not job.wait(LOOK_EVERY):
            _show(job, now, bar, past)
    st.rerun()


def _show(job: Job, now: DeltaGenerator, bar: DeltaGenerator, past: DeltaGenerator) -> None:
    standing, left = job.standing, job.seconds_left
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
