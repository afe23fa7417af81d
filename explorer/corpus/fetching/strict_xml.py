"""XML that came from arXiv, parsed strictly: whole, meant, and nothing in it that could swell.

Parsers that repair what is cut off or malformed lose papers without a word. Nothing here knows how
the bytes came.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from explorer.corpus.papers import one_line

DAMAGE = (ET.ParseError, ValueError, LookupError)
"""Errors of a document that is not what it should be."""

MOST_TAGS = 3_000_000
"""Tags of a document; each takes some hundred bytes of memory, and a thousand papers by thousands
of authors have fewer."""


class PassingError(Exception):
    """Something that may be better when asked again a moment later; never leaves the fetchers."""

    def __init__(self, *, reason: str, busy: bool = False, unreadable: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.busy = busy
        """The server has too much to do."""
        self.unreadable = unreadable
        """An answer came, and not a page of results."""


def parse_answer(content_type: str, body: bytes) -> ET.Element:
    """Parse an answer that should be a page of results.

    Raises
    ------
    PassingError
        If it is busy talk, another kind of document, damaged or cut off.
    """
    if b"rate exceeded" in body[:1000].lower():
        raise PassingError(reason="it answered that its rate was exceeded", busy=True)
    if content_type and "xml" not in content_type.lower():
        reason = f"it answered with {one_line(content_type)[:60]} instead of a page of results"
        raise PassingError(reason=reason, unreadable=True)
    try:
        return parse_strictly(body)
    except DAMAGE as error:
        reason = f"a page is damaged or cut off ({one_line(str(error))[:100]})"
        raise PassingError(reason=reason, unreadable=True) from error


def parse_strictly(body: bytes) -> ET.Element:
    """Parse a document; arXiv declares no document type, and so no entities that could swell.

    Raises
    ------
    DAMAGE
        If it is not well formed, declares a type, is in an encoding that is unknown or could hide
        one, or would fill the memory.
    """
    if b"<!DOCTYPE" in body or not body.lstrip().startswith(b"<"):
        msg = "it declares another type of document"
        raise ValueError(msg)
    if b"\0" in body:
        msg = "it is not UTF-8 text"
        raise ValueError(msg)
    if body.count(b"<") > MOST_TAGS:
        msg = "it is made of nothing but tags"
        raise ValueError(msg)
    return ET.fromstring(body)  # noqa: S314 (without entities)
