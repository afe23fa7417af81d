"""Every way in which arXiv, or the way to it, can go wrong; `arxiv_server` applies them."""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from arxiv_feed import Query, render_error

from explorer.corpus.papers import Paper

if TYPE_CHECKING:
    from arxiv_server import Handler

ATOM = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent, and how."""

    status: int = 200
    body: bytes = b""
    content_type: str = ATOM
    headers: dict[str, str] = field(default_factory=dict)
    send: Callable[[Handler, bytes], None] | None = None
    """Sends the encoded body in an unusual way."""


@dataclass(slots=True, kw_only=True)
class Fault:
    """Something to go wrong ``times`` times (``None`` = for ever), after ``skip`` good answers."""

    kind: str
    times: int | None = 1
    skip: int = 0
    where: str = "any"
    """``any`` page, the ``first`` of a query or list, or a ``later`` one."""
    retry_after: str | None = None
    paper: Paper | None = None
    """Comes in after the page, with ``insert``."""
    match: str = ""
    """Only requests whose query contains this."""

    def strikes(self, query: Query) -> bool:
        """Say whether this request goes wrong, and count it."""
        page = "first" if query.start == 0 else "later"
        if self.times == 0 or self.where not in ("any", page) or self.match not in query.text:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


def broken(
    answer: Answer, fault: Fault, body_faults: dict[str, Callable[[Answer], Answer]]
) -> Answer:
    """Let an answer go wrong."""
    if fault.kind.isdecimal():
        headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
        status, body = int(fault.kind), render_error(f"status {fault.kind}")
        return Answer(status=status, body=body, headers=headers)
    if fault.kind in body_faults:
        return body_faults[fault.kind](answer)
    return replace(answer, send=SENDING_FAULTS[fault.kind])


def whole(handler: Handler, body: bytes) -> None:
    handler.wfile.write(body)


def drop(handler: Handler, _: bytes) -> None:
    handler.close_connection = True


def reset(handler: Handler, _: bytes) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def hang(handler: Handler, _: bytes) -> None:
    handler.server.arxiv.stopping.wait(30)
    handler.close_connection = True


def cut(handler: Handler, body: bytes) -> None:
    handler.wfile.write(body[: len(body) // 2])
    handler.close_connection = True


def drip(handler: Handler, body: bytes) -> None:
    for i in range(len(body)):
        handler.wfile.write(body[i : i + 1])
        if handler.server.arxiv.stopping.wait(0.02):
            break


def flood(handler: Handler, _: bytes) -> None:
    for _megabyte in range(1024):
        handler.wfile.write(bytes(2**20))


def without(element: str) -> Callable[[Answer], Answer]:
    """Leave the last of these elements out."""
    pattern = re.compile(rf"(.*)<{element}>.*?</{element}>".encode(), re.DOTALL)
    return lambda answer: replace(answer, body=pattern.sub(rb"\1", answer.body, count=1))


def text(body: bytes, content_type: str) -> Callable[[Answer], Answer]:
    return lambda _: Answer(body=body, content_type=content_type)


def swapped(old: bytes, new: bytes) -> Callable[[Answer], Answer]:
    return lambda answer: replace(answer, body=answer.body.replace(old, new, 1))


BOMB = b"".join(b'<!ENTITY e%d "%s">' % (i, b"&e%d;" % (i - 1) * 10) for i in range(1, 10))

BODY_FAULTS: dict[str, Callable[[Answer], Answer]] = {
    "rate exceeded": text(b"Rate exceeded.", "text/plain"),
    "rate exceeded as atom": text(b"Rate exceeded.", ATOM),
    "wrong content type": text(b"<!DOCTYPE html><html><p>Maintenance</html>", "text/html"),
    "html as atom": text(b"<!DOCTYPE html><html><p>Maintenance</p></html>", ATOM),
    "empty body": text(b"", ATOM),
    "other xml": text(b"<rss><channel/></rss>", ATOM),
    "error entry": text(render_error("unspecified error", published=True), ATOM),
    "undated error entry": text(render_error("unspecified error"), ATOM),
    "truncated xml": lambda answer: replace(answer, body=answer.body[: len(answer.body) // 2]),
    "malformed xml": swapped(b"</entry>", b"</enrty>"),
    "bad timestamp": swapped(b"<published>20", b"<published>xx"),
    "entity bomb": swapped(b"<feed", b'<!DOCTYPE x [<!ENTITY e0 "ha">' + BOMB + b"]><feed"),
    "no total": without("opensearch:totalResults"),
    "endless total": swapped(
        b"</opensearch:totalResults>", b"9" * 400 + b"</opensearch:totalResults>"
    ),
    "no id": without("id"),
    "no published": without("published"),
    "no updated": without("updated"),
    "no title": without("title"),
    "no summary": without("summary"),
}

PageFault = Callable[[list[Paper], int, list[Paper], Query], tuple[list[Paper], int]]
PAGE_FAULTS: dict[str, PageFault] = {
    "nothing matches": lambda _page, _total, _found, _query: ([], 0),
    "empty page": lambda _page, total, _found, _query: ([], total),
    "short page": lambda page, total, _found, _query: (page[: len(page) // 2 + 1], total),
    "repeated page": lambda _page, total, found, query: (
        found[max(0, query.start - query.size) :][: query.size],
        total,
    ),
    "repeated paper": lambda page, total, _found, _query: ([*page[:-1], page[0]], total),
    "total too high": lambda page, total, _found, _query: (page, total + 1),
    "changing total": lambda page, total, _found, query: (page, total - query.start // 6),
    "dates ignored": lambda page, total, _found, _query: (
        [replace(paper, submitted=paper.submitted - timedelta(days=900)) for paper in page],
        total,
    ),
}

SENDING_FAULTS: dict[str, Callable[[Handler, bytes], None]] = {
    "drop": drop,
    "reset": reset,
    "hang": hang,
    "cut": cut,
    "drip": drip,
    "flood": flood,
}

FAULTS = (*BODY_FAULTS, *PAGE_FAULTS, *SENDING_FAULTS, "insert", "remove")
"""Names of all faults; a number is that HTTP status."""
