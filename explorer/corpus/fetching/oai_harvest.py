"""Fetching a category over OAI-PMH: which list is read, and what came of it.

How it is read to its end is the business of `oai_reader`, where it goes on after a kill that of
`oai_lists`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from explorer.corpus.fetching.oai_lists import SOURCE, list_to_read
from explorer.corpus.fetching.oai_reader import ListReader
from explorer.corpus.fetching.pace import INTERVAL, Pace
from explorer.corpus.fetching.slices import Fetched, in_utc
from explorer.corpus.progress import Progress, silent
from explorer.corpus.store import writing
from explorer.corpus.taxonomy import oai_set
from explorer.errors import BadDateError, NoListError

if TYPE_CHECKING:
    from pathlib import Path


def harvest_category(
    store_path: Path,
    category: str,
    *,
    since: date,
    url: str,
    contact: str,
    lock_dir: Path,
    now: datetime,
    sleep: Callable[[float], None] = time.sleep,
    interval: float = INTERVAL,
    timeout: float = 60.0,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch the papers of a category submitted since a day, and what changed or was deleted.

    A paper submitted earlier is only updated, if it is held: a month must not be half there.

    Raises
    ------
    BadDateError
        If ``since`` is in the future.
    NoListError
        If there is no list of this category.
    StoreBusyError
        At once, if another fetch or import is under way.
    FetchError
        If something did not come; what came is kept, and the rest is logged as a hole.
    """
    from explorer.corpus.fetching.oai_client import OaiClient

    if not oai_set(category):
        raise NoListError(category)
    if since > (today := in_utc(now).date()):
        raise BadDateError(since.isoformat(), f"it is after {today}, the last day to fetch")
    pace = Pace(lock_dir, interval=interval, sleep=sleep)
    with (
        writing(store_path) as connection,
        closing(OaiClient(url, contact=contact, pace=pace, timeout=timeout)) as client,
    ):
        begun = list_to_read(connection, category, since=since)
        if not begun.is_young(in_utc(now)):
            begun = replace(begun, token="")
        run = ListReader(connection, client, begun, now=now, progress=progress or silent)
        run.read()
        return Fetched(
            category=category,
            slices=1,
            requests=client.requests,
            received=len(run.received),
            **asdict(run.merged),
            via=SOURCE,
            removed=run.removed,
        )
