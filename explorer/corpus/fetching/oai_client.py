"""ArXiv's OAI-PMH interface: one page of records after another, or an error that says what came.

The protocol is http://www.openarchives.org/OAI/openarchivesprotocol.html; what arXiv makes of it
stands at https://info.arxiv.org/help/oa. Which list to ask for is the business of `oai_harvest`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import requests

from explorer.corpus.fetching.oai_pages import NOTHING, TOKEN_GONE, OaiPage, error_said, read_page
from explorer.corpus.fetching.polite_http import (
    TIMEOUT,
    PoliteAdapter,
    ask_patiently,
    make_polite,
)
from explorer.corpus.fetching.strict_xml import PassingError
from explorer.corpus.papers import one_line
from explorer.errors import FetchError

if TYPE_CHECKING:
    from explorer.corpus.fetching.pace import Pace

EARLIEST = date(2005, 9, 16)
"""The first day on which arXiv's records are said to have changed; it refuses earlier ones."""


class OaiClient:
    """Asks for pages of records at a pace, with a timeout and bounded retries."""

    def __init__(self, url: str, *, contact: str, pace: Pace, timeout: float = TIMEOUT) -> None:
        self.url = url
        self.on_pause: Callable[[str], None] = lambda _reason: None
        """Told why, whenever a request has to be made again."""
        self._pace = pace
        self._adapter = PoliteAdapter(
            url,
            contact=contact,
            pace=pace,
            timeout=timeout,
            look=self._look,
            explain=error_said,
        )
        self._session = requests.Session()
        make_polite(self._session, self._adapter)
        self._page: OaiPage | None = None

    @property
    def requests(self) -> int:
        """Requests made so far, retries included."""
        return self._adapter.requests

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def begin(self, oai_set: str, *, modified_since: date) -> OaiPage:
        """Ask for the first page of the records of a set that changed on a day or later.

        Raises
        ------
        FetchRefusedError
            At a 403, at once.
        FetchUnreadableError
            If what comes is not a page of records, also when asked again.
        FetchError
            If nothing comes, also when asked again, or the question is turned down.
        """
        asked = {"verb": "ListRecords", "metadataPrefix": "arXiv", "set": oai_set}
        if modified_since > EARLIEST:
            asked["from"] = modified_since.isoformat()
        return self._ask_patiently(asked)

    def resume(self, token: str) -> OaiPage:
        """Ask for the page that a token stands for; the errors are those of `begin`."""
        return self._ask_patiently({"verb": "ListRecords", "resumptionToken": token})

    def _ask_patiently(self, asked: dict[str, str]) -> OaiPage:
        page = ask_patiently(
            lambda: self._ask(asked), self.url, pace=self._pace, on_pause=self.on_pause
        )
        if page.error and page.error not in (NOTHING, TOKEN_GONE):
            raise FetchError(self.url, f"it answered with an error: {page.error}: {page.said}")
        return page

    def _ask(self, asked: dict[str, str]) -> OaiPage:
        """Ask once."""
        self._page = None
        try:
            self._session.get(self.url, params=asked)
        except (requests.RequestException, ValueError) as error:
            raise FetchError(self.url, one_line(str(error))[:200]) from error
        if self._page is None:
            raise PassingError(reason="it sent us on to nowhere", unreadable=True)
        return self._page

    def _look(self, content_type: str, body: bytes) -> None:
        self._page = read_page(content_type, body)
