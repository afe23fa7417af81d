"""What in a plan itself needs a look: parts that are missing, chances and days that cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from explorer.plans.hours import day_reached
from explorer.plans.records import is_blank
from explorer.trends.scenarios import TITLES, chances

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from explorer.plans.belongings import Belongings
    from explorer.plans.plan_log import Entry
    from explorer.plans.records import Plan, SavedNiche

OFF = 0.01
"""How far a sum of chances may be from one."""
LONGEST_YEARS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to look at, and what to do next."""

    what: str
    then: str

    @property
    def text(self) -> str:
        """Both in one line."""
        return f"{self.what}; {self.then}."


def find(
    plan: Plan, niche: SavedNiche, belongings: Belongings, log: Sequence[Entry], *, today: date
) -> tuple[Finding, ...]:
    """Look a plan through.

    Parameters
    ----------
    today : date
        A day begins earlier in the east than in UTC, so tomorrow is not too late.
    """
    return (
        *_rungs(plan),
        *_scenarios(niche.shown, belongings.responses),
        *_days(plan, niche, belongings, log, today + timedelta(days=1)),
    )


def _rungs(plan: Plan) -> Iterator[Finding]:
    if not plan.rungs:
        yield Finding(what="It has no rung", then="remove it and save its niche again for a draft")
    for rung in plan.rungs:
        if is_blank(rung.done_when):
            then = "write on its page what can be checked at the end"
            yield Finding(what=f"Rung {rung.position} has no done-when", then=then)
        if not rung.papers and not rung.no_papers:
            then = "choose one on its page, or tick that it stands on none"
            yield Finding(what=f"Rung {rung.position} names no paper", then=then)


def _scenarios(shown: Mapping[str, Any], responses: Mapping[str, str]) -> Iterator[Finding]:
    known = chances(shown)
    total = sum(known.values())
    if known and (abs(total - 1) > OFF or min(known.values()) < 0):
        what = f"The chances of its scenarios sum to {total:.2f}, not to one"
        yield Finding(what=what, then="save its niche again from a newer analysis")
    open_ones = [title for name, title in TITLES.items() if not responses.get(name, "").strip()]
    if known and open_ones:
        what = f"Nothing is written for: {', '.join(open_ones)}"
        yield Finding(what=what, then="say on its page what you would then do")


def _days(
    plan: Plan, niche: SavedNiche, belongings: Belongings, log: Sequence[Entry], last: date
) -> Iterator[Finding]:
    days = [
        ("Its niche looks from", niche.as_of, "save it again from an analysis of today"),
        ("It was made on", plan.created.date(), "set this machine's clock, or export and mend it"),
        *(
            (f"The talk with {each.name} is of", each.day, "remove it and note it again")
            for each in belongings.contacts
        ),
        *(("The log has a line of", each.day, "take it back, or mend its file") for each in log),
    ]
    for what, day, then in days:
        if day > last:
            yield Finding(what=f"{what} {day}, which is not yet", then=then)
    hours = sum(rung.hours for rung in plan.rungs if rung.state != "done")
    end = day_reached(plan, hours)
    if end.year > last.year + LONGEST_YEARS:
        until = f"after {date.max.year}" if end == date.max else str(end.year)
        what = f"At {plan.hours_per_week:.3g} hours a week it would end {until}"
        yield Finding(what=what, then="give it more hours a week, or smaller rungs")
