"""The choice between compared niches, kept with its reason in the plan of the one chosen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from explorer.errors import ExplorerError
from explorer.own_niche import KIND
from explorer.pages.parts import comparison_link, places, saving
from explorer.plans.niches import add_to_note
from explorer.plans.records import is_blank
from explorer.presentation.decision import decision_text
from explorer.presentation.escaping import plain

if TYPE_CHECKING:
    from explorer.pages.parts.view import RunView
    from explorer.plans.records import Plan
    from explorer.presentation.comparison import Side

LONGEST_REASON = 1_000
"""Characters."""


def draw(view: RunView, sides: list[Side]) -> None:
    """Draw the form of a decision; one that is kept opens the plan of the niche chosen."""
    names = "-".join(str(side.niche["niche_id"]) for side in sides)
    with st.form(f"decide-{names}"):
        chosen = st.radio(
            "I choose",
            range(len(sides)),
            format_func=lambda place: plain(sides[place].label),
            horizontal=True,
        )
        because = st.text_area("because", max_chars=LONGEST_REASON, height=80)
        sent = st.form_submit_button("Keep the decision and open its plan")
        st.caption(
            "Kept in the niche's plan with today's date and how each of them stands now, to read "
            "again when the field has moved. A niche that is not saved yet is saved with it."
        )
    if not sent:
        return
    if is_blank(because):
        st.error("Write why, after “because”; a choice without a reason cannot be learned from.")
        return
    try:
        with st.spinner("Keeping the decision"):
            plan = _keep(view, sides, chosen, because)
    except ExplorerError as error:
        st.error(plain(str(error)))
    else:
        places.go_to(places.PLAN, plan=str(plan.plan_id))


def _keep(view: RunView, sides: list[Side], place: int, because: str) -> Plan:
    chosen = sides[place]
    others = [side for side in sides if side is not chosen]
    own = comparison_link.own_in_link(view) if chosen.niche["kind"] == KIND else None
    plan = saving.keep(view, str(chosen.niche["niche_id"]), own)
    today = datetime.now(UTC).date()
    text = decision_text(chosen, others, because, on=today, as_of=view.as_of)
    add_to_note(view.place.user, plan.niche_id, text)
    return plan
