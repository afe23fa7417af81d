"""What the papers of a run cannot tell, found in what was measured."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from explorer.trends.field import LONGEST_WINDOW, Field
from explorer.trends.scores import ACHIEVABLE_PARTS, MIN_RECENT, NOVEL_PARTS

ENOUGH_MONTHS = 2 * LONGEST_WINDOW
"""Months below which the windows that are compared are short, and authors hardly known before."""

ENOUGH_NICHES = 8
"""Niches with enough papers below which ranks say little."""

SAME = 1e-9
"""Values of a part that differ by less, in all niches, tell none from another."""


def untold_of(field: Field, niches: pd.DataFrame) -> dict[str, Any]:
    """Say what cannot be told, for the manifest.

    Parameters
    ----------
    niches : DataFrame
        Raw parts of the niches, ``papers_recent`` and ``beyond_chance``.

    Returns
    -------
    dict
        ``months`` held, ``niches`` with enough papers, and ``holes`` among the months compared,
        each where it is a limit; ``alike``: parts that are the same in all niches; ``authors``:
        False where no paper names one; ``beyond_chance``: 0 where no niche is beyond chance.
    """
    told = niches[niches["papers_recent"] >= MIN_RECENT]
    untold: dict[str, Any] = {}
    if field.last + 1 < ENOUGH_MONTHS:
        untold |= {"months": int(field.last + 1), "window": field.window}
    if len(told) < ENOUGH_NICHES:
        untold["niches"] = len(told)
    if field.exposure is not None:
        compared = field.exposure.holes > field.last - 2 * field.window
        if n_holes := int((compared & (field.exposure.holes <= field.last)).sum()):
            untold["holes"] = n_holes
    if not field.authorships.team.any():
        untold["authors"] = False
    if len(told) > 1 and (alike := _alike(told)):
        untold["alike"] = alike
    if not niches["beyond_chance"].any():
        untold["beyond_chance"] = 0
    return untold


def _alike(niches: pd.DataFrame) -> list[str]:
    parts = dict.fromkeys((*NOVEL_PARTS, *ACHIEVABLE_PARTS))
    return [name for name in parts if np.ptp(niches[name].to_numpy()) < SAME]
