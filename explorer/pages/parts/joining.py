"""Where a person makes a niche a part of another one, and parts them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.pages.parts import wish_changes
from explorer.plans.wishes import merge_niche, unmerge_niche
from explorer.presentation.escaping import plain

if TYPE_CHECKING:
    import pandas as pd

    from explorer.pages.parts.shown import Shown
    from explorer.pages.parts.view import RunView


def offer(view: RunView, look: Shown, ranking: pd.DataFrame) -> None:
    """Draw where it is said that a niche is part of another; nothing of one that words define."""
    if look.own:
        return
    niche = look.niche
    with st.popover("Merge", width="stretch"):
        parts = ranking[ranking["part_of"] == niche["niche_id"]]
        for part in [] if parts.empty else parts.to_dict("records"):
            st.button(
                f"Let “{plain(part['name'])}” stand for itself",
                on_click=wish_changes.carry_out,
                args=(unmerge_niche, view, part),
                width="stretch",
            )
        if niche["part_of"]:
            st.caption("It is part of another niche, as you said.")
        elif cached.can_judge(view.run):
            _choose(view, look, ranking)
        else:
            st.caption("This analysis cannot judge niches anew: make it again on Data and method.")


def _choose(view: RunView, look: Shown, ranking: pd.DataFrame) -> None:
    niche = look.niche
    names = _names(view, str(niche["niche_id"]), ranking)
    with st.form(f"merge-{niche['niche_id']}", border=False):
        chosen = st.selectbox(
            "Show it as part of",
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder="The nearest stand first",
        )
        if st.form_submit_button("Merge them", width="stretch") and chosen:
            (whole,) = ranking[ranking["niche_id"] == chosen].to_dict("records")
            wish_changes.carry_out(merge_niche, view, niche, whole)
            st.rerun()
    st.caption(
        "That niche counts the papers of both from then on, and lists leave this one out. It can "
        "be undone, and is kept in backups."
    )


def _names(view: RunView, niche_id: str, ranking: pd.DataFrame) -> dict[str, str]:
    """Name the niches that can be the whole, the nearest first."""
    columns = (ranking[name].tolist() for name in ("niche_id", "name", "hidden", "aside"))
    names = {
        key: name
        for key, name, hidden, aside in zip(*columns, strict=True)
        if not hidden and not aside and key != niche_id
    }
    near = [key for key in cached.near_niches(view.run, niche_id) if key in names]
    return {key: names[key] for key in [*near, *names]}
