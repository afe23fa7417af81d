"""Where the groups and papers of a run stand on its map, beside those of the run before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd

    from explorer.results import Found, Shown

AXES = ["x", "y"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Places of one run."""

    groups: tuple[np.ndarray, ...]
    """By level, float64 of shape (n_groups, 2)."""
    papers: np.ndarray
    """float32 of shape (n_papers, 2)."""


def places_of(found: Found, shown: Sequence[Shown], before: pd.DataFrame | None = None) -> Places:
    """Place niches, the groups above them, newborn niches, and papers.

    Parameters
    ----------
    shown : sequence of Shown
        The levels of ``found``, newborn niches behind the others.
    before : DataFrame, optional
        Table ``niches`` of the run before. Where the niches are still the same, they stay where
        they were; where they were found anew, they begin there.
    """
    import numpy as np

    from explorer.topics import landscape

    niches, once = shown[0], shown[0].disjoint
    label, centroids = found.levels[0].label, found.model.centroids
    old = _old_places(niches.level.groups["niche_id"].iloc[:once], before)
    same = old is not None and bool(np.isfinite(old).all()) and once == _partition_of(before)
    places = old if old is not None and same else landscape.place_niches(centroids, old)
    papers = np.bincount(label, minlength=once)
    newborns = landscape.place_sharing(
        places,
        niches.level.label[len(label) :] - once,
        label[niches.rows[len(label) :]],
        len(niches.level.groups) - once,
    )
    groups = [np.concatenate([places, newborns])]
    for each in shown[1:]:
        group = np.zeros(once, dtype=np.int64)
        group[label] = each.level.label[: len(label)]
        groups.append(landscape.place_groups(places, group, papers, len(each.level.groups)))
    return Places(
        groups=tuple(groups),
        papers=landscape.place_papers(found.points, label, centroids, places),
    )


def _old_places(ids: pd.Series, before: pd.DataFrame | None) -> np.ndarray | None:
    """Return where niches stood, not a number where there were none; ``None`` without a map."""
    if before is None or not set(AXES) <= set(before.columns):
        return None
    old: np.ndarray = before.set_index("niche_id")[AXES].reindex(ids).to_numpy(dtype=float)
    return old


def _partition_of(before: pd.DataFrame | None) -> int:
    """Count the niches of the partition of the run before."""
    from explorer.results import PARTITION

    if before is None:
        return 0
    return int(((before["level"] == "niche") & (before["kind"] == PARTITION)).sum())
