"""A refresh: fetch what is new, let it join the niches, and judge all anew when it is time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.corpus.asked import asked_before
from explorer.corpus.fetching.harvest import DOUBTS
from explorer.corpus.fetching.pace import INTERVAL
from explorer.corpus.fetching.ways import fetch
from explorer.corpus.harvest_log import read_harvests
from explorer.corpus.progress import Progress, silent
from explorer.corpus.store import reading
from explorer.errors import FetchError, RunError
from explorer.refreshing.joining import Joined, join_run
from explorer.refreshing.run import refresh_run
from explorer.runs import list_runs

if TYPE_CHECKING:
    from explorer.runs import Run
    from explorer.settings import Settings

NOTHING_FETCHED = (
    "Nothing was ever fetched into this store, so arXiv was not asked. `explorer fetch` begins "
    "with a category; or import a newer file, and refresh again."
)

NO_NEWS = "No paper is new or changed, so the analysis stays as it is."


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What came of a refresh."""

    run: Run
    lines: tuple[str, ...]
    """What was done, in words."""
    problem: str
    """What did not come from arXiv, in words; empty if everything came."""


def refresh(
    settings: Settings,
    *,
    now: datetime,
    lock_dir: Path,
    whole: bool = False,
    sleep: Callable[[float], None] = time.sleep,
    interval: float = INTERVAL,
    progress: Progress = silent,
) -> Refreshed:
    """Bring papers and the current analysis up to date; what arXiv does not give stops nothing.

    Parameters
    ----------
    whole : bool
        Judge all niches anew, even if new papers could join them as they were judged.

    Raises
    ------
    StoreNotFoundError, StoreBusyError, TooFewPapersError, StoreUnwritableError
    """
    added, holes = _fetch_new(
        settings, now=now, lock_dir=lock_dir, sleep=sleep, interval=interval, progress=progress
    )
    run, became = _go_on(settings, now=now, holes=holes, whole=whole, progress=progress)
    lines = [f"{category}: {number:,} new papers came." for category, number in added.items()]
    if not added and not holes:
        lines.append(NOTHING_FETCHED)
    problem = f"Not everything came from arXiv. {' '.join(holes)}" if holes else ""
    return Refreshed(run=run, lines=(*lines, became), problem=problem)


def _go_on(
    settings: Settings, *, now: datetime, holes: list[str], whole: bool, progress: Progress
) -> tuple[Run, str]:
    """Let new papers join the current run, or judge all anew; say what became of it."""
    before, why = list_runs(settings.runs), ""
    if not whole:
        try:
            done = join_run(settings, now=now, holes=holes, progress=progress)
        except RunError:  # there is none, or a file of it cannot be read
            pass
        else:
            if not done.refused:
                return done.run, _what_joined(done)
            why = f" All was judged anew: {done.refused}."
    run = refresh_run(settings, now=now, holes=holes, progress=progress)
    return run, _what_became(run, before, why)


def _fetch_new(
    settings: Settings,
    *,
    now: datetime,
    lock_dir: Path,
    sleep: Callable[[float], None],
    interval: float,
    progress: Progress,
) -> tuple[dict[str, int], list[str]]:
    """Fetch all that was asked for before and what came since; count what is new, tell holes."""
    with reading(settings.papers) as connection:
        wanted = asked_before(read_harvests(connection), until=now.date())
    added: dict[str, int] = {}
    holes: list[str] = []
    for span in wanted:
        added.setdefault(span.category, 0)
        if span.since > now.date():  # a clock that went back
            continue
        try:
            fetched = fetch(
                settings.papers,
                span.category,
                since=span.since,
                until=span.until,
                api_url=settings.arxiv_url,
                oai_url=settings.oai_url,
                contact=settings.contact,
                lock_dir=lock_dir,
                now=now,
                sleep=sleep,
                interval=interval,
                progress=progress,
            )
        except FetchError as error:
            holes.append(f"{span.category}: {error}")
            added.pop(span.category)  # what came in spite of it is kept, and nobody counted it
            if not isinstance(error, DOUBTS):
                break
        else:
            added[span.category] += fetched.added
    return added, holes


def _what_joined(done: Joined) -> str:
    told = []
    if done.papers:
        told.append(
            f"{done.papers:,} papers joined the analysis of {done.run.manifest['papers']:,}."
        )
    if done.gone:
        told.append(f"{done.gone:,} left it, withdrawn or deleted.")
    if done.changed:
        told.append(f"{done.changed:,} changed, which counts when niches are judged anew.")
    if not told:
        return NO_NEWS
    day = done.run.verdicts_as_of
    return " ".join([*told, f"Scores, flags and names are those of {day.day} {day:%B %Y}."])


def _what_became(run: Run, before: list[str], why: str) -> str:
    facts = run.manifest
    if run.run_id in before:
        return NO_NEWS
    if facts.get("continues") is None:
        return f"{facts['papers']:,} papers were analysed."
    anew = f" Niches were found anew: {facts['anew']}." if facts.get("anew") else ""
    return f"{facts['assigned']:,} papers joined the analysis of {facts['papers']:,}.{why}{anew}"
