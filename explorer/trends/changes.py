"""What moved between two analyses of the same niches: which rose, which cooled, which opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

MOVED = 10.0
"""Points of 100 by which a score has to move to be told; a score has no interval of its own."""

COMPARED = ("growth", "growth_low", "growth_high", "score", "opening")


def niche_changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Compare the niches that two runs share.

    A niche rose if its growth is now above the interval that it had before, or else if its score
    is ``MOVED`` points higher; it cooled in the opposite cases.

    Parameters
    ----------
    before, after : DataFrame
        Rows of ``niches.parquet`` of level niche.

    Returns
    -------
    DataFrame
        ``niche_id``, ``name``, ``growth_before``, ``growth``, ``score_before``, ``score``, ``move``
        (``rose``, ``cooled`` or empty), ``opened`` and ``closed``, in the order of ``after``.
    """
    old = before[["niche_id", *COMPARED]].rename(columns={c: f"{c}_before" for c in COMPARED})
    both = after.merge(old, on="niche_id", how="inner", validate="one_to_one")
    growth = np.sign((both["growth"] - both["growth_before"]).to_numpy())
    within = both["growth"].between(both["growth_low_before"], both["growth_high_before"])
    step = (both["score"] - both["score_before"]).to_numpy()
    score = np.sign(step) * (np.abs(step) >= MOVED)
    move = np.where(within, score, growth)
    opening, opening_before = (both[name].astype(bool) for name in ("opening", "opening_before"))
    told = both.assign(
        move=np.select([move > 0, move < 0], ["rose", "cooled"], ""),
        opened=opening & ~opening_before,
        closed=opening_before & ~opening,
    ).astype({"move": "str"})
    columns = ("growth_before", "growth", "score_before", "score", "move", "opened", "closed")
    return told[["niche_id", "name", *columns]]
