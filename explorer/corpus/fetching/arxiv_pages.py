"""Whether the bytes that the query API sent are a page of results, whole and meant.

The package's parser repairs what is cut off or malformed and drops what it cannot use, without a
word; this looks first. Nothing here knows how the bytes came.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from explorer.corpus.fetching.strict_xml import (
    DAMAGE,
    PassingError,
    parse_answer,
    parse_strictly,
)
from explorer.corpus.papers import one_line

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"

LONGEST_TEXT = 10**6
"""Characters of a title, an abstract or anything else; of more, the package's parser drops some."""

TOTAL = re.compile(r"\s*[0-9]{1,9}\s*", re.ASCII)
"""A number of papers; arXiv has some millions."""


def count_entries(content_type: str, body: bytes) -> int:
    """Count the entries of a page.

    Raises
    ------
    PassingError
        If it is no page of results.
    """
    root = parse_answer(content_type, body)
    if root.tag != ATOM + "feed":
        raise PassingError(reason="it answered with something else than results", unreadable=True)
    if not TOTAL.fullmatch(root.findtext(OPENSEARCH + "totalResults") or ""):
        raise PassingError(reason="a page states no total", unreadable=True)
    if summary := _error_in(root):
        raise PassingError(reason=f"it answered with an error: {summary}", unreadable=True)
    entries = root.findall(ATOM + "entry")
    inside = body[body.find(b"<entry") :] if entries else b""
    if b"<!--" in inside or b"<?" in inside or not all(map(_is_plain, entries)):
        raise PassingError(reason="a page has entries that are not plain text", unreadable=True)
    return len(entries)


def error_summary(body: bytes) -> str:
    """Find what arXiv says went wrong, or nothing: it puts errors into a page, as an entry."""
    try:
        return _error_in(parse_strictly(body))
    except DAMAGE:
        return ""


def _is_plain(entry: Element) -> bool:
    """Say whether an entry is texts and nothing else; the package's parser cuts them at markup."""
    parts = [part for part in entry if part.tag != ATOM + "author"]
    parts += [part for author in entry.findall(ATOM + "author") for part in author]
    texts = [text for part in parts for text in (part.text or "", *part.attrib.values())]
    return not any(map(len, parts)) and max(map(len, texts), default=0) <= LONGEST_TEXT


def _error_in(root: Element) -> str:
    for entry in root.findall(ATOM + "entry"):
        if "/api/errors" in (entry.findtext(ATOM + "id") or ""):
            return one_line(entry.findtext(ATOM + "summary") or "no reason given")[:200]
    return ""
