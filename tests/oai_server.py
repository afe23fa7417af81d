"""A local OAI-PMH interface of arXiv: real sockets, its lists, and every way they can go wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from arxiv_faults import (
    BOMB,
    SENDING_FAULTS,
    Answer,
    Fault,
    broken,
    swapped,
    text,
    without,
)
from arxiv_server import ArxivServer, Asked
from oai_feed import (
    OaiError,
    OaiQuery,
    Record,
    matching,
    next_token,
    parse_query,
    render_error,
    render_page,
)

from explorer.corpus.papers import Paper

XML = "application/xml"
HTML = b"<!DOCTYPE html><html><p>Maintenance</p></html>"

BODY_FAULTS: dict[str, Callable[[Answer], Answer]] = {
    "rate exceeded": text(b"Rate exceeded.", "text/plain"),
    "rate exceeded as xml": text(b"Rate exceeded.", XML),
    "wrong content type": text(HTML, "text/html"),
    "html as xml": text(HTML, XML),
    "empty body": text(b"", XML),
    "other xml": text(b"<rss><channel/></rss>", XML),
    "truncated xml": lambda answer: replace(answer, body=answer.body[: len(answer.body) // 2]),
    "malformed xml": swapped(b"</record>", b"</recrod>"),
    "entity bomb": swapped(b"<OAI-PMH", b'<!DOCTYPE x [<!ENTITY e0 "ha">' + BOMB + b"]><OAI-PMH"),
    "bad response date": swapped(b"<responseDate>20", b"<responseDate>xx"),
    "bad datestamp": swapped(b"<datestamp>20", b"<datestamp>xx"),
    "bad created": swapped(b"<created>20", b"<created>xx"),
    "no response date": without("responseDate"),
    "no identifier": without("identifier"),
    "no datestamp": without("datestamp"),
    "no metadata": without("metadata"),
    "no id": without("id"),
    "no created": without("created"),
    "no title": without("title"),
    "no abstract": without("abstract"),
    "no categories": without("categories"),
    "another paper": swapped(b"<id>", b"<id>9"),
}

PageFault = Callable[[list[Record], "OaiServer", OaiQuery], list[Record]]
PAGE_FAULTS: dict[str, PageFault] = {
    "empty page": lambda _page, _server, _query: [],
    "repeated page": lambda page, server, _query: server.last or page,
    "from ignored": lambda page, _server, _query: [
        replace(record, changed=record.changed - timedelta(days=900)) for record in page
    ],
}

ERROR_FAULTS = ("badArgument", "noRecordsMatch", "badResumptionToken", "internalError")

OAI_FAULTS = (*BODY_FAULTS, *PAGE_FAULTS, *SENDING_FAULTS, *ERROR_FAULTS, "same token", "touch")
"""Names of all faults; a number is that HTTP status."""


class OaiServer(ArxivServer):
    """The server, in threads of this process, for the time of a ``with`` block."""

    route = "/oai"
    kinds = OAI_FAULTS

    def __init__(
        self, papers: Sequence[Paper] = (), *, now: datetime, page_size: int = 10, port: int = 0
    ) -> None:
        super().__init__((), port=port)
        self.records = {
            paper.arxiv_id: Record(paper=paper, changed=paper.modified or paper.submitted)
            for paper in papers
        }
        self.now, self.page_size = now, page_size
        self.last: list[Record] = []
        self.token = ""

    def put(self, paper: Paper, changed: date | None = None) -> None:
        """Have a paper, new or in a new version, since a day."""
        day = changed or self.now.date()
        self.records[paper.arxiv_id] = Record(paper=paper, changed=day)

    def delete(self, paper: Paper, changed: date | None = None) -> None:
        """Have a paper no more, since a day."""
        day = changed or self.now.date()
        self.records[paper.arxiv_id] = Record(paper=paper, changed=day, deleted=True)

    def answer(self, path: str, agent: str) -> Answer:
        """Answer one request, and note it."""
        at = time.monotonic()
        with self.lock:
            route, _, query_string = path.partition("?")
            query, fault = None, None
            try:
                query = parse_query(query_string, now=self.now)
                fault = next((fault for fault in self.faults if fault.strikes(query)), None)
                answer = self._answer_to(query, fault)
            except OaiError as error:
                answer = self._error(error.code, error.said)
            if route == "/moved/oai":
                answer = Answer(status=301, headers={"Location": f"{self.url}?{query_string}"})
            kind = fault.kind if fault else None
            self.asked.append(Asked(at=at, path=path, agent=agent, query=query, fault=kind))
        return answer

    def _answer_to(self, query: OaiQuery, fault: Fault | None) -> Answer:
        kind = fault.kind if fault else ""
        found = matching(self.records.values(), query)
        page, more = found[: self.page_size], len(found) > self.page_size
        if kind in ERROR_FAULTS:
            return self._error(kind, "something is wrong")
        if not page:
            return self._error("noRecordsMatch", "The list is empty.")
        token = next_token(query, page, now=self.now) if more else "" if query.start else None
        token = self.token if kind == "same token" else token
        if kind == "touch":
            self.put(replace(page[-1].paper, comments="touched"))
        if kind in PAGE_FAULTS:
            page = PAGE_FAULTS[kind](page, self, query)
        self.last, self.token = page, token or ""
        answer = Answer(body=render_page(page, token=token, now=self.now), content_type=XML)
        if fault is None or kind in PAGE_FAULTS or kind in ("same token", "touch"):
            return answer
        return broken(answer, fault, BODY_FAULTS)

    def _error(self, code: str, said: str) -> Answer:
        return Answer(body=render_error(code, said, now=self.now), content_type=XML)


def midday(day: date) -> datetime:
    """Return noon of a day in Greenwich."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
