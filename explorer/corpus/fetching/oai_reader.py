"""Reading a list of records over OAI-PMH, page by page, to its end.

A list is sorted by the day of the last change, and states no total. Each page is one transaction
with the place where the list goes on, so that a kill loses a page at most. A list is done when it
came to its end and every record could be read; else it is logged as a hole, and begun again from
the last day up to which all came. Deleted papers are taken out of the store.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from explorer.corpus.fetching.oai_lists import SOURCE, OaiList, forget_list, keep_list
from explorer.corpus.fetching.oai_pages import NOTHING
from explorer.corpus.fetching.slices import DAY, in_utc
from explorer.corpus.harvest_log import Harvest, State, log_harvest
from explorer.corpus.merging import Merged, delete_papers, merge_papers
from explorer.corpus.papers import Paper, acceptable
from explorer.corpus.store import transaction
from explorer.corpus.taxonomy import check_categories, oai_set
from explorer.errors import FetchError, FetchUnreadableError

if TYPE_CHECKING:
    import sqlite3

    from explorer.corpus.fetching.oai_client import OaiClient
    from explorer.corpus.fetching.oai_pages import OaiPage
    from explorer.corpus.progress import Progress

ATTEMPTS = 2
"""How often a page is asked for that came and cannot be right."""

BEGINNINGS = 3
"""How often a list is begun in one run; tokens expire, and records change meanwhile."""

CAME = """
SELECT count(*) FROM categories
JOIN paper_categories ON category = categories.key
JOIN papers ON papers.key = paper
WHERE code = ? AND paper_categories.published BETWEEN ? AND ? AND modified >= ?
"""
"""Papers submitted between two days that came with a list, in this run or one before."""

KNOWN = """
SELECT arxiv_id FROM papers WHERE arxiv_id IN (SELECT value FROM json_each(:ids))
UNION ALL
SELECT arxiv_id FROM deleted_papers
WHERE buried IS NOT NULL AND arxiv_id IN (SELECT value FROM json_each(:ids))
"""
"""Papers of which something came before."""


class ListReader:
    """One list under way: reads it to its end, and keeps count."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        client: OaiClient,
        begun: OaiList,
        *,
        now: datetime,
        progress: Progress,
    ) -> None:
        self.merged = Merged()
        self.removed = 0
        self.received: set[str] = set()
        self._connection, self._client, self._list = connection, client, begun
        self._answered, self._progress = in_utc(now), progress
        self._set, self._codes = oai_set(begun.category), set(check_categories([begun.category]))
        self._came: dict[str, date] = {}
        """Records since the list was begun, with the days of their changes."""
        self._cuts: set[date] = set()
        """Days in the midst of which a page may have ended."""
        self._again: date | None = None
        """Day from which the list has to be begun again to be complete."""
        self._sorted = True
        self._problem = ""
        client.on_pause = lambda reason: self._show(f"Waiting for arXiv: {reason}")

    def read(self) -> None:
        """Read the list to its end; log a hole, and raise, if anything of it may be missing."""
        try:
            for _ in range(BEGINNINGS):
                doubt = self._read_on()
                if not doubt:
                    break
                self._begin_again()
            else:
                reason = f"{doubt}, {BEGINNINGS} times in a row"
                raise FetchUnreadableError(self._client.url, reason)
        except FetchError:
            self._log("hole")
            raise
        self._log("done")

    def _read_on(self) -> str:
        """Read pages until there are no more; say why the list has to be begun again, if so."""
        while True:
            self._show(f"Fetching {self._list.category}")
            page = self._page()
            self._answered = page.responded
            self._list = replace(self._list, began=self._list.began or page.responded)
            if page.error:
                empty = page.error == NOTHING and self._list.seen == self._list.asked_from
                return "" if empty and not self._list.token else f"a list broke off ({page.error})"
            self._keep(page)
            if not page.token:
                break
        if self._problem:
            raise FetchUnreadableError(self._client.url, f"a record is bad ({self._problem})")
        return "records changed while the list was read" if self._again else ""

    def _begin_again(self) -> None:
        self._list = self._resumable("", None)
        self._again, self._problem, self._sorted = None, "", True
        self._came.clear()
        self._cuts.clear()

    def _page(self) -> OaiPage:
        """Ask for the next page, once more if it cannot be right or says that there is none."""
        for _ in range(ATTEMPTS):
            token = self._list.token
            page = (
                self._client.resume(token)
                if token
                else self._client.begin(self._set, modified_since=self._list.seen)
            )
            misplaced = self._misplaced(page)
            if not misplaced and not _acceptable(page)[1] and page.error != NOTHING:
                break
        if misplaced:
            raise FetchUnreadableError(self._client.url, misplaced)
        return page

    def _misplaced(self, page: OaiPage) -> str:
        """Say why a page cannot be the next one, if it cannot."""
        days = _days(page)
        if any(day < self._list.asked_from for day in days.values()):
            return f"it sends records that did not change since {self._list.asked_from}"
        repeated = page.token == self._list.token or days.items() <= self._came.items()
        return "a page came again" if self._list.token and not page.error and repeated else ""

    def _keep(self, page: OaiPage) -> None:
        """Save a page, and where the list goes on after it."""
        good, bad = _acceptable(page)
        self._problem = self._problem or bad
        self._look_back(page)
        midnight = datetime.combine(page.responded.date() + DAY, datetime.min.time(), UTC)
        kept = self._resumable(page.token, page.expires or midnight)
        with transaction(self._connection):
            merged = merge_papers(self._connection, self._wanted(good))
            self.removed += delete_papers(self._connection, page.deleted)
            keep_list(self._connection, kept)
        self.merged += merged
        self.received |= good.keys()
        self._list = replace(kept, token=page.token)

    def _look_back(self, page: OaiPage) -> None:
        """Notice what a page says of those before it, and whether the list can be begun after it.

        A token stands for so many records of a day to be left out. When one of these changes, it
        moves to the end of the list, and the token leaves out another, which then never comes.
        """
        days = _days(page)
        last = max(self._came.values(), default=self._list.seen)
        self._sorted &= min(days.values(), default=last) >= last
        doubtful = [
            self._came[id_] for id_ in days.keys() & self._came if self._came[id_] < days[id_]
        ]
        doubtful = [day for day in doubtful if day in self._cuts]
        if self._problem:
            doubtful.append(self._list.seen)
        self._again = min([*doubtful, *filter(None, [self._again])], default=None)
        self._came |= days
        if page.token:
            self._cuts |= {max(days.values(), default=last)}

    def _resumable(self, token: str, expires: datetime | None) -> OaiList:
        """Return the list with the place from which it can go on after a kill."""
        if not self._sorted or self._again:
            seen = self._again if self._sorted else self._list.asked_from
            return replace(self._list, seen=seen or self._list.seen, token="", expires=None)
        seen = max(self._came.values(), default=self._list.seen)
        return replace(self._list, seen=seen, token=token, expires=expires)

    def _wanted(self, papers: dict[str, Paper]) -> Iterator[Paper]:
        """Leave out what does not belong to the category or span, and was not held before."""
        ids = {"ids": json.dumps(list(papers))}
        known = {arxiv_id for (arxiv_id,) in self._connection.execute(KNOWN, ids)}
        for paper in papers.values():
            new = paper.submitted >= self._list.since and self._codes & set(paper.categories)
            if new or paper.arxiv_id in known:
                yield paper

    def _log(self, state: State) -> None:
        """Log the list; one that was read to its end is kept no longer."""
        first = self._list.asked_from
        until = max(first, (self._list.began or self._answered).date())
        span = (self._list.category, first.isoformat(), until.isoformat(), first.isoformat())
        with transaction(self._connection):
            harvest = Harvest(
                source=SOURCE,
                category=self._list.category,
                since=first,
                until=until,
                fetched_at=self._answered,
                received=self._connection.execute(CAME, span).fetchone()[0],
                expected=None,
                state=state,
            )
            log_harvest(self._connection, harvest)
            if state == "done":
                forget_list(self._connection, self._list)

    def _show(self, step: str) -> None:
        self._progress(step, len(self.received), None)


def _acceptable(page: OaiPage) -> tuple[dict[str, Paper], str]:
    """Part the acceptable papers from the others, and from what is no paper at all."""
    good, bad = acceptable(page.papers, today=page.responded.date() + DAY)
    return good, page.problem or bad


def _days(page: OaiPage) -> dict[str, date]:
    """Return the days on which the records of a page changed, by id."""
    changed = {paper.arxiv_id: paper.modified for paper in page.papers if paper.modified}
    return changed | page.deleted
