"""``explorer niches --fit``: niches ranked by a person's profile too, and why."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from explorer.plans.profile_store import read_profile

if TYPE_CHECKING:
    import pandas as pd

    from explorer.runs import Run
    from explorer.settings import Settings

COLUMNS = ["fit", "because", "moved"]


def fitted(niches: pd.DataFrame, settings: Settings, run: Run) -> pd.DataFrame:
    """Order niches half by score and half by fit; as they are where the profile says nothing."""
    from explorer.fitting.niches import fit_niches
    from explorer.own_niche import open_basis
    from explorer.plans.fit import with_fit
    from explorer.presentation.fit import because, made_of

    profile = read_profile(settings.user)
    found = None
    if not profile.is_empty:
        found = fit_niches(open_basis(run), settings.papers, profile)
    if found is None or not found.parts:
        _tell("your profile says nothing that niches could fit; see `explorer profile set --help`")
        return niches
    _tell(f"ranked half by score and half by fit: {made_of(found.parts)}")
    table = niches.merge(found.table, on="niche_id", how="inner")
    table = with_fit(table, "score")
    return table.assign(because=[because(row) for row in table.to_dict("records")])


def _tell(text: str) -> None:
    print(f"explorer: {text}", file=sys.stderr)
