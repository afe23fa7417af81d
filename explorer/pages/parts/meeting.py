"""The niche that is looked at, held against the person: its papers, its words, what is near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer import cached
from explorer.fitting.one_niche import Meeting, meet

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from explorer.fitting.niches import Fits
    from explorer.pages.parts.shown import Shown
    from explorer.pages.parts.view import RunView

MOST_NEAR = 6


def meeting_of(view: RunView, look: Shown, found: Fits) -> tuple[Meeting, pd.DataFrame]:
    """Return what the niche and the person are to each other, and the niche's papers as read."""
    ids, read = _papers(view, look)
    meeting = meet(
        cached.basis(view.run),
        found,
        ids,
        terms=_terms(look),
        near_ids=_near_ids(view, look),
    )
    return meeting, read


def _papers(view: RunView, look: Shown) -> tuple[list[str], pd.DataFrame]:
    """Return the ids of all papers of a niche, and those of them that are read."""
    if look.own:
        return look.own.members["paper_id"].tolist(), cached.read_own(
            view.place, view.run, look.own
        )
    niche_id = str(look.niche["niche_id"])
    read = cached.niche_papers(view.place, view.run, niche_id)
    return read["id"].tolist(), read


def _terms(look: Shown) -> Sequence[str]:
    """Return the niche's words: its own, those it took up, those that rise."""
    words = look.words
    roles = ("own", "imported", "rising")
    return [term for role in roles for term in words.loc[words["role"] == role, "term"]]


def _near_ids(view: RunView, look: Shown) -> list[str]:
    if look.own:
        return look.own.neighbours["niche_id"].head(MOST_NEAR).tolist()
    return list(cached.near_niches(view.run, str(look.niche["niche_id"])))
