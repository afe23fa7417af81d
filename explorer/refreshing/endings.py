"""Which niches ended when niches were found anew, and which ones came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from explorer.topics.subfields import Level


def endings(events: pd.DataFrame, level: Level, before: pd.DataFrame) -> list[list[Any]]:
    """List the niches that ended and their heirs, as ``plans.heirs`` takes them.

    A niche goes over into the one that took it in, or else into those that it came apart into. One
    that died has no heir, and is not listed.

    Parameters
    ----------
    events : DataFrame
        As from ``identity.continued``.
    level : Level
        The niches found anew, with the ids that they bear.
    before : DataFrame
        ``niches.parquet`` of the run before.
    """
    import numpy as np

    papers = np.bincount(level.label, minlength=len(level.groups))
    size = dict(zip(level.groups["niche_id"], papers.tolist(), strict=True))
    old = set(before["niche_id"])
    took: dict[str, list[str]] = {}
    came: dict[str, list[str]] = {}
    for row in events.to_dict("records"):
        if row["kind"] == "merged":
            took[row["niche_id"]] = list(row["others"])
        elif row["kind"] == "split":
            came[row["niche_id"]] = list(row["others"])
    heirs = came | {each: [heir] for heir, others in took.items() for each in others}
    ended = sorted(old & heirs.keys() - size.keys())
    return [
        [each, [[heir, _together(each, heir, took, old)] for heir in _by_size(heirs[each], size)]]
        for each in ended
    ]


def _by_size(ids: list[str], size: dict[str, int]) -> list[str]:
    return sorted(ids, key=lambda niche_id: (-size[niche_id], niche_id))


def _together(ended: str, heir: str, took: dict[str, list[str]], old: set[str]) -> list[str]:
    """List the niches whose papers are in an heir now, as far as that is told."""
    itself = {heir} & old
    return sorted({ended, *took.get(heir, ()), *itself})
