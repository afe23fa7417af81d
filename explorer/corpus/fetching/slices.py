"""Which days to ask arXiv for, cut into slices of at most a month; asks nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from explorer.corpus.harvest_log import Harvest
from explorer.errors import BadDateError

TRAIL = 14
"""Days after which a day is taken to be complete: a paper can be announced long after the day that
it was submitted on."""

USUAL_RATE = 30.0
"""Papers a day that a category is guessed to have while nothing of it is known."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A span of days asked for at once, both ends included; never more than a month."""

    since: date
    until: date

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.until - self.since).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPlan:
    """What a fetch would ask for."""

    category: str
    slices: tuple[Slice, ...]
    """Oldest first; empty if all is held."""
    requests: int
    """Estimated from the papers a day that came so far."""
    minutes: float
    """The time that the requests take at the pace arXiv allows; slow answers come on top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a fetch brought."""

    category: str
    slices: int
    """Slices or lists asked for and done; what was done before is not asked for again."""
    requests: int
    """Requests made, retries included."""
    received: int
    """Distinct papers that came, added up over the slices."""
    added: int
    updated: int
    unchanged: int
    via: str = "api"
    """Way in, as the harvest log calls it."""
    removed: int = 0
    """Papers that arXiv deleted."""


def slices_to_fetch(
    before: Iterable[Harvest], *, since: date, until: date, now: datetime
) -> list[Slice]:
    """Cut the days that are not settled yet into slices of at most a month, oldest first.

    A day is settled once it was part of a slice done at least `TRAIL` days after it. What is dated
    after ``now`` was logged while the clock was wrong, and settles nothing.
    """
    until = min(until, in_utc(now).date())
    if since > until:
        raise BadDateError(since.isoformat(), f"it is after {until}, the last day to fetch")
    settled: set[int] = set()
    for harvest in before:
        if harvest.state == "done" and in_utc(harvest.fetched_at) <= in_utc(now):
            last = min(harvest.until, in_utc(harvest.fetched_at).date() - TRAIL * DAY)
            settled.update(range(harvest.since.toordinal(), last.toordinal() + 1))
    slices: list[Slice] = []
    for ordinal in range(since.toordinal(), until.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if ordinal in settled:
            continue
        if slices and slices[-1].until == day - DAY and day.day != 1:
            slices[-1] = Slice(since=slices[-1].since, until=day)
        else:
            slices.append(Slice(since=day, until=day))
    return slices


def papers_a_day(before: Iterable[Harvest]) -> float:
    """Say how many papers a day came so far, or what is usual."""
    done = [harvest for harvest in before if harvest.state == "done"]
    days = sum((harvest.until - harvest.since).days + 1 for harvest in done)
    return sum(harvest.received for harvest in done) / days if days else USUAL_RATE


def halves(part: Slice) -> tuple[Slice, Slice]:
    """Cut a slice of at least two days in two."""
    middle = part.since + (part.days // 2 - 1) * DAY
    return Slice(since=part.since, until=middle), Slice(since=middle + DAY, until=part.until)


def near(day: date, part: Slice) -> bool:
    """Say whether a day lies in a slice, or so little beside it that two clocks explain it."""
    return part.since - DAY <= day <= part.until + DAY


def in_utc(moment: datetime) -> datetime:
    """Return a moment in UTC; one without a zone is taken to be UTC already."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
