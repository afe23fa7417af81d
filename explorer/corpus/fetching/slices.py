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

TOO_ODD = 15.0
"""Papers to expect of days on which, it was said, there were none; chance does that once in three
million times."""

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

    A day is settled once it was part of a slice done at least `TRAIL` days after it, unless it lies
    in one of `odd_gaps`. What is dated after ``now`` was logged while the clock was wrong, and
    settles nothing.
    """
    until = min(until, in_utc(now).date())
    if since > until:
        raise BadDateError(since.isoformat(), f"it is after {until}, the last day to fetch")
    before = list(before)
    settled: set[int] = set()
    for harvest in before:
        if harvest.state == "done" and in_utc(harvest.fetched_at) <= in_utc(now):
            last = min(harvest.until, in_utc(harvest.fetched_at).date() - TRAIL * DAY)
            settled.update(_ordinals(harvest.since, last))
    for gap in odd_gaps(before):
        settled.difference_update(_ordinals(gap.since, gap.until))
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


def odd_gaps(before: Iterable[Harvest]) -> list[Slice]:
    """Find days on which no paper came though many came on the days before and after.

    ArXiv is known to answer that nothing matches where something does. Over a gap, at least as many
    papers a day are expected as on the poorer of its two sides.
    """
    rate: dict[int, float] = {}
    said_empty: set[int] = set()
    for harvest in before:
        if harvest.state == "done":
            days = _ordinals(harvest.since, harvest.until)
            if harvest.received:
                rate.update(dict.fromkeys(days, harvest.received / len(days)))
            elif harvest.expected == 0:
                said_empty.update(days)
    gaps: list[Slice] = []
    for ordinal in sorted(said_empty - rate.keys()):
        day = date.fromordinal(ordinal)
        if gaps and gaps[-1].until == day - DAY:
            gaps[-1] = Slice(since=gaps[-1].since, until=day)
        else:
            gaps.append(Slice(since=day, until=day))
    sides = ((gap.since.toordinal() - 1, gap.until.toordinal() + 1) for gap in gaps)
    poorer = (min(rate.get(side, 0.0) for side in both) for both in sides)
    return [gap for gap, least in zip(gaps, poorer, strict=True) if gap.days * least >= TOO_ODD]


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


def _ordinals(since: date, until: date) -> range:
    return range(since.toordinal(), until.toordinal() + 1)
