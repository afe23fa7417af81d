"""The invented people of the demonstration: they arrive, stay, move and leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

LARGEST_TEAM = 9
SENIOR = 0.25
"""Probability that somebody who arrives stays in research for many years."""
SENIOR_WEIGHT = 2
"""How many times as often as others a senior is asked to join a team."""


@dataclass(slots=True, kw_only=True)
class Author:
    """One person and the months of a career."""

    name: str
    first: int
    last: int
    senior: bool


class Community:
    """Everybody who has written so far, by subfield; seniors are found more often."""

    def __init__(
        self, n_subfields: int, names: Mapping[str, Sequence[str]], rng: np.random.Generator
    ) -> None:
        self._members: list[list[Author]] = [[] for _ in range(n_subfields)]
        self._names = names
        self._everybody: list[Author] = []
        self._joined: set[tuple[str, int]] = set()
        self._taken: set[tuple[str, str]] = set()
        self._rng = rng

    def team(
        self, subfield: int, month: int, *, size: float, drawn: tuple[float, float]
    ) -> tuple[str, ...]:
        """Put a team together: newcomers write first, the most experienced last.

        ``drawn`` is how likely a place goes to somebody new, and to somebody from elsewhere.
        """
        newcomers, movers = drawn
        rng = self._rng
        places = min(1 + int(rng.poisson(size - 1)), LARGEST_TEAM)
        team: dict[str, Author] = {}
        for _ in range(places):
            chance = rng.random()
            if chance < newcomers:
                author = self._newcomer(month)
            elif chance < newcomers + movers:
                author = self._active(self._everybody, month)
            else:
                author = self._active(self._members[subfield], month)
            team[author.name] = author
        for author in team.values():
            self._join(author, subfield)
        return tuple(a.name for a in sorted(team.values(), key=lambda a: (a.senior, -a.first)))

    def _join(self, author: Author, subfield: int) -> None:
        if (author.name, subfield) not in self._joined:
            self._joined.add((author.name, subfield))
            self._members[subfield].extend([author] * (SENIOR_WEIGHT if author.senior else 1))

    def _active(self, members: list[Author], month: int) -> Author:
        """Pick somebody who has not left, or a newcomer where nobody remains."""
        while members:
            place = int(self._rng.random() * len(members))
            if members[place].last >= month:
                return members[place]
            members[place] = members[-1]
            members.pop()
        return self._newcomer(month)

    def _newcomer(self, month: int) -> Author:
        senior = self._rng.random() < SENIOR
        shortest, longest = (30, 100) if senior else (4, 45)
        last = month + shortest + int(self._rng.random() * (longest - shortest))
        author = Author(name=self._new_name(), first=month, last=last, senior=senior)
        self._everybody.append(author)
        return author

    def _new_name(self) -> str:
        """Invent a name whose initial and surname nobody has yet."""
        while True:
            parts = (
                self._pick("surname_starts"),
                self._pick("surname_middles"),
                self._pick("surname_ends"),
            )
            given, surname = self._pick("given_names"), "".join(parts)
            if (given[0], surname) not in self._taken:
                self._taken.add((given[0], surname))
                return f"{given} {surname}"

    def _pick(self, part: str) -> str:
        choices = self._names[part]
        return choices[int(self._rng.random() * len(choices))]
