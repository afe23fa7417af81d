"""Fetching a category from arXiv's query API: what to ask for, and whether all of it came.

The days wanted are cut into slices small enough for one query. A slice is done when as many
distinct papers came as the server announced; its papers and its entry in the harvest log are one
transaction, so that a kill loses nothing. A slice that stays doubtful is logged as a hole. How a
question is asked and its pages are checked is the business of `arxiv_api`.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from explorer.corpus.fetching.pace import INTERVAL, Pace
from explorer.corpus.fetching.slices import (
    DAY,
    Fetched,
    FetchPlan,
    Slice,
    halves,
    in_utc,
    near,
    odd_gaps,
    papers_a_day,
    slices_to_fetch,
)
from explorer.corpus.harvest_log import Harvest, log_harvest, read_harvests
from explorer.corpus.merging import Merged, merge_papers
from explorer.corpus.papers import Paper, acceptable
from explorer.corpus.progress import Progress, silent
from explorer.corpus.store import reading, transaction, writing
from explorer.errors import (
    FetchError,
    FetchIncompleteError,
    FetchUnreadableError,
    StoreNotFoundError,
)

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from explorer.corpus.fetching.arxiv_api import ArxivClient, Page

SOURCE = "api"
"""What the harvest log calls this way in."""

MOST_AT_ONCE = 10_000
"""Papers of one query; above 30,000 arXiv does not answer, and long answers fail more often."""

PAGE_SIZES = (1000, 500, 250)
"""A doubtful slice is asked for again in smaller pages."""

MOST_HOLES = 3
"""A server that leaves so many holes in one run is not asked for more."""

DOUBTS = (FetchUnreadableError, FetchIncompleteError)
"""Errors of one slice; after any other the next slice would fare no better."""


def plan_fetch(
    store_path: Path, category: str, *, since: date, until: date, now: datetime
) -> FetchPlan:
    """Say what `fetch_category` would ask for, and estimate what it costs; asks nobody.

    Raises
    ------
    BadDateError
        If ``since`` is after ``until`` or in the future.
    """
    try:
        with reading(store_path) as connection:
            before = read_harvests(connection, category=category)
    except StoreNotFoundError:
        before = []
    slices = slices_to_fetch(before, since=since, until=until, now=now)
    rate = papers_a_day(before)
    pages = (max(1, math.ceil(rate * part.days / PAGE_SIZES[0])) for part in slices)
    requests = sum(pages) + (len(slices) > 1)
    return FetchPlan(
        category=category,
        slices=tuple(slices),
        requests=requests,
        minutes=requests * INTERVAL / 60,
    )


def fetch_category(
    store_path: Path,
    category: str,
    *,
    since: date,
    until: date,
    url: str,
    contact: str,
    lock_dir: Path,
    now: datetime,
    sleep: Callable[[float], None] = time.sleep,
    interval: float = INTERVAL,
    timeout: float = 60.0,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch the papers of a category submitted between two days, except what is held already.

    Raises
    ------
    BadDateError
        If ``since`` is after ``until`` or in the future.
    StoreBusyError
        At once, if another fetch or import is under way.
    FetchError
        If something did not come; what came is kept, and the rest is logged as a hole.
    """
    from explorer.corpus.fetching.arxiv_api import ArxivClient

    pace = Pace(lock_dir, interval=interval, sleep=sleep)
    with (
        writing(store_path) as connection,
        closing(ArxivClient(url, contact=contact, pace=pace, timeout=timeout)) as client,
    ):
        before = read_harvests(connection, category=category)
        run = _Run(connection, client, category=category, now=now, progress=progress or silent)
        run.fetch(slices_to_fetch(before, since=since, until=until, now=now))
        return Fetched(
            category=category,
            slices=run.done,
            requests=client.requests,
            received=run.received,
            **asdict(run.merged),
        )


@dataclass(slots=True, kw_only=True)
class _Answer:
    """What came for a slice, over all attempts."""

    papers: dict[str, Paper] = field(default_factory=dict)
    expected: int | None = None
    error: FetchError | None = None
    """Why the slice is not done."""


class _Run:
    """One fetch under way: works through slices, and keeps count."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        client: ArxivClient,
        *,
        category: str,
        now: datetime,
        progress: Progress,
    ) -> None:
        self.merged = Merged()
        self.done = self.received = 0
        self._announced: int | None = None
        self._connection, self._client = connection, client
        self._category, self._now, self._progress = category, in_utc(now), progress
        client.on_pause = lambda reason: self._show(f"Waiting for arXiv: {reason}", 0)

    def fetch(self, slices: Iterable[Slice]) -> None:
        """Fetch all slices, then raise the first error; at once if going on would be of no use."""
        waiting = deque(slices)
        errors: list[FetchError] = []
        self._show(f"Fetching {self._category}", 0)
        try:
            self._announced = self._count(list(waiting))
        except FetchError as error:
            errors.append(error)
            self._keep(waiting.popleft(), _Answer(error=error))
            waiting.clear()
        while waiting and len(errors) < MOST_HOLES:
            part = waiting.popleft()
            answer = self._ask(part)
            if _too_many(answer.expected, part):
                waiting.extendleft(reversed(halves(part)))
                continue
            self._keep(part, answer)
            if answer.error:
                errors.append(answer.error)
                if not isinstance(answer.error, DOUBTS):
                    break
        errors += map(self._doubt, self._new_gaps())
        if errors:
            raise errors[0]

    def _new_gaps(self) -> list[Slice]:
        """List the gaps that nobody would believe, and that the log calls done in its last word."""
        before = read_harvests(self._connection, category=self._category)
        words = {
            gap: [h.state for h in before if h.since <= gap.until and h.until >= gap.since]
            for gap in odd_gaps(before)
        }
        return [gap for gap, states in words.items() if states[-1] == "done"]

    def _doubt(self, gap: Slice) -> FetchIncompleteError:
        """Log a gap as a hole, and say why."""
        answer = _Answer()
        error = self._incomplete(gap, answer, "many came of the days before and after")
        answer.error = error
        self._keep(gap, answer)
        return error

    def _count(self, slices: list[Slice]) -> int | None:
        """Ask how many papers there are in all, so that progress has a total."""
        days = sum(part.days for part in slices)
        if len(slices) < 2 or slices[0].since + days * DAY != slices[-1].until + DAY:
            return None
        span = Slice(since=slices[0].since, until=slices[-1].until)
        try:
            return next(self._pages(span, page_size=1)).total
        except FetchUnreadableError:
            return None

    def _ask(self, part: Slice) -> _Answer:
        """Ask for a slice until it adds up, a bounded number of times."""
        answer = _Answer()
        for page_size in PAGE_SIZES:
            try:
                self._attempt(part, answer, page_size=page_size)
                answer.error = None
            except DOUBTS as error:
                answer.error = error
                continue
            except FetchError as error:
                answer.error = error
                break
            # ArXiv is known to answer now and then that nothing matches, so nothing is asked twice.
            if answer.expected or page_size != PAGE_SIZES[0]:
                break
        return answer

    def _attempt(self, part: Slice, answer: _Answer, *, page_size: int) -> None:
        """Ask for a slice once; what comes is added to the answer, also if it does not add up."""
        received: dict[str, Paper] = {}
        totals, strays, problem = set(), 0, ""
        for page in self._pages(part, page_size=page_size):
            answer.expected = page.total
            if _too_many(page.total, part):
                return
            totals.add(page.total)
            good, bad = acceptable(page.papers, today=self._now.date() + DAY)
            strays += sum(not near(paper.submitted, part) for paper in good.values())
            if strays * 2 > len(received) + len(good):
                raise self._incomplete(part, answer, "most papers are from other days")
            problem = problem or bad
            received |= good
            answer.papers |= good
            self._show(f"Fetching {self._category}", len(received), page.total)
        if totals == {len(received)}:
            answer.papers = received
        elif totals != {len(answer.papers)}:  # what several attempts brought can add up as well
            changed = "the total changed meanwhile" if len(totals) > 1 else ""
            raise self._incomplete(part, answer, problem or changed)

    def _pages(self, part: Slice, *, page_size: int) -> Iterator[Page]:
        since, until = part.since, part.until
        return self._client.pages(self._category, since=since, until=until, page_size=page_size)

    def _incomplete(self, part: Slice, answer: _Answer, reason: str) -> FetchIncompleteError:
        span = f"{self._category} from {part.since} to {part.until}"
        span += f" ({reason})" if reason else ""
        received, expected = len(answer.papers), answer.expected or 0
        return FetchIncompleteError(self._client.url, received, expected, span)

    def _keep(self, part: Slice, answer: _Answer) -> None:
        """Save what came and whether it was all, both or nothing."""
        with transaction(self._connection):
            merged = merge_papers(self._connection, answer.papers.values())
            harvest = Harvest(
                source=SOURCE,
                category=self._category,
                since=part.since,
                until=part.until,
                fetched_at=self._now,
                received=len(answer.papers),
                expected=answer.expected,
                state="hole" if answer.error else "done",
            )
            log_harvest(self._connection, harvest)
        self.merged += merged
        self.received += len(answer.papers)
        self.done += answer.error is None

    def _show(self, step: str, received: int, expected: int | None = None) -> None:
        done = self.received + received
        total = expected if self._announced is None else max(done, self._announced)
        self._progress(step, done, total)


def _too_many(total: int | None, part: Slice) -> bool:
    return total is not None and total > MOST_AT_ONCE and part.days > 1
