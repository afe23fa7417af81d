"""Newborn niches of a run: found beside its partition, and put where its other niches are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from explorer.results import Found, Scope, Shown, own_words

if TYPE_CHECKING:
    import pandas as pd

    from explorer.topics.newborns import Newborns
    from explorer.trends.field import Field

    Identify = Callable[[Newborns, pd.DataFrame], tuple[Newborns, pd.DataFrame]]
    """Gives newborns the identity of those of the run before, beside the niches of the partition;
    returns them and what happened to them."""


def newborns_of(papers: pd.DataFrame, found: Found, field: Field, scope: Scope) -> Newborns:
    """Find the newborn niches beside the groups of a run."""
    from explorer.topics.newborns import find_newborns
    from explorer.topics.rising_phrases import Writers

    slots = field.authorships
    return find_newborns(
        papers,
        found.levels,
        found.phrases,
        found.points,
        marks=found.marks,
        month=field.month,
        last=field.last,
        writers=Writers(paper=slots.paper, author=slots.author),
        papers_per_niche=scope.papers_per_niche,
    )


def with_newborns(found: Found, newborns: Newborns) -> tuple[Found, list[Shown]]:
    """Put newborn niches behind the niches of the partition."""
    import numpy as np
    import pandas as pd

    every = np.arange(len(found.similarity))
    shown = [
        Shown(level=each, rows=every, similarity=found.similarity, disjoint=len(each.groups))
        for each in found.levels
    ]
    niches, n = found.levels[0], len(found.levels[0].groups)
    level = replace(
        niches,
        label=np.concatenate([niches.label, n + newborns.group]),
        groups=pd.concat([niches.groups, newborns.groups], ignore_index=True),
    )
    shown[0] = Shown(
        level=level,
        rows=np.concatenate([every, newborns.paper]),
        similarity=np.concatenate([found.similarity, newborns.similarity]),
        disjoint=n,
    )
    words = own_words(newborns.groups, newborns.weights, found.phrases)
    return replace(found, own_words=pd.concat([found.own_words, words])), shown
