"""What arXiv's query API answers: a query over a list of papers, rendered as its Atom pages.

The layout of a page and of an error is that of real answers recorded in 2026. A paper of ours has
days and arXiv's have seconds, so the time of day is made from the identifier.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import parse_qs
from xml.sax.saxutils import escape, quoteattr
from zlib import crc32

from explorer.corpus.papers import Paper

MOST_PER_PAGE, MOST_PER_QUERY = 2000, 30_000
MADE = "2026-04-12T22:09:50Z"

DATES = re.compile(r"submittedDate:\[(\d{12}) TO (\d{12})\]")
CATEGORY = re.compile(r"cat:([A-Za-z-]+(?:\.(?:[A-Za-z-]+|\*))?)")
EVER = datetime(1900, 1, 1), datetime(2200, 1, 1)  # noqa: DTZ001 (all of it is UTC)
SORTS = {"relevance", "lastUpdatedDate", "submittedDate"}


class BadQueryError(Exception):
    """A query that arXiv answers with status 400; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One request, understood."""

    text: str = ""
    categories: tuple[str, ...] = ()
    since: datetime = EVER[0]
    until: datetime = EVER[1]
    start: int = 0
    size: int = 10
    sort: str = "relevance"
    descending: bool = True


def parse_query(query_string: str) -> Query:
    """Understand a request as arXiv does; `BadQueryError` where it answers 400."""
    asked = {name: values[-1] for name, values in parse_qs(query_string).items()}
    start, size = (_count(asked, name, default) for name, default in PAGING.items())
    if size > MOST_PER_QUERY or start + min(size, MOST_PER_PAGE) > MOST_PER_QUERY:
        raise BadQueryError(f"more than {MOST_PER_QUERY} results were asked for")
    sort, order = asked.get("sortBy", "relevance"), asked.get("sortOrder", "descending")
    if sort not in SORTS or order not in {"ascending", "descending"}:
        raise BadQueryError("sortBy must be in: relevance, lastUpdatedDate, submittedDate")
    text = asked.get("search_query", "")
    categories, (since, until) = [], EVER
    for term in text.split(" AND "):
        if found := CATEGORY.fullmatch(term.strip()):
            categories.append(found[1])
        elif found := DATES.fullmatch(term.strip()):
            since, until = (_minute(stated) for stated in found.groups())
        else:
            raise BadQueryError(f"incorrect query {term!r}")
    return Query(
        text=text,
        categories=tuple(categories),
        since=since,
        until=until,
        start=start,
        size=min(size, MOST_PER_PAGE),
        sort=sort,
        descending=order == "descending",
    )


PAGING = {"start": 0, "max_results": 10}


def _count(asked: dict[str, str], name: str, default: int) -> int:
    stated = asked.get(name, str(default))
    if not stated.isdecimal():
        raise BadQueryError(f"{name} must be a non-negative integer")
    return int(stated)


def _minute(stated: str) -> datetime:
    try:
        return datetime.strptime(stated, "%Y%m%d%H%M")  # noqa: DTZ007 (all of it is UTC)
    except ValueError as error:
        raise BadQueryError(f"incorrect date {stated}") from error


def moment(paper: Paper, day: date | None = None) -> datetime:
    """Return when the paper was first submitted (or its version of ``day``), to the second."""
    seconds = crc32(paper.arxiv_id.encode()) % 86_400
    day = day or paper.submitted
    return datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)  # noqa: DTZ001


def matching(papers: Iterable[Paper], query: Query) -> list[Paper]:
    """List all papers that match, in the order asked for."""
    found = [
        paper
        for paper in papers
        if query.since <= moment(paper) <= query.until
        and all(any(_in(held, code) for held in paper.categories) for code in query.categories)
    ]
    last = query.sort == "lastUpdatedDate"
    return sorted(
        found,
        key=lambda paper: (moment(paper, paper.updated if last else None), paper.arxiv_id),
        reverse=query.descending,
    )


def _in(category: str, code: str) -> bool:
    return category.startswith(code[:-1]) if code.endswith("*") else category == code


def render_page(query: Query, papers: Iterable[Paper], *, total: int) -> bytes:
    """Write one page of an answer."""
    asked = escape(f"search_query={query.text}&id_list=&start={query.start}")
    entries = "".join(render_entry(paper) for paper in papers)
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" \
xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/jslsUQtB6TAfTXd7SeO4x5Dq2xU</id>
  <title>arXiv Query: {asked}&amp;max_results={query.size}</title>
  <updated>{MADE}</updated>
  <link href="https://arxiv.org/api/query?{asked}" type="application/atom+xml"/>
  <opensearch:itemsPerPage>{query.size}</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>{query.start}</opensearch:startIndex>
{entries}</feed>
""".encode()


def render_entry(paper: Paper) -> str:
    """Write one paper as arXiv does, elements in its order, optional ones only if there."""
    version = 1 if paper.updated in (None, paper.submitted) else 2
    address = f"arxiv.org/%s/{paper.arxiv_id}v{version}"
    categories = "".join(
        f'    <category term={quoteattr(code)} scheme="http://arxiv.org/schemas/atom"/>\n'
        for code in paper.categories
    )
    authors = "".join(
        f"    <author>\n      <name>{escape(name)}</name>\n    </author>\n"
        for name in paper.authors
    )
    doi = f'\n    <link rel="related" href="https://doi.org/{paper.doi}" title="doi"/>'
    return f"""  <entry>
    <id>http://{address % "abs"}</id>
    <title>{escape(paper.title)}</title>
    <updated>{moment(paper, paper.updated):%Y-%m-%dT%H:%M:%SZ}</updated>
    <link href="https://{address % "abs"}" rel="alternate" type="text/html"/>
    <link href="https://{address % "pdf"}" rel="related" type="application/pdf" title="pdf"/>
    <summary>{escape(paper.abstract)}</summary>
{categories}    <published>{moment(paper):%Y-%m-%dT%H:%M:%SZ}</published>
{_optional("comment", paper.comments)}    <arxiv:primary_category \
term={quoteattr(paper.primary_category)}/>
{_optional("journal_ref", paper.journal_ref)}{authors}\
{_optional("doi", paper.doi, doi)}  </entry>
"""


def _optional(name: str, text: str, more: str = "") -> str:
    return f"    <arxiv:{name}>{escape(text)}</arxiv:{name}>{more}\n" if text else ""


def render_error(summary: str, *, published: bool = False) -> bytes:
    """Write an error as arXiv does: as a page with one entry."""
    address = "https://arxiv.org/api/errors#" + re.sub(r"\W+", "_", summary)
    dated = f"    <published>{MADE}</published>\n" if published else ""
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" \
xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/</id>
  <title>arXiv Search Results</title>
  <updated>{MADE}</updated>
  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>
  <opensearch:totalResults>1</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
  <entry>
    <id>{address}</id>
    <title>Error</title>
    <updated>{MADE}</updated>
    <link href="{address}" rel="alternate" type="text/html"/>
    <summary>{escape(summary)}</summary>
{dated}    <author>
      <name>arXiv api core</name>
    </author>
  </entry>
</feed>
""".encode()


WORDS = ("gripper", "contact", "planning", "legged", "tactile", "swarm", "visual", "policy")


def sample_papers(
    count: int, *, category: str = "cs.RO", first: date, last: date, seed: int = 0
) -> list[Paper]:
    """Make papers of one category, spread over the days from ``first`` to ``last``."""
    rng, days = random.Random(seed), (last - first).days  # noqa: S311
    papers = []
    for number in range(count):
        day = first + timedelta(days=days * number // max(count - 1, 1))
        one, other = rng.sample(WORDS, 2)
        papers.append(
            Paper(
                arxiv_id=f"{day:%y%m}.{number + 1:05d}",
                title=f"{one.title()} for {other} & more, part {number + 1}",
                abstract=f"We study {one} with {other}: {rng.random():.6f} < 1.",
                submitted=day,
                updated=day,
                primary_category=category,
                categories=(category, "cs.LG") if rng.random() < 0.3 else (category,),
                authors=(f"Ada Öz {number % 17}", f"Max Łuk {number % 5}"),
                comments="8 pages" if rng.random() < 0.5 else "",
            )
        )
    return papers
