"""Whether the bytes that arXiv sent are a page of results, whole and meant.

The package's parser repairs what is cut off or malformed and drops what it cannot use, without a
word; this looks first. Nothing here knows how the bytes came.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from explorer.corpus.papers import one_line

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


class PassingError(Exception):
    """Something that may be better when asked again a moment later; never leaves the fetchers."""

    def __init__(self, *, reason: str, busy: bool = False, unreadable: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.busy = busy
        """The server has too much to do."""
        self.unreadable = unreadable
        """An answer came, and not a page of results."""


def count_entries(content_type: str, body: bytes) -> int:
    """Count the entries of a page.

    Raises
    ------
    PassingError
        If it is no page of results.
    """
    if b"rate exceeded" in body[:1000].lower():
        raise PassingError(reason="it answered that its rate was exceeded", busy=True)
    if content_type and "xml" not in content_type.lower():
        reason = f"it answered with {one_line(content_type)[:60]} instead of a page of results"
        raise PassingError(reason=reason, unreadable=True)
    try:
        root = _parse(body)
    except (ET.ParseError, ValueError, LookupError) as error:
        reason = f"a page is damaged or cut off ({one_line(str(error))[:100]})"
        raise PassingError(reason=reason, unreadable=True) from error
    if root.tag != ATOM + "feed":
        raise PassingError(reason="it answered with something else than results", unreadable=True)
    if not (root.findtext(OPENSEARCH + "totalResults") or "").strip().isdecimal():
        raise PassingError(reason="a page states no total", unreadable=True)
    if summary := _error_in(root):
        raise PassingError(reason=f"it answered with an error: {summary}", unreadable=True)
    return len(root.findall(ATOM + "entry"))


def error_summary(body: bytes) -> str:
    """Find what arXiv says went wrong, or nothing: it puts errors into a page, as an entry."""
    try:
        return _error_in(_parse(body))
    except (ET.ParseError, ValueError, LookupError):
        return ""


def _parse(body: bytes) -> ET.Element:
    """Parse strictly; arXiv declares no document type, and so no entities that could swell."""
    if b"<!DOCTYPE" in body or not body.lstrip().startswith(b"<"):
        msg = "it declares another type of document"
        raise ValueError(msg)
    return ET.fromstring(body)  # noqa: S314 (without entities)


def _error_in(root: ET.Element) -> str:
    for entry in root.findall(ATOM + "entry"):
        if "/api/errors" in (entry.findtext(ATOM + "id") or ""):
            return one_line(entry.findtext(ATOM + "summary") or "no reason given")[:200]
    return ""
