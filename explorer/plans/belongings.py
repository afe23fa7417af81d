"""What a person keeps with a plan besides its ladder, read at once for files and checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from explorer.plans.contacts import Contact, read_contacts
from explorer.plans.outcomes import Outcome, read_outcomes
from explorer.plans.scenarios import read_responses
from explorer.trends.scenarios import MEANINGS, TITLES, chances

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongings:
    """What stands beside the rungs of a plan."""

    outcomes: Mapping[int, Outcome] = field(default_factory=dict)
    """What rungs left, by the number of the rung."""
    responses: Mapping[str, str] = field(default_factory=dict)
    """What the person would do, by scenario."""
    contacts: tuple[Contact, ...] = ()
    """The earliest day first."""

    def contacts_of(self, rung_id: int | None) -> tuple[Contact, ...]:
        """Return the contacts about a rung, or about the plan as a whole."""
        return tuple(each for each in self.contacts if each.rung_id == rung_id)

    def outcome_of(self, rung_id: int | None) -> Outcome:
        """Return what a rung left; an empty one if nothing."""
        return self.outcomes.get(rung_id or 0, Outcome())


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What may become of a niche, how likely that was, and what the person would do."""

    title: str
    meaning: str
    chance: str
    """Such as ``23 %``; empty where none was forecast."""
    response: str


def read_belongings(url_or_path: str | Path, plan_id: int) -> Belongings:
    """Read what stands beside the rungs of a plan."""
    return Belongings(
        outcomes=read_outcomes(url_or_path, plan_id),
        responses=read_responses(url_or_path, plan_id),
        contacts=read_contacts(url_or_path, plan_id),
    )


def scenarios_of(shown: Mapping[str, Any], belongings: Belongings) -> Iterator[Scenario]:
    """Give the four scenarios of a plan; none without a forecast nor an answer.

    Parameters
    ----------
    shown : mapping
        The figures of the niche on the day it was saved.
    """
    known = chances(shown)
    if not known and not any(text.strip() for text in belongings.responses.values()):
        return
    for name, title in TITLES.items():
        yield Scenario(
            title=title,
            meaning=MEANINGS[name],
            chance=f"{100 * known[name]:.0f} %" if known else "",
            response=belongings.responses.get(name, "").strip(),
        )
