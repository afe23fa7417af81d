"""arXiv's query API, turned into papers, or into an error that says what arXiv did instead.

The only module that imports ``arxiv``; nothing past it sees a feed entry, nor an error of the
libraries below. They lose papers silently when arXiv misbehaves, so each page is checked here
before it counts. What to ask, and whether the pages add up, is the business of `harvest`.
"""

from __future__ import annotations

import io
import logging
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

import arxiv
import requests
import urllib3
from requests.adapters import HTTPAdapter

from explorer import __version__
from explorer.corpus.fetching.arxiv_pages import PassingError, count_entries, error_summary
from explorer.corpus.papers import Paper, one_line, versionless
from explorer.corpus.taxonomy import listed_categories
from explorer.errors import FetchError, FetchRefusedError, FetchUnreadableError

if TYPE_CHECKING:
    from explorer.corpus.fetching.pace import Pace

PAGE_SIZE = 1000
"""Papers asked for at a time; arXiv allows 2,000, but its large pages fail more often."""

PAUSES = (1, 2, 4)
"""How long a failed request rests before it is made again, in intervals of the pace."""

BUSY = 5
"""A server that says it is busy is left alone so many times longer."""

TIMEOUT = 60.0
"""Seconds that arXiv may be silent; a whole answer may take three times as long."""

LARGEST_BODY = 64 * 2**20
"""Bytes of an answer; a page of 2,000 papers has about 5 MB."""

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
        self._adapter = _PoliteAdapter(url, agent=_user_agent(contact), pace=pace, timeout=timeout)
        self._session.mount("https://", self._adapter)
        self._session.mount("http://", self._adapter)
        self._session.max_redirects = 3
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
            if pages > 10 + 2 * total / min(page_size, 50):
                raise FetchUnreadableError(self.url, "its pages are far shorter than asked for")
            found = (first, *islice(results, len(feed.results) - 1))
            yield Page(total=total, papers=tuple(_to_paper(result) for result in found))
        if pages == 0:
            yield Page(total=0, papers=())

    def _parse_feed(self, url: str, first_page: bool = True, _try_index: int = 0) -> Any:  # noqa: FBT001, FBT002
        """Ask for one page until it is a good one, a bounded number of times; the package calls."""
        for pause in PAUSES:
            try:
                return self._ask(url, first_page=first_page)
            except PassingError as error:
                self.on_pause(error.reason)
                self._pace.hold(pause * (BUSY if error.busy else 1) * self._pace.interval)
        try:
            return self._ask(url, first_page=first_page)
        except PassingError as error:
            kind = FetchUnreadableError if error.unreadable else FetchError
            reason = f"{error.reason}, {len(PAUSES) + 1} times in a row"
            raise kind(self.url, reason) from error

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
        if feed.malformed or len(feed.results) != self._adapter.entries:
            raise PassingError(reason="a page has entries without id or dates", unreadable=True)
        if not feed.results and total > 0:
            raise PassingError(
                reason=f"a page came empty although {total:,} papers match", unreadable=True
            )
        self._feed = feed
        return feed


class _PoliteAdapter(HTTPAdapter):
    """Makes each request in its turn, reads the whole answer, and looks at it."""

    def __init__(self, url: str, *, agent: str, pace: Pace, timeout: float) -> None:
        super().__init__(max_retries=0, pool_connections=1, pool_maxsize=1)
        self.requests = 0
        self.entries = 0
        self._url, self._agent, self._pace, self._timeout = url, agent, pace, timeout

    def send(self, request: requests.PreparedRequest, *_: Any, **options: Any) -> requests.Response:
        """Make one request; an answer that is no page of results is an error."""
        request.headers.update({"User-Agent": self._agent, "Accept-Encoding": "gzip"})
        options |= {"stream": True, "timeout": (min(self._timeout, 15.0), self._timeout)}
        with self._pace.turn(self._url) as turn:
            self.requests += 1
            try:
                response = super().send(request, **options)
                turn.hold = _retry_after(response)
                with closing(response):
                    body = self._read(response)
            except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
                raise PassingError(reason=f"no answer came in {self._timeout:g} seconds") from error
            except (requests.ConnectionError, urllib3.exceptions.HTTPError, OSError) as error:
                raise PassingError(reason=f"the connection failed ({_cause(error)})") from error
        self._check_status(response, body)
        if response.status_code == requests.codes.ok:
            self.entries = count_entries(response.headers.get("Content-Type", ""), body)
        response.raw = io.BytesIO(body)
        return response

    def _read(self, response: requests.Response) -> bytes:
        """Read the answer as it comes: one that drips is never silent for long, and never ends."""
        body, end = bytearray(), time.monotonic() + 3 * self._timeout
        while piece := response.raw.read1(2**16, decode_content=False):
            body += piece
            if len(body) > LARGEST_BODY:
                break
            if time.monotonic() > end:
                reason = f"an answer took longer than {3 * self._timeout:g} seconds"
                raise PassingError(reason=reason)
        if response.headers.get("Content-Encoding", "").lower() in ("gzip", "x-gzip"):
            body = _unzipped(body)
        if len(body) > LARGEST_BODY:
            reason = f"an answer is larger than {LARGEST_BODY // 2**20} MB"
            raise PassingError(reason=reason, unreadable=True)
        return bytes(body)

    def _check_status(self, response: requests.Response, body: bytes) -> None:
        status = response.status_code
        if status == requests.codes.ok or response.is_redirect:
            return
        if status == requests.codes.forbidden:
            raise FetchRefusedError(self._url, "HTTP status 403")
        said = f"it answered with HTTP status {status}"
        busy = status in (requests.codes.too_many_requests, requests.codes.service_unavailable)
        if busy or status >= requests.codes.server_error:
            raise PassingError(reason=said, busy=busy)
        summary = error_summary(body)
        raise FetchError(self._url, f"{said}: {summary}" if summary else said)


def _query(category: str, *, since: date, until: date) -> str:
    """Make the query for the papers of a category submitted on some days, both ends included.

    It ends with the first minute of the next day, for nobody says whether 23:59 holds 23:59:30.
    What falls into that minute comes with the next day's query too.
    """
    after = until + timedelta(days=1)
    return f"cat:{category} AND submittedDate:[{since:%Y%m%d}0000 TO {after:%Y%m%d}0000]"


def _unzipped(body: bytearray) -> bytearray:
    decoder = zlib.decompressobj(wbits=31)
    try:
        return bytearray(decoder.decompress(body, LARGEST_BODY + 1))
    except zlib.error as error:
        raise PassingError(reason="an answer could not be unzipped", unreadable=True) from error


def _retry_after(response: requests.Response) -> float:
    """Return the seconds that the server asks to be left alone for; a date counts from its own."""
    asked = response.headers.get("Retry-After", "").strip()
    if asked.isdecimal():
        return float(asked)
    try:
        now = parsedate_to_datetime(response.headers["Date"])
        return max(0.0, (parsedate_to_datetime(asked) - now).total_seconds())
    except (KeyError, TypeError, ValueError):
        return 0.0


def _cause(error: BaseException) -> str:
    """Say in a few words what is at the bottom of a chain of errors."""
    while isinstance(inner := error.__cause__ or error.__context__, Exception):
        error = inner
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return one_line(words)[:100]


def _user_agent(contact: str) -> str:
    reachable = one_line("".join(c for c in contact if c.isascii()))
    return f"research-direction-explorer/{__version__}" + (f" ({reachable})" if reachable else "")


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
