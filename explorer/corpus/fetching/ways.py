"""Which way a category is fetched, why, and what that costs; and fetching it that way.

The query API takes days and states how many papers there are; it is asked for months. OAI-PMH takes
a day and lists all that changed since, deleted papers included; one list of it replaces many
queries, and brings what a copy lacks. The bulk metadata file is everything at once.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from explorer.corpus.fetching.harvest import fetch_category, plan_fetch
from explorer.corpus.fetching.oai_harvest import harvest_category
from explorer.corpus.fetching.oai_lists import OaiList, list_to_read, next_list
from explorer.corpus.fetching.pace import INTERVAL
from explorer.corpus.fetching.slices import Fetched, FetchPlan, in_utc, papers_a_day
from explorer.corpus.harvest_log import read_harvests
from explorer.corpus.store import reading
from explorer.corpus.taxonomy import oai_set
from explorer.errors import NoListError, StoreNotFoundError

if TYPE_CHECKING:
    from pathlib import Path

    from explorer.corpus.progress import Progress

Via = Literal["api", "oai"]

VIAS: tuple[Via, ...] = ("api", "oai")

NAMES: dict[Via, str] = {"api": "the query API", "oai": "OAI-PMH"}

FEW = 20
"""Requests to the API, one minute of them, beside which nothing is worth a choice."""

LIST_PAGE = 1300
"""Records of a page of a list: what arXiv's server was seen to send in 2026; it promises none."""

FADES = 365
"""Days after which the old papers that change are mostly those that changed before: on a day about
as many old papers change as new ones come, and each is in the list only once."""

BULK_MINUTES = 120.0
"""A fetch that takes longer is better begun with the bulk metadata file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a category would be fetched."""

    category: str
    via: Via
    reason: str
    """Why that way, in words that go on after ``as``."""
    requests: int
    """Estimated from the papers a day that came so far."""
    minutes: float
    """The time that the requests take at the pace arXiv allows; slow answers come on top."""


def plan(
    store_path: Path,
    category: str,
    *,
    since: date,
    until: date,
    now: datetime,
    via: Via | None = None,
) -> Way:
    """Choose the way for a category, or take the one given, and estimate its cost; asks nobody.

    Raises
    ------
    BadDateError
        If ``since`` is after ``until`` or in the future.
    NoListError
        If OAI-PMH is given and has no list of this category.
    """
    queries = plan_fetch(store_path, category, since=since, until=until, now=now)
    if via == "oai" and not oai_set(category):
        raise NoListError(category)
    wanted, rate = _list(store_path, category, since)
    days = max(1, (in_utc(now).date() - wanted.seen).days + 1)
    pages = max(1, math.ceil(rate * (days + min(days, FADES)) / LIST_PAGE))
    chosen, reason = (via, "asked for") if via else _choice(queries, wanted, pages, since)
    requests = pages if chosen == "oai" else queries.requests
    return Way(
        category=category,
        via=chosen,
        reason=reason,
        requests=requests,
        minutes=requests * INTERVAL / 60,
    )


def bulk_advice(ways: Sequence[Way]) -> str:
    """Say that arXiv's bulk file is the better first load where that is so, or nothing."""
    minutes = sum(way.minutes for way in ways)
    if minutes <= BULK_MINUTES:
        return ""
    return (
        f"This takes {minutes / 60:,.0f} hours. ArXiv's bulk metadata file "
        "(https://info.arxiv.org/help/bulk_data.html) brings everything at once: "
        "`explorer import arxiv-metadata-oai-snapshot.json.zip`, then fetch what is newer"
    )


def fetch(
    store_path: Path,
    category: str,
    *,
    since: date,
    until: date,
    api_url: str,
    oai_url: str,
    contact: str,
    lock_dir: Path,
    now: datetime,
    via: Via | None = None,
    sleep: Callable[[float], None] = time.sleep,
    interval: float = INTERVAL,
    timeout: float = 60.0,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch the papers of a category submitted between two days, the way that `plan` chooses.

    A list has no end: over OAI-PMH, what was submitted after ``until`` comes as well.

    Raises
    ------
    BadDateError, NoListError
        As `plan` does.
    StoreBusyError
        At once, if another fetch or import is under way.
    FetchError
        If something did not come; what came is kept, and the rest is logged as a hole.
    """
    way = plan(store_path, category, since=since, until=until, now=now, via=via)
    asked: dict[str, Any] = {
        "since": since,
        "contact": contact,
        "lock_dir": lock_dir,
        "now": now,
        "sleep": sleep,
        "interval": interval,
        "timeout": timeout,
        "progress": progress,
    }
    if way.via == "oai":
        return harvest_category(store_path, category, url=oai_url, **asked)
    return fetch_category(store_path, category, until=until, url=api_url, **asked)


def _choice(queries: FetchPlan, wanted: OaiList, pages: int, since: date) -> tuple[Via, str]:
    """Choose between the queries and the list that would bring what is wanted."""
    if not queries.slices:
        return "api", "all of it is held"
    if not oai_set(queries.category):
        return "api", "OAI-PMH has no list of this category alone"
    if wanted.began:
        return "oai", f"a list of {wanted.began:%Y-%m-%d} was not read to its end and goes on"
    if wanted.asked_from > since:
        return "oai", f"it brings what is new and what changed since {wanted.asked_from}"
    if queries.requests <= FEW:
        return "api", "few queries bring it, and it states how many papers there are"
    if pages < queries.requests:
        return "oai", f"one list takes fewer requests than {queries.requests:,} queries"
    return "api", f"a list of all that changed would take {pages:,} requests"


def _list(store_path: Path, category: str, since: date) -> tuple[OaiList, float]:
    """Return the list that would be read, and the papers a day to expect in it."""
    try:
        with reading(store_path) as connection:
            wanted = list_to_read(connection, category, since=since)
            return wanted, papers_a_day(read_harvests(connection, category=category))
    except StoreNotFoundError:
        return next_list([], category, since), papers_a_day([])
