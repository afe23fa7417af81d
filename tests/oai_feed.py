"""What arXiv's OAI-PMH interface answers: lists of records that changed, page by page.

Sets, sorting, tokens and the layout of a page are those of arXiv's server
(github.com/arXiv/oaipmh): a token stands for a day and a number of records of it to be left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import parse_qs, quote, unquote, urlencode
from xml.sax.saxutils import escape

from explorer.corpus.papers import Paper
from explorer.corpus.taxonomy import oai_set

EARLIEST = date(2005, 9, 16)
NAMESPACES = (
    'xmlns="http://www.openarchives.org/OAI/2.0/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


class OaiError(Exception):
    """What arXiv answers with an error of the protocol."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(code, said)
        self.code, self.said = code, said


@dataclass(frozen=True, slots=True, kw_only=True)
class OaiQuery:
    """One request, understood."""

    text: str
    """The question as it came, a token unwrapped."""
    oai_set: str
    since: date
    skip: int = 0
    start: int = 0
    """Not 0 if a token asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A paper, or what is left of one."""

    paper: Paper
    changed: date
    deleted: bool = False


def parse_query(query_string: str, *, now: datetime) -> OaiQuery:
    """Understand a request as arXiv does; `OaiError` where it does not."""
    asked = {name: values[-1] for name, values in parse_qs(query_string).items()}
    if asked.pop("verb", "") != "ListRecords":
        raise OaiError("badVerb", "Invalid verb provided")
    token = asked.pop("resumptionToken", "")
    if token:
        if asked:
            raise OaiError("badArgument", "No other paramters allowed with resumptionToken")
        asked = {name: values[-1] for name, values in parse_qs(unquote(token)).items()}
        if asked.pop("made", "") != f"{now:%Y-%m-%d}":
            raise OaiError("badResumptionToken", "The value of the resumptionToken is expired.")
    skip = int(asked.pop("skip", "0"))
    text = urlencode(asked)
    if asked.pop("metadataPrefix", "") != "arXiv":
        raise OaiError("cannotDisseminateFormat", "Did not recognize requested format")
    since = _day(asked.pop("from", f"{EARLIEST}"))
    if not EARLIEST <= since <= now.date():
        raise OaiError("badArgument", "start date too early, or after the end")
    oai_set = asked.pop("set", "")
    if asked or not re.fullmatch(r"[a-z-]+(:[a-z-]+(:[A-Za-z-]+)?)?", oai_set):
        raise OaiError("badArgument", "Set does not exist")
    return OaiQuery(text=text, oai_set=oai_set, since=since, skip=skip, start=int(bool(token)))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise OaiError("badArgument", "from date format must be YYYY-MM-DD") from error


def matching(records: Iterable[Record], query: OaiQuery) -> list[Record]:
    """List all records that match, in arXiv's order, without those that a token leaves out."""
    found = [
        record
        for record in records
        if record.changed >= query.since
        and any(_within(oai_set(code), query.oai_set) for code in record.paper.categories)
    ]
    return sorted(found, key=lambda each: (each.changed, each.paper.arxiv_id))[query.skip :]


def _within(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith(outer + ":")


def next_token(query: OaiQuery, page: Sequence[Record], *, now: datetime) -> str:
    """Make the token for the records after a page."""
    last = page[-1].changed
    same = sum(record.changed == last for record in page)
    skip = query.skip + len(page) if page[0].changed == last == query.since else same
    asked = {"metadataPrefix": "arXiv", "set": query.oai_set, "from": f"{last}"}
    return quote(urlencode(asked | {"skip": skip, "made": f"{now:%Y-%m-%d}"}))


def render_page(records: Iterable[Record], *, token: str | None, now: datetime) -> bytes:
    """Write one page of a list; ``None`` leaves the element of the token out."""
    midnight = f"{now.date() + timedelta(days=1)}T00:00:00Z"
    end = {None: "", "": "<resumptionToken/>"}.get(
        token,
        f'<resumptionToken expirationDate="{midnight}">{escape(token or "")}</resumptionToken>',
    )
    entries = "".join(map(render_record, records))
    return _document(f"<ListRecords>\n{entries}{end}\n</ListRecords>", now=now)


def render_error(code: str, said: str, *, now: datetime) -> bytes:
    """Write an error of the protocol."""
    return _document(f"<error code='{code}'>{escape(said)}</error>", now=now)


def _document(inside: str, *, now: datetime) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH {NAMESPACES} xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ \
http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">
    <responseDate>{now:%Y-%m-%dT%H:%M:%SZ}</responseDate>
    <request verb="ListRecords">https://oaipmh.arxiv.org/oai</request>
    {inside}
</OAI-PMH>""".encode()


def render_record(record: Record) -> str:
    """Write one record as arXiv does, optional elements only if there."""
    paper = record.paper
    sets = "".join(f"<setSpec>{oai_set(code)}</setSpec>" for code in paper.categories)
    header = (
        f"<identifier>oai:arXiv.org:{paper.arxiv_id}</identifier>"
        f"<datestamp>{record.changed}</datestamp>{sets}"
    )
    if record.deleted:
        return f'<record><header status="deleted">{header}</header></record>\n'
    updated = paper.updated if paper.updated != paper.submitted else None
    optional = {
        "comments": paper.comments,
        "journal-ref": paper.journal_ref,
        "doi": paper.doi,
        "license": paper.license,
    }
    return f"""<record><header>{header}</header>
<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/">
  <id>{paper.arxiv_id}</id>
  <created>{paper.submitted}</created>
  {f"<updated>{updated}</updated>" if updated else ""}
  <authors>{"".join(map(_render_author, paper.authors))}</authors>
  <title>{escape(paper.title)}</title>
  <categories>{" ".join(paper.categories)}</categories>
  {"".join(f"<{name}>{escape(text)}</{name}>" for name, text in optional.items() if text)}
  <abstract>  {escape(paper.abstract)}
</abstract>
</arXiv></metadata></record>
"""


def _render_author(name: str) -> str:
    first, _, last = name.rpartition(" ")
    forenames = f"<forenames>{escape(first)}</forenames>" if first else ""
    return f"<author><keyname>{escape(last)}</keyname>{forenames}</author>"
