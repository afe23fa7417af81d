"""Papers out of the store, as tables; the one place that hides what ``as_of`` could not see yet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from explorer.corpus.harvest_log import harvest_table
from explorer.corpus.months import last_whole_month
from explorer.corpus.store import Kind, kind_held, reading
from explorer.errors import StoreNotFoundError

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    import pandas as pd

COLUMNS = (
    "id",
    "title",
    "abstract",
    "published",
    "primary_category",
    "categories",
    "authors",
    "comments",
)
"""Columns of a table of papers, described in `read_papers`."""

BLOCK = 20_000
"""Rows held as Python objects at a time."""

LONGEST_QUERY = 1_000
"""Characters of a query that are heeded."""

MOST_RANKED = 10_000
"""Papers that a search ranks: ranking is what takes long where millions are held."""

RANKED = """
FROM (
    SELECT * FROM (
        SELECT papers_text.rowid AS found, bm25(papers_text) AS score
        FROM papers_text
        WHERE papers_text MATCH :words
            AND (:all OR (SELECT published FROM papers WHERE key = papers_text.rowid) <= :as_of)
        ORDER BY papers_text.rowid DESC LIMIT :ranked
    )
    ORDER BY score, found LIMIT :limit
)
JOIN papers ON papers.key = found
ORDER BY score, papers.arxiv_id
"""
"""Looking up the day of every match takes longer than ranking it: not done if all are visible."""

PER_CATEGORY = """
SELECT
    code,
    (SELECT sum(papers) FROM month_category WHERE category = key) AS papers,
    (SELECT min(published) FROM paper_categories WHERE category = key) AS first,
    (SELECT max(published) FROM paper_categories WHERE category = key) AS last
FROM categories
"""

LONG_TEXT = ("title", "abstract", "comments")
"""Columns left out of a table of papers without text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSummary:
    """What a store holds."""

    kind: Kind
    papers: int
    first: date | None
    """Day of the oldest paper; ``None`` in an empty store."""
    last: date | None
    """Day of the newest paper."""
    categories: pd.DataFrame
    """category | papers | first | last: any listed category counts; most papers first."""
    fetched: pd.DataFrame
    """source | category | since | until | fetched_at | received | expected | state."""


def read_papers(
    path: Path, *, as_of: date, categories: Sequence[str] = (), text: bool = True
) -> pd.DataFrame:
    """Read the papers that were public at the end of ``as_of``, sorted by id.

    Parameters
    ----------
    path : Path
        Store of papers.
    as_of : date
        Papers first submitted after this day are hidden.
    categories : sequence of str
        Keep papers that list any of these; all papers if empty.
    text : bool
        Without text, the columns of `LONG_TEXT` are left out.

    Returns
    -------
    DataFrame
        id | title | abstract | published (day of the first version) | primary_category |
        categories (joined by spaces) | authors (joined by ``"; "``) | comments
    """
    columns = [name for name in COLUMNS if text or name not in LONG_TEXT]
    where, values = visible(as_of=as_of, categories=categories)
    with reading(path) as connection:
        source = f"FROM papers WHERE {where} ORDER BY arxiv_id"
        return _papers(connection, columns, source, values)


def visible(*, as_of: date, categories: Sequence[str] = ()) -> tuple[str, list[str]]:
    """Write the condition on ``papers`` that `read_papers` states, and the values in it."""
    where, values = "published <= ?", [as_of.isoformat()]
    if categories:
        where += (
            " AND key IN (SELECT paper FROM paper_categories JOIN categories"
            " ON categories.key = category WHERE code IN (SELECT value FROM json_each(?)))"
        )
        values.append(json.dumps(list(categories)))
    return where, values


def read_papers_by_id(path: Path, ids: Iterable[str]) -> pd.DataFrame:
    """Read the papers with these ids, in this order; ids that are not held are left out."""
    wanted = list(dict.fromkeys(ids))
    source = "FROM json_each(?) AS wanted JOIN papers ON arxiv_id = wanted.value ORDER BY wanted.id"
    with reading(path) as connection:
        return _papers(connection, COLUMNS, source, [json.dumps(wanted)])


def search_papers(path: Path, query: str, *, as_of: date, limit: int) -> pd.DataFrame:
    """Find papers whose title, abstract or authors have every word of ``query``, best first.

    Whatever is typed is taken as words to look for, never as an operator. The best is the one with
    the lowest BM25; where more than `MOST_RANKED` match, the last that came are ranked.
    """
    with reading(path) as connection:
        _, last = _span(connection)
        values = {
            "words": _every_word(query),
            "all": last is None or last <= as_of,
            "as_of": as_of.isoformat(),
            "ranked": MOST_RANKED,
            "limit": limit,
        }
        return _papers(connection, COLUMNS, RANKED, values)


def read_month_counts(path: Path, *, as_of: date, categories: Sequence[str] = ()) -> pd.DataFrame:
    """Count papers by whole month and category: month | category | papers | primary_papers."""
    import pandas as pd

    only = "" if not categories else "AND code IN (SELECT value FROM json_each(?))"
    values = [last_whole_month(as_of), *([json.dumps(list(categories))] if categories else [])]
    with reading(path) as connection:
        rows = connection.execute(
            "SELECT month, code, papers, primary_papers FROM categories"  # noqa: S608
            " JOIN month_category ON category = categories.key"
            f" WHERE month <= ? {only} ORDER BY month, code",
            values,
        ).fetchall()
    counts = pd.DataFrame(rows, columns=["month", "category", "papers", "primary_papers"])
    return counts.astype({"month": "str", "category": "str", "papers": int, "primary_papers": int})


def newest_day(path: Path) -> date:
    """Return the last day that the store can speak about: the default ``as_of``.

    That is the day of the newest paper, or the end of the newest complete harvest if later.

    Raises
    ------
    StoreNotFoundError
        If there is neither.
    """
    with reading(path) as connection:
        _, last = _span(connection)
        done = connection.execute("SELECT max(until) FROM harvests WHERE state = 'done'")
        days = [day for day in (last, _day(done.fetchone()[0])) if day]
    if not days:
        raise StoreNotFoundError(path)
    return max(days)


def describe_store(path: Path) -> StoreSummary:
    """Say what the store holds and what was fetched; reads no paper, so it is quick."""
    import pandas as pd

    counted = "SELECT ifnull(sum(primary_papers), 0) FROM month_category"
    with reading(path) as connection:
        kind = kind_held(connection)
        first, last = _span(connection)
        papers = connection.execute(counted).fetchone()[0]
        categories = connection.execute(
            f"{PER_CATEGORY} WHERE papers > 0 ORDER BY papers DESC, code"
        ).fetchall()
        fetched = harvest_table(connection)
    day = "datetime64[us]"
    counts = {"category": "str", "papers": "int64", "first": day, "last": day}
    return StoreSummary(
        kind=kind,
        papers=papers,
        first=first,
        last=last,
        categories=pd.DataFrame(categories, columns=list(counts)).astype(counts),
        fetched=fetched,
    )


def _papers(
    connection: sqlite3.Connection,
    columns: Sequence[str],
    source: str,
    values: Sequence[str] | Mapping[str, object],
) -> pd.DataFrame:
    """Read papers block by block into compact columns, so that a large store fits in memory."""
    import pyarrow as pa

    schema = pa.schema([(name, pa.large_string()) for name in columns])
    names = ", ".join(f"papers.{'arxiv_id' if name == 'id' else name}" for name in columns)
    cursor = connection.execute(f"SELECT {names} {source}", values)
    blocks = []
    while rows := cursor.fetchmany(BLOCK):
        texts = [pa.array(column, pa.large_string()) for column in zip(*rows, strict=True)]
        blocks.append(pa.table(texts, schema=schema))
    table = pa.concat_tables(blocks) if blocks else schema.empty_table()
    position = columns.index("published")
    days = table.column(position).cast(pa.date32()).cast(pa.timestamp("us"))
    papers: pd.DataFrame = table.set_column(position, "published", days).to_pandas()
    return papers


def _every_word(query: str) -> str:
    """Write a query for FTS5 in which every word is quoted, so that none is an operator."""
    typed = query[:LONGEST_QUERY].replace("\0", " ").encode(errors="replace").decode()
    words = dict.fromkeys(typed.split())
    return " ".join('"' + word.replace('"', '""') + '"' for word in words) or '""'


def _span(connection: sqlite3.Connection) -> tuple[date | None, date | None]:
    """Find the days of the oldest and newest paper, one look at each category's ends."""
    first, last = connection.execute(
        f"SELECT min(first), max(last) FROM ({PER_CATEGORY})"  # noqa: S608 (our own names)
    ).fetchone()
    return _day(first), _day(last)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
