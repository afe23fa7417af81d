"""All that the Niche page shows of one niche, found by an analysis or defined by words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from explorer import cached
from explorer.pages.parts import wished
from explorer.presentation.niche_tables import growth_curve, parents_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from explorer.own_niche import OwnNiche
    from explorer.pages.parts.view import RunView
    from explorer.presentation.reading_list import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A niche, and the tables that its page draws."""

    niche: Mapping[str, Any]
    """A row of ``niches.parquet``."""
    path: list[str]
    """What it is part of, the largest first."""
    curve: pd.DataFrame
    evidence: pd.DataFrame
    words: pd.DataFrame
    shelves: list[Shelf]
    own: OwnNiche | None = None
    """Set if it was defined by words."""
    together: OwnNiche | None = None
    """Set if it has parts, whose papers are counted too."""


def of_run(view: RunView, niche: pd.Series) -> Shown:
    """Gather what an analysis found of one of its niches, and of its parts."""
    niche_id = str(niche["niche_id"])
    if together := wished.merged(view).get(niche_id):
        path = parents_of(cached.table(view.run, "niches"), niche)
        shown = of_words(view, together)
        return replace(shown, niche=_row(niche), path=path, own=None, together=together)
    words = cached.table(view.run, "words")
    return Shown(
        niche=_row(niche),
        path=parents_of(cached.table(view.run, "niches"), niche),
        curve=cached.growth_curve(view.run, niche_id),
        evidence=cached.evidence(view.place, view.run, niche_id),
        words=words[words["niche_id"] == niche_id],
        shelves=cached.shelves(view.place, view.run, niche_id),
    )


def _row(niche: pd.Series) -> dict[str, Any]:
    return {str(key): value for key, value in niche.items()}


def of_words(view: RunView, own: OwnNiche) -> Shown:
    """Gather what there is of a niche by words."""
    evidence, shelves = cached.own_papers(view.place, view.run, own)
    niche_id = str(own.niche["niche_id"])
    return Shown(
        niche=own.niche,
        path=[],
        curve=growth_curve(own.series, niche_id, cached.month_totals(view.run)),
        evidence=evidence,
        words=own.words,
        shelves=shelves,
        own=own,
    )
