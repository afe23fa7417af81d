"""What moved between two analyses of the same niches: which rose and which cooled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

MOVED = 10.0
"""Points of 100 by which a score has to move to be told; a score has no interval of its own."""

COMPARED = ("growth", "growth_low", "growth_high", "score")

MOVES = ("rose", "cooled", "up", "down")


def niche_changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Compare the niches that two runs share.

    A niche rose if its growth is now above the interval that it had before, and cooled if it is
    below.

    Parameters
    ----------
    before, after : DataFrame
        Rows of ``niches.parquet`` of level niche.

    Returns
    -------
    DataFrame
        ``niche_id``, ``name``, ``growth_before``, ``growth``, ``score_before``, ``score``, and
        ``move``: ``rose``, ``cooled``, ``up`` or ``down`` (only the score moved, by ``MOVED`` or
        more) or empty; in the order of ``after``.
    """
    old = before[["niche_id", *COMPARED]].rename(columns={c: f"{c}_before" for c in COMPARED})
    both = after.merge(old, on="niche_id", how="inner", validate="one_to_one")
    step = both["score"] - both["score_before"]
    moves = {
        "rose": both["growth"] > both["growth_high_before"],
        "cooled": both["growth"] < both["growth_low_before"],
        "up": step >= MOVED,
        "down": step <= -MOVED,
    }
    told = both.assign(move=np.select(list(moves.values()), list(moves), "")).astype(
        {"move": "str"}
    )
    columns = ("growth_before", "growth", "score_before", "score", "move")
    return told[["niche_id", "name", *columns]]
