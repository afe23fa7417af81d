"""arXiv's query API, turned into papers, or into an error that says what arXiv did instead.

The only module that imports ``arxiv``; nothing past it sees a feed entry, nor an error of the
libraries below. They lose papers silently when arXiv misbehaves, so each page is checked here
before it counts. What to ask, and whether the pages add up, is the business of `harvest`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import arxiv
import requests

from explorer.corpus.fetching.arxiv_pages import count_entries, error_summary
from explorer.corpus.fetching.polite_http import (
    TIMEOUT,
    PoliteAdapter,
    ask_patiently,
    make_polite,
)
from explorer.corpus.fetching.strict_xml import PassingError
from explorer.corpus.papers import Paper, one_line, versionless
from explorer.corpus.taxonomy import listed_categories
from explorer.errors import FetchError, FetchUnreadableError

if TYPE_CHECKING:
    from explorer.corpus.fetching.pace import Pace

PAGE_SIZE = 1000
"""Papers asked for at a time; arXiv allows 2,000, but its large pages fail more often."""

MOST_PER_QUERY = 30_000
"""Papers of one query that arXiv gives at all."""

logging.getLogger("arxiv").addHandler(logging.NullHandler())  # its warnings are our errors


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of an answer."""

    total: int
    """Papers that the server says match the query."""
    papers: tuple[Paper, ...]


class ArxivClient(arxiv.Client):  # type: ignore[misc]  # the package has no types
    """The package's client with a pace, a timeout, bounded retries and a look at every page.

    Its own delay and retries are off: they ignore ``Retry-After``, and make a new request at once
    when a connection was dropped.
    """

    def __init__(
        self,
        url: str,
        *,
        contact: str,
        pace: Pace,
        timeout: float = TIMEOUT,
    ) -> None:
        super().__init__(page_size=PAGE_SIZE, delay_seconds=0.0, num_retries=0)
        self.url = url
        self.on_pause: Callable[[str], None] = lambda _reason: None
        """Told why, whenever a request has to be made again."""
        self.query_url_format = url.replace("{", "{{").replace("}", "}}") + "?{}"
        self._pace = pace
        self._adapter = PoliteAdapter(
            url,
            contact=contact,
            pace=pace,
            timeout=timeout,
            look=self._look,
            explain=error_summary,
        )
        make_polite(self._session, self._adapter)
        self._entries = 0
        self._feed: Any = None

    @property
    def requests(self) -> int:
        """Requests made so far, retries included."""
        return self._adapter.requests

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def pages(
        self, category: str, *, since: date, until: date, page_size: int = PAGE_SIZE
    ) -> Iterator[Page]:
        """Yield the papers submitted on some days, oldest first; at least one page, maybe empty.

        Raises
        ------
        FetchRefusedError
            At a 403, at once.
        FetchUnreadableError
            If what comes is not a page of results, also when asked again.
        FetchError
            If nothing comes, also when asked again, or the query is turned down.
        """
        self.page_size = page_size
        search = arxiv.Search(
            query=_query(category, since=since, until=until),
            max_results=None,
            sort_by=arxiv.SortCriterion.SubmittedDate,
            sort_order=arxiv.SortOrder.Ascending,
        )
        results, pages = self.results(search), 0
        for first in results:
            feed, pages = self._feed, pages + 1
            total = feed.header.total_results
            if pages > 10 + 2 * min(total, MOST_PER_QUERY) / min(page_size, 50):
                raise FetchUnreadableError(self.url, "its pages are far shorter than asked for")
            found = (first, *islice(results, len(feed.results) - 1))
            yield Page(total=total, papers=tuple(_to_paper(result) for result in found))
        if pages == 0:
            yield Page(total=0, papers=())

    def _parse_feed(self, url: str, first_page: bool = True, _try_index: int = 0) -> Any:  # noqa: FBT001, FBT002
        """Ask for one page until it is a good one, a bounded number of times; the package calls."""
        return ask_patiently(
            lambda: self._ask(url, first_page=first_page),
            self.url,
            pace=self._pace,
            on_pause=self.on_pause,
        )

    def _look(self, content_type: str, body: bytes) -> None:
        self._entries = count_entries(content_type, body)

    def _ask(self, url: str, *, first_page: bool) -> Any:
        """Ask for one page once."""
        try:
            feed = super()._parse_feed(url, first_page=first_page)
        except arxiv.UnexpectedEmptyPageError as error:
            raise PassingError(reason="a page came empty", unreadable=True) from error
        except requests.RequestException as error:
            raise FetchError(self.url, one_line(str(error))[:200]) from error
        except (arxiv.ArxivError, ValueError) as error:
            reason = f"a page was not understood ({one_line(str(error))[:200]})"
            raise PassingError(reason=reason, unreadable=True) from error
        total = feed.header.total_results
        if feed.malformed or len(feed.results) != self._entries:
            raise PassingError(reason="a page has entries without id or dates", unreadable=True)
        if not feed.results and total > 0:
            raise PassingError(
                reason=f"a page came empty although {total:,} papers match", unreadable=True
            )
        self._feed = feed
        return feed


def _query(category: str, *, since: date, until: date) -> str:
    """Make the query for the papers of a category submitted on some days, both ends included.

    It ends with the first minute of the next day, for nobody says whether 23:59 holds 23:59:30.
    What falls into that minute comes with the next day's query too.
    """
    after = until + timedelta(days=1)
    return f"cat:{category} AND submittedDate:[{since:%Y%m%d}0000 TO {after:%Y%m%d}0000]"


def _to_paper(result: Any) -> Paper:
    """Translate one entry; the licence is not among what the API tells."""
    primary = one_line(result.primary_category)
    listed = listed_categories(primary, " ".join(map(one_line, result.categories)))
    return Paper(
        arxiv_id=versionless(result.entry_id),
        title=one_line(result.title),
        abstract=one_line(result.summary),
        submitted=result.published.date(),
        updated=result.updated.date(),
        primary_category=primary,
        categories=tuple(code for code in dict.fromkeys((primary, *listed)) if code),
        authors=tuple(name for author in result.authors if (name := _name(author.name))),
        comments=one_line(result.comment or ""),
        journal_ref=one_line(result.journal_ref or ""),
        doi=one_line(result.doi or ""),
    )


def _name(written: str) -> str:
    """Clean a name; a semicolon would part it in two where authors are kept as one text."""
    return one_line(written.replace(";", ","))
