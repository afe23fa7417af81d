"""Where the names of openings stand beside their points, so that none covers another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

PLACED = ("name", "achievable", "novel", "opening", "front")
"""Columns by which names are placed."""

SIDES = ("right", "left", "above", "below")
"""Tried in this order."""

LETTER_WIDTH, LINE_HEIGHT = 1.7, 3.6
"""Of a name in the chart of 100 by 100, as narrow as it gets."""

AWAY = 1.6
"""From a point to its name, and from the middle of a point to its edge."""

EDGES = (0.0, 102.0)
"""Of the chart, both ways."""


def name_sides(table: pd.DataFrame) -> np.ndarray:
    """Choose on which side of its point the name of an opening stands; empty where none has room.

    Openings on the front are named first, then the others in the order of the table. A name covers
    no point, but for that of an opening on the front, which rather covers points than stay out:
    such as are not on the front first. No name covers another.

    Parameters
    ----------
    table : DataFrame
        The columns ``PLACED``.

    Returns
    -------
    ndarray of shape (n_niches,), str
    """
    across, up = (table[axis].to_numpy(dtype=float) for axis in ("achievable", "novel"))
    points = np.stack([across - AWAY, across + AWAY, up - AWAY, up + AWAY], axis=1)
    opening, front = (table[flag].to_numpy(dtype=bool) for flag in ("opening", "front"))
    widths = LETTER_WIDTH * table["name"].map(len).to_numpy(dtype=float)
    sides = np.full(len(table), "", dtype="<U5")
    names = np.empty((0, 4))
    for row in np.flatnonzero(opening)[np.argsort(~front[opening], kind="stable")]:
        others = np.arange(len(table)) != row
        seen = (others, others & front, np.zeros_like(others)) if front[row] else (others,)
        for uncovered in seen:
            kept = np.vstack([points[uncovered], names])
            side, box = _room(across[row], up[row], widths[row], kept)
            if side:
                sides[row], names = side, np.vstack([names, box])
                break
    return sides


def _room(across: float, up: float, width: float, others: np.ndarray) -> tuple[str, np.ndarray]:
    """Return the first side on which a name meets none of the others, and its place there."""
    for side in SIDES:
        box = _box(side, across, up, width)
        if _inside(box) and not _meets(box, others):
            return side, box
    return "", np.empty(0)


def _box(side: str, across: float, up: float, width: float) -> np.ndarray:
    """Return left, right, bottom and top of a name."""
    half, middle = LINE_HEIGHT / 2, width / 2
    left, right, bottom, top = {
        "right": (across + AWAY, across + AWAY + width, up - half, up + half),
        "left": (across - AWAY - width, across - AWAY, up - half, up + half),
        "above": (across - middle, across + middle, up + AWAY, up + AWAY + LINE_HEIGHT),
        "below": (across - middle, across + middle, up - AWAY - LINE_HEIGHT, up - AWAY),
    }[side]
    return np.array([left, right, bottom, top])


def _inside(box: np.ndarray) -> bool:
    return bool(box.min() >= EDGES[0] and box.max() <= EDGES[1])


def _meets(box: np.ndarray, others: np.ndarray) -> bool:
    left, right, bottom, top = box
    across = (others[:, 0] < right) & (others[:, 1] > left)
    return bool((across & (others[:, 2] < top) & (others[:, 3] > bottom)).any())
