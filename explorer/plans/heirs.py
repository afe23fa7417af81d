"""What becomes of wishes when a niche ends: they go over to the niches that came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from explorer.plans.wish import Wish

Heir: TypeAlias = tuple[str, Sequence[str]]
"""Id of a niche, and of all niches whose papers came together in it."""

Ended: TypeAlias = Sequence[tuple[str, Sequence[Heir]]]
"""Id of each niche that ended, in the order of time, and its heirs, the largest first."""


def handed_on(wishes: Sequence[Wish], ended: Ended) -> tuple[Wish, ...]:
    """Hand what a person wanted of niches that ended on to their heirs.

    A name goes to the largest heir, if it has none of the person's. What was hidden, or part of
    another, stays so if all that came together in the heir was; an heir for which nothing is left
    to want is told of by ``came_from`` alone. The order of wishes is irrelevant.

    Returns
    -------
    tuple of Wish
        By id; none of a niche that has heirs.
    """
    kept = {wish.niche_id: wish for wish in sorted(wishes, key=lambda wish: wish.niche_id)}
    gone = {niche_id for niche_id, heirs in ended if heirs}
    for niche_id, heirs in ended:
        wish = kept.get(niche_id)
        if wish is not None:
            for rank, (heir, together) in enumerate(heirs):
                kept[heir] = _inherited(wish, heir, kept, together, named=rank == 0)
        for key, each in kept.items():
            if heirs and each.part_of == niche_id:
                kept[key] = replace(each, part_of="" if key == heirs[0][0] else heirs[0][0])
    found = (wish for key, wish in sorted(kept.items()) if key not in gone)
    return tuple(wish for wish in found if wish.wants_something or wish.came_from)


def heirs_of(niche_id: str, ended: Ended) -> tuple[str, ...]:
    """Return the niches that a niche went over into, the largest first; none if it did not end."""
    line = [niche_id]
    for each, heirs in ended:
        if each in line:
            at = line.index(each)
            found = [heir for heir, _ in heirs if heir not in line]
            line = [*line[:at], *found, *line[at + 1 :]]
    return tuple(each for each in line if each != niche_id)


def _inherited(
    wish: Wish, heir: str, kept: dict[str, Wish], together: Sequence[str], *, named: bool
) -> Wish:
    nothing = replace(wish, own_name="", hidden=False, part_of="", came_from="")
    own = kept.get(heir) or replace(nothing, niche_id=heir)
    before = [kept.get(each) for each in together]
    hidden = all(each and each.hidden for each in before)
    whole = "" if wish.part_of in {heir, *together} else wish.part_of
    part_of = whole if all(each and each.part_of == whole for each in before) else ""
    return replace(
        own,
        own_name=own.own_name or (wish.own_name if named else ""),
        hidden=own.hidden or hidden,
        part_of=own.part_of or part_of,
        came_from=own.came_from or wish.came_from or wish.called,
    )
