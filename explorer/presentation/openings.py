"""Openings by other lines than the usual ones: what a person asks of a niche."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.presentation.niche_tables import flag_marks
from explorer.trends.scores import ACHIEVABLE_LINE, NOVEL_LINE, above_lines, trusted

if TYPE_CHECKING:
    import pandas as pd

USUAL = "Balanced"

PRESETS = {
    "Safe": (60, 75),
    USUAL: (int(NOVEL_LINE), int(ACHIEVABLE_LINE)),
    "Frontier": (90, 25),
}
"""Novel and achievable at least: easier to enter, as flags are judged, or nearer to the front."""


def with_lines(ranking: pd.DataFrame, *, novel: float, achievable: float) -> pd.DataFrame:
    """Flag the niches above two lines as openings; all else that a flag asks stays asked.

    Parameters
    ----------
    ranking : DataFrame
        As from ``niche_tables.ranking``.
    novel, achievable : float
        0 to 100.

    Returns
    -------
    DataFrame
        With other ``opening`` and ``opening_text``; by the usual lines, those of the run.
    """
    above = above_lines(ranking, novel=novel, achievable=achievable)
    stability = ranking.reindex(columns=["stability"])["stability"]
    ranking = ranking.assign(opening=above & trusted(stability, ranking["debris"]))
    return ranking.assign(opening_text=flag_marks(ranking))


def preset_of(novel: float, achievable: float) -> str:
    """Name the preset with these lines, or nothing."""
    return next((name for name, lines in PRESETS.items() if lines == (novel, achievable)), "")
