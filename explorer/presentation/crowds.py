"""Where thousands of niches are too many to draw: the first ones each, all others counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

MOST_DRAWN = 1_500
"""Niches that are drawn one by one."""

CELL = 2.5
"""Width and height of a cell in which niches are counted, of ranks from 0 to 100."""

CORNER = ("achievable", "novel", "achievable_end", "novel_end")
"""Lower and upper ends of a cell on both axes."""


def drawn_alone(niches: pd.DataFrame, *, always: np.ndarray) -> np.ndarray:
    """Tell which niches are drawn one by one: the first, and those that always are.

    Parameters
    ----------
    niches : DataFrame
        In the order in which they are listed.
    always : ndarray of shape (n_niches,), bool

    Returns
    -------
    ndarray of shape (n_niches,), bool
    """
    return always | (np.arange(len(niches)) < MOST_DRAWN)


def count_by_place(niches: pd.DataFrame) -> pd.DataFrame:
    """Count niches in square cells of the chart; cells without any are left out.

    Returns
    -------
    DataFrame
        ``CORNER`` and ``niches``: how many there are.
    """
    import pandas as pd

    last = int(100 / CELL) - 1
    cells = [
        np.clip(niches[axis].to_numpy() // CELL, 0, last).astype(int)
        for axis in ("achievable", "novel")
    ]
    placed = pd.DataFrame({"x": cells[0], "y": cells[1]})
    counts = placed.value_counts(sort=False).rename("niches").reset_index()
    ends = {
        name: CELL * (counts[axis] + step)
        for name, axis, step in zip(CORNER, "xyxy", (0, 0, 1, 1), strict=True)
    }
    return pd.DataFrame({**ends, "niches": counts["niches"]})
