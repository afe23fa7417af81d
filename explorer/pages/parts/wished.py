"""The niches of an analysis with what a person wants of them; all pages read niches here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer import cached
from explorer.errors import StoreError
from explorer.merged_niches import Judged, with_judged, without_merges
from explorer.plans.heirs import handed_on
from explorer.plans.wishes import parts_of, with_wishes

if TYPE_CHECKING:
    import pandas as pd

    from explorer.cached import Merge
    from explorer.pages.parts.view import RunView
    from explorer.plans.wish import Wish


def ranking(view: RunView) -> pd.DataFrame:
    """Return the niches as Discover shows them: a person's names, ``part_of``, ``hidden``."""
    wanted = _wanted(view)
    merges = _merges(view, wanted)
    if merges:
        return with_wishes(cached.ranking_together(view.run, merges), wanted)
    return cached.ranking_as_wished(view.run, wanted)


def groups(view: RunView) -> pd.DataFrame:
    """Return the groups of all levels with the same."""
    return with_wishes(with_judged(cached.table(view.run, "niches"), merged(view)), _wanted(view))


def merged(view: RunView) -> Judged:
    """Return the niches with parts, judged on the papers of all; they are to be read only."""
    return cached.together(view.run, _merges(view, _wanted(view)))


def wishes(view: RunView) -> tuple[Wish, ...]:
    """Return what a person wants of niches, handed on from those that ended.

    Raises
    ------
    StoreError
        If it cannot be read.
    """
    return handed_on(cached.wishes(view.place.user), view.run.manifest.get("ended", []))


def _wanted(view: RunView) -> tuple[Wish, ...]:
    """Return no wishes where they cannot be read, and no merges where none can be judged.

    Discover says so.
    """
    try:
        wanted = wishes(view)
    except StoreError:
        return ()
    if any(wish.part_of for wish in wanted) and not cached.can_judge(view.run):
        return without_merges(wanted)
    return wanted


def _merges(view: RunView, wanted: tuple[Wish, ...]) -> tuple[Merge, ...]:
    if not any(wish.part_of for wish in wanted):
        return ()
    return tuple(parts_of(wanted, cached.table(view.run, "niches")).items())
