"""Requests to arXiv as its terms ask for: in turn, at a pace, in bounded time, a few times at most.

All clients of arXiv's interfaces make their requests through this; what an answer means is theirs.
"""

from __future__ import annotations

import io
import time
import zlib
from collections.abc import Callable
from contextlib import closing
from email.utils import parsedate_to_datetime
from http.client import IncompleteRead
from typing import TYPE_CHECKING, Any, TypeVar

import requests
import urllib3
from requests.adapters import HTTPAdapter

from explorer import __version__
from explorer.corpus.fetching.pace import LONGEST_HOLD
from explorer.corpus.fetching.strict_xml import PassingError
from explorer.corpus.papers import one_line
from explorer.errors import FetchError, FetchRefusedError, FetchUnreadableError

if TYPE_CHECKING:
    from explorer.corpus.fetching.pace import Pace

PAUSES = (1, 2, 4)
"""How long a failed request rests before it is made again, in intervals of the pace."""

BUSY = 5
"""A server that says it is busy is left alone so many times longer."""

TIMEOUT = 60.0
"""Seconds that arXiv may be silent; a whole answer may take three times as long."""

LARGEST_BODY = 64 * 2**20
"""Bytes of an answer; a page of 2,000 papers has about 5 MB."""

Answer = TypeVar("Answer")


def ask_patiently(
    ask: Callable[[], Answer], url: str, *, pace: Pace, on_pause: Callable[[str], None]
) -> Answer:
    """Ask until there is a good answer, a bounded number of times.

    Raises
    ------
    FetchUnreadableError
        If what comes is never a page of results.
    FetchError
        If nothing comes.
    """
    for pause in PAUSES:
        try:
            return ask()
        except PassingError as error:
            on_pause(error.reason)
            pace.hold(pause * (BUSY if error.busy else 1) * pace.interval)
    try:
        return ask()
    except PassingError as error:
        kind = FetchUnreadableError if error.unreadable else FetchError
        raise kind(url, f"{error.reason}, {len(PAUSES) + 1} times in a row") from error


def make_polite(session: requests.Session, adapter: PoliteAdapter) -> None:
    """Let a session make all its requests through the adapter, also where it is sent on to."""
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.max_redirects = 3


class PoliteAdapter(HTTPAdapter):
    """Makes each request in its turn, reads the whole answer, and lets its client look at it."""

    def __init__(
        self,
        url: str,
        *,
        contact: str,
        pace: Pace,
        timeout: float,
        look: Callable[[str, bytes], None],
        explain: Callable[[bytes], str],
    ) -> None:
        super().__init__(max_retries=0, pool_connections=1, pool_maxsize=1)
        self.requests = 0
        """Requests made so far, those sent on and made again included."""
        self._url, self._pace, self._timeout = url, pace, timeout
        self._agent = user_agent(contact)
        self._look, self._explain = look, explain

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
            self._look(response.headers.get("Content-Type", ""), body)
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
        summary = self._explain(body)
        raise FetchError(self._url, f"{said}: {summary}" if summary else said)


def user_agent(contact: str) -> str:
    """Name the program, and how the person who runs it can be reached."""
    reachable = one_line("".join(c for c in contact if c.isascii()))
    return f"research-direction-explorer/{__version__}" + (f" ({reachable})" if reachable else "")


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
        return min(float(asked), LONGEST_HOLD)
    try:
        now = parsedate_to_datetime(response.headers["Date"])
        return max(0.0, (parsedate_to_datetime(asked) - now).total_seconds())
    except (KeyError, TypeError, ValueError, OverflowError):
        return 0.0


def _cause(error: BaseException) -> str:
    """Say in a few words what is at the bottom of a chain of errors."""
    while isinstance(inner := error.__cause__ or error.__context__, Exception):
        error = inner
    if isinstance(error, IncompleteRead):
        return "it ended in the middle of an answer"
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return one_line(words)[:100]
