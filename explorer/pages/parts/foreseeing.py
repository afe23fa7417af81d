"""Scenarios of a plan's niche: how likely each was and is, and what the person would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.errors import ExplorerError, NicheNotFoundError
from explorer.niches import find_niche
from explorer.pages.parts import wished
from explorer.pages.parts.view import RunView
from explorer.plans.drafting.responses import draft_responses
from explorer.plans.records import LONGEST_TEXT
from explorer.plans.scenarios import read_responses, save_responses
from explorer.presentation.escaping import plain
from explorer.presentation.scenarios import chance_line, moved_line
from explorer.trends.scenarios import chances

if TYPE_CHECKING:
    from explorer.pages.parts.view import View
    from explorer.plans.records import Plan, SavedNiche


def draw(view: View, plan: Plan, niche: SavedNiche) -> None:
    """Draw what the person would do in each scenario, drafted where nothing is kept yet."""
    now, near = _today(view, niche)
    then = chances(niche.shown)
    if isinstance(view, RunView) and (line := moved_line(then, now, as_of=view.judged)):
        st.info(plain(line))
    key = f"scenarios-{plan.plan_id}"
    was = st.session_state.setdefault(key, read_responses(view.place.user, plan.plan_id))
    drafted = draft_responses(plan, niche, near=near) | was
    if not drafted:
        return
    with (
        st.expander("If it booms, gets crowded, goes on, or stalls"),
        st.form(f"form-{key}", border=False),
    ):
        written = {
            name: st.text_area(
                plain(chance_line(name, then, now)),
                text,
                max_chars=LONGEST_TEXT,
                height=80,
                key=f"{key}-{name}",
            )
            for name, text in drafted.items()
        }
        st.caption("Drafted from your rungs and the niche's words; make each line your own.")
        if st.form_submit_button("Keep these lines"):
            _save(view, plan.plan_id, written, was, key)


def _save(view: View, plan_id: int, written: dict[str, str], was: dict[str, str], key: str) -> None:
    try:
        save_responses(view.place.user, plan_id, written, was=was)
    except ExplorerError as error:
        st.error(plain(str(error)))
    else:
        st.session_state[key] = written
        st.success("Kept.")


def _today(view: View, niche: SavedNiche) -> tuple[dict[str, float], list[str]]:
    """Return the chances of today and the nearest niches, where the analysis has the niche."""
    if not isinstance(view, RunView) or niche.query:
        return {}, []
    ranking = wished.ranking(view)
    try:
        row = find_niche(ranking, niche.niche_id)
    except NicheNotFoundError:
        return {}, []
    names = dict(zip(ranking["niche_id"].tolist(), ranking["name"].tolist(), strict=True))
    near = cached.near_niches(view.run, niche.niche_id)
    return chances({str(key): value for key, value in row.items()}), [
        names[key] for key in near if key in names
    ]
