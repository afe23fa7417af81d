"""What was asked of arXiv before, and so what a refresh asks for again, up to now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.corpus.harvest_log import Harvest

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Days of one category, both ends included."""

    category: str
    since: date
    until: date


def asked_before(harvests: Iterable[Harvest], *, until: date) -> list[Asked]:
    """Join the days that were asked for, done or not; the last of a category go on until now.

    Days between two spans that nobody ever asked for stay unasked.

    Returns
    -------
    list of Asked
        By category, oldest first; no two of a category touch.
    """
    spans: dict[str, list[Asked]] = {}
    for harvest in sorted(harvests, key=lambda each: (each.category, each.since)):
        found = spans.setdefault(harvest.category, [])
        if found and harvest.since <= found[-1].until + DAY:
            longer = max(found[-1].until, harvest.until)
            found[-1] = Asked(category=harvest.category, since=found[-1].since, until=longer)
        else:
            span = Asked(category=harvest.category, since=harvest.since, until=harvest.until)
            found.append(span)
    for found in spans.values():
        last = found[-1]
        found[-1] = Asked(category=last.category, since=last.since, until=max(last.until, until))
    return [span for found in spans.values() for span in found]
