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
    return len(root.findall(ATOM + "entry"))


def error_summary(body: bytes) -> str:
    """Find what arXiv says went wrong, or nothing: it puts errors into a page, as an entry."""
    try:
        return _error_in(parse_strictly(body))
    except DAMAGE:
        return ""


def _error_in(root: Element) -> str:
    for entry in root.findall(ATOM + "entry"):
        if "/api/errors" in (entry.findtext(ATOM + "id") or ""):
            return one_line(entry.findtext(ATOM + "summary") or "no reason given")[:200]
    return ""
