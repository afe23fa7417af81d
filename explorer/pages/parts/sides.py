"""A niche as it is compared and taken along: one that an analysis found, or one by words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from explorer import cached
from explorer.pages.parts import wished
from explorer.presentation.comparison import Side
from explorer.presentation.niche_tables import growth_curve, parents_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.own_niche import OwnNiche
    from explorer.pages.parts.view import RunView


def of_run(view: RunView, niche: Mapping[str, Any], label: str) -> Side:
    """Gather what an analysis found of one of its niches, and of its parts."""
    niche_id, words = str(niche["niche_id"]), cached.table(view.run, "words")
    if together := wished.merged(view).get(niche_id):
        path = parents_of(cached.table(view.run, "niches"), niche)
        return replace(of_words(view, together, label), niche=niche, path=path)
    return Side(
        label=label,
        niche=niche,
        path=parents_of(cached.table(view.run, "niches"), niche),
        curve=cached.growth_curve(view.run, niche_id),
        words=words[words["niche_id"] == niche_id],
        papers=cached.niche_papers(view.place, view.run, niche_id),
    )


def of_words(view: RunView, own: OwnNiche, label: str) -> Side:
    """Gather what there is of a niche by words."""
    totals = cached.month_totals(view.run)
    return Side(
        label=label,
        niche=own.niche,
        path=[],
        curve=growth_curve(own.series, str(own.niche["niche_id"]), totals),
        words=own.words,
        papers=cached.read_own(view.place, view.run, own),
    )
