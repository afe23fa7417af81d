"""What a person's profile does on Discover: it ranks, says why, and can be switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.errors import ExplorerError, RunWithoutFieldError
from explorer.pages.parts.more_filters import KEPT
from explorer.plans.fit import LINE, with_fit
from explorer.plans.profile import Profile
from explorer.presentation.escaping import plain
from explorer.presentation.fit import because, made_of, moved_text

if TYPE_CHECKING:
    import pandas as pd

    from explorer.fitting.niches import Fits
    from explorer.pages.parts.view import RunView, View

ON, ONLY = "fit", "fitting"
"""Names in the link."""


def profile(view: View) -> Profile:
    """Return the profile, an empty one where it cannot be read; its own page says why."""
    try:
        return cached.profile(view.place.user)
    except ExplorerError:
        return Profile()


def fits(view: RunView) -> Fits | None:
    """Hold the niches against the profile; ``None`` if it says nothing that niches have."""
    said = profile(view)
    if said.is_empty:
        return None
    try:
        found = cached.fits(view.place, view.run, said)
    except RunWithoutFieldError:
        return None
    return found if found.parts else None


def switches(found: Fits | None) -> tuple[bool, bool]:
    """Draw the switches: whether the profile ranks, and whether only openings that fit are kept."""
    if found is None:
        return False, False
    on = st.toggle(
        "Rank with my profile",
        value=True,
        key=ON,
        help=f"Half by the order chosen, half by fit: {made_of(found.parts)}",
        **KEPT,
    )
    only = st.toggle(
        "Only openings that fit me",
        key=ONLY,
        help=f"Openings with a fit of {LINE:.0f} or more that are not far from your interests",
        **KEPT,
    )
    return on, only


def apply(
    shown: pd.DataFrame, found: Fits | None, order: str, *, on: bool, only: bool
) -> pd.DataFrame:
    """Order and narrow niches by their fit; without a profile, or switched off, nothing changes."""
    if found is None or not (on or only):
        return shown
    table = shown.merge(found.table, on="niche_id", how="left")
    if only:
        table = table[table["opening"] & table["fits"].fillna(value=False).astype(bool)]
    if not on:
        return table[shown.columns].reset_index(drop=True)
    table = with_fit(table.reset_index(drop=True), order)
    reasons = [because(row) for row in table.to_dict("records")]
    moves = [moved_text(int(places)) for places in table["moved"]]
    table = table.assign(because=reasons, moved_text=moves)
    return table[[*shown.columns, "fit", "because", "moved_text"]]


def explain(found: Fits | None, *, on: bool) -> None:
    """Say that the profile has a hand in the ranking."""
    if found is not None and on:
        st.caption(
            f"Ranked half by the order chosen and half by how well each niche fits you: "
            f"{plain(made_of(found.parts))}. The column Because says why, and Moved by how many "
            "places your profile moved it. Fit says nothing of growth."
        )
