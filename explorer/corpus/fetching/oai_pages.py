"""One page of a list of records from arXiv's OAI-PMH interface, read strictly.

A record that cannot be read is told of, never dropped in silence. Nothing here knows how the bytes
came, or which page they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from explorer.corpus.fetching.strict_xml import PassingError, parse_answer
from explorer.corpus.months import last_day
from explorer.corpus.papers import Paper, one_line, versionless
from explorer.corpus.taxonomy import listed_categories

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

OAI = "{http://www.openarchives.org/OAI/2.0/}"
ARXIV = "{http://arxiv.org/OAI/arXiv/}"

IDENTIFIER = "oai:arXiv.org:"

NOTHING = "noRecordsMatch"
"""Error that says that the list is empty."""

TOKEN_GONE = "badResumptionToken"  # noqa: S105 (a code, not a secret)
"""Error that says that the token expired, or never was one."""

EXPIRIES = ("expirationDate", "expires")
"""Attributes that may say when a token expires; the first is the protocol's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OaiPage:
    """What one answer says."""

    responded: datetime
    """When it was made, by the server's clock."""
    papers: tuple[Paper, ...] = ()
    deleted: dict[str, date] = field(default_factory=dict)
    """Days on which papers were deleted, by id."""
    token: str = ""
    """Asks for the next page; empty on the last."""
    expires: datetime | None = None
    """When the token does, if the server says so."""
    problem: str = ""
    """Why the first of the records that cannot be read cannot be."""
    error: str = ""
    """Code of the error that came in place of records."""
    said: str = ""
    """The error in words."""


class _RecordError(ValueError):
    """A record cannot be read."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)


def read_page(content_type: str, body: bytes) -> OaiPage:
    """Read an answer to ``ListRecords``.

    Raises
    ------
    PassingError
        If it is neither a page of records nor an error of the protocol.
    """
    root = parse_answer(content_type, body)
    if root.tag != OAI + "OAI-PMH":
        raise PassingError(reason="it answered with something else than records", unreadable=True)
    responded = _moment(root.findtext(OAI + "responseDate"))
    if responded is None:
        raise PassingError(reason="a page has no date that can be read", unreadable=True)
    error = root.find(OAI + "error")
    if error is not None:
        code, said = error.get("code", ""), one_line(error.text or "")[:200]
        return OaiPage(responded=responded, error=code or "without a code", said=said)
    records = root.findall(f"{OAI}ListRecords/{OAI}record")
    if not records:
        raise PassingError(reason="a page came empty", unreadable=True)
    return _page(responded, records, root.find(f"{OAI}ListRecords/{OAI}resumptionToken"))


def error_said(body: bytes) -> str:
    """Find what the server says went wrong in an answer that is no success, or nothing."""
    try:
        return read_page("", body).said
    except PassingError:
        return ""


def _page(responded: datetime, records: list[Element], token: Element | None) -> OaiPage:
    papers, deleted, problem = [], {}, ""
    for record in records:
        try:
            arxiv_id, day, is_deleted = _header(record)
            if is_deleted:
                deleted[arxiv_id] = day
            else:
                papers.append(_paper(record, arxiv_id, day))
        except _RecordError as error:
            problem = problem or str(error)
    stated = (token.get(name) for name in EXPIRIES) if token is not None else ()
    return OaiPage(
        responded=responded,
        papers=tuple(papers),
        deleted=deleted,
        token=(token.text or "").strip() if token is not None else "",
        expires=next((moment for text in stated if (moment := _moment(text))), None),
        problem=problem,
    )


def _header(record: Element) -> tuple[str, date, bool]:
    """Read the id, the day of the last change, and whether that was a deletion."""
    header = record.find(OAI + "header")
    if header is None:
        raise _RecordError(reason="a record has no header")
    identifier = one_line(header.findtext(OAI + "identifier") or "")
    if not identifier.startswith(IDENTIFIER):
        raise _RecordError(reason=f"{identifier[:40]!r} is not the identifier of a paper")
    arxiv_id = versionless(identifier.removeprefix(IDENTIFIER))
    day = _day(header.findtext(OAI + "datestamp"), f"the datestamp of {arxiv_id[:40]}")
    return arxiv_id, day, header.get("status") == "deleted"


def _paper(record: Element, arxiv_id: str, day: date) -> Paper:
    metadata = record.find(f"{OAI}metadata/{ARXIV}arXiv")
    if metadata is None:
        raise _RecordError(reason=f"{arxiv_id[:40]} has no metadata")

    text = {child.tag.removeprefix(ARXIV): one_line(child.text or "") for child in metadata}
    if versionless(text.get("id", "")) != arxiv_id:
        raise _RecordError(
            reason=f"{arxiv_id[:40]} comes with the metadata of {text.get('id', '')[:40]!r}"
        )
    created = _day(text.get("created", ""), f"the first day of {arxiv_id[:40]}")
    updated = _day(
        text.get("updated", "") or text.get("created", ""), f"the last day of {arxiv_id[:40]}"
    )
    codes = listed_categories("", text.get("categories", ""))
    return Paper(
        arxiv_id=arxiv_id,
        title=text.get("title", ""),
        abstract=text.get("abstract", ""),
        submitted=min(created, _end_of_month_named(arxiv_id) or created),
        updated=max(created, updated),
        primary_category=codes[0] if codes else "",
        categories=codes,
        authors=tuple(filter(None, map(_name, metadata.iterfind(f"{ARXIV}authors/{ARXIV}author")))),
        comments=text.get("comments", ""),
        journal_ref=text.get("journal-ref", ""),
        doi=text.get("doi", ""),
        license=text.get("license", ""),
        modified=day,
    )


def _name(author: Element) -> str:
    """Write a name as ``First Last``; a semicolon would part it where names are one text."""
    parts = (author.findtext(ARXIV + part) or "" for part in ("forenames", "keyname", "suffix"))
    return one_line(" ".join(parts).replace(";", ","))


def _end_of_month_named(arxiv_id: str) -> date | None:
    """Return the last day of the month that an id names; no paper is submitted after that.

    ArXiv's server may give the day of the latest version for that of the first (its source, at
    github.com/arXiv/oaipmh, takes it from the row of the current version). The month at least is
    then right.
    """
    found = re.match(r"(?:.*/)?(\d\d)(\d\d)", arxiv_id)
    if not found:
        return None
    year, month = int(found[1]), int(found[2])
    try:
        return last_day(f"{1900 + year if year > 90 else 2000 + year}-{month:02d}")
    except ValueError:
        return None


def _day(text: str | None, what: str) -> date:
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)(T[\d:]+Z)?", (text or "").strip(), re.ASCII)
    try:
        return date.fromisoformat(found[1] if found else "")
    except ValueError as error:
        raise _RecordError(reason=f"{what} is not a date: {one_line(text or '')[:40]!r}") from error


def _moment(text: str | None) -> datetime | None:
    """Read a moment of the protocol, ``2026-11-24T02:30:00Z``; ``None`` if it is none."""
    stated = (text or "").strip()
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", stated, re.ASCII):
        return None
    try:
        return datetime.fromisoformat(stated).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
