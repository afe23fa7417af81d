"""Papers into the store: every version that arrives is merged with the one held.

What a store holds does not depend on the order or number of arrivals: of two versions of a paper
the newer one stands, and its first day is the earliest that was ever stated. A paper that arXiv
deleted is held no more, but what came of it is merged all the same, out of sight, so that a newer
version may bring it back.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from explorer.corpus.deletions import Deletion, read_deletions, write_deletions
from explorer.corpus.progress import Progress, silent
from explorer.corpus.store import transaction

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from explorer.corpus.papers import Paper

BATCH = 5_000
"""Papers of one transaction: a kill loses at most these, a reader waits for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What became of the papers that arrived."""

    added: int = 0
    """Papers that were not held."""
    updated: int = 0
    """Arrivals that changed a paper held."""
    unchanged: int = 0
    """Arrivals that told nothing new."""

    def __add__(self, other: Merged) -> Merged:
        return Merged(
            added=self.added + other.added,
            updated=self.updated + other.updated,
            unchanged=self.unchanged + other.unchanged,
        )


class _Row(NamedTuple):
    """A paper as the store holds it, in the order of the statement that writes it."""

    arxiv_id: str
    published: str
    updated: str
    primary_category: str
    categories: str
    title: str
    authors: str
    comments: str
    journal_ref: str
    doi: str
    license: str
    license_as_of: str
    abstract: str
    modified: str


def merge_papers(
    connection: sqlite3.Connection,
    papers: Iterable[Paper],
    *,
    batch: int = BATCH,
    progress: Progress = silent,
    total: int | None = None,
) -> Merged:
    """Merge papers into a store opened by `writing`, one transaction a batch.

    Within a transaction of the caller's, the batches become part of it: all or nothing.
    """
    merged = Merged()
    arrivals = iter(papers)
    while arrived := list(islice(arrivals, batch)):
        with transaction(connection):
            merged += _merge_batch(connection, [_row(paper) for paper in arrived])
        done = merged.added + merged.updated + merged.unchanged
        progress("Saving papers", done, total)
    return merged


def _row(paper: Paper) -> _Row:
    updated = paper.updated.isoformat() if paper.updated else ""
    categories = dict.fromkeys(paper.categories)
    if paper.primary_category not in categories:
        categories = {paper.primary_category: None} | categories
    return _Row(
        paper.arxiv_id,
        paper.submitted.isoformat(),
        updated,
        paper.primary_category,
        " ".join(categories),
        paper.title,
        "; ".join(paper.authors),
        paper.comments,
        paper.journal_ref,
        paper.doi,
        paper.license,
        updated if paper.license else "",
        paper.abstract,
        paper.modified.isoformat() if paper.modified else "",
    )


def _newest(one: _Row, other: _Row) -> _Row:
    """Merge two versions of a paper; which of them comes first makes no difference.

    The query API does not tell the licence, so the newest version that states one is heeded.
    """
    stands = max(one, other, key=_standing)
    license_as_of, license_ = max((row.license_as_of, row.license) for row in (one, other))
    return stands._replace(
        published=min(one.published, other.published),
        license=license_,
        license_as_of=license_as_of,
    )


def _standing(row: _Row) -> tuple[object, ...]:
    """Order versions by age, by how much they tell, then by the day of arXiv's record.

    A paper may be listed in more categories later, without a new version. The rest settles ties.
    """
    told = sum(map(bool, (row.comments, row.journal_ref, row.doi)))
    rest = row._replace(published="", license="", license_as_of="")
    return (row.updated, told, row.categories.count(" "), row.modified, rest)


def delete_papers(connection: sqlite3.Connection, deleted: Mapping[str, date]) -> int:
    """Take papers out of the store, each at the day of its deletion; return how many were held.

    A paper of which something newer than the deletion came is held on.
    """
    with transaction(connection):
        held, before = _held(connection, deleted), read_deletions(connection, deleted)
        deletions, gone = {}, []
        for arxiv_id, day in deleted.items():
            known = before.get(arxiv_id, Deletion())
            deletions[arxiv_id] = replace(known, day=max(known.day, day.isoformat()))
            if arxiv_id in held and _outlived(held[arxiv_id][1], deletions[arxiv_id]):
                gone.append(held[arxiv_id])
                deletions[arxiv_id] = replace(deletions[arxiv_id], buried=held[arxiv_id][1])
        _write(connection, gone=gone)
        write_deletions(connection, deletions)
    return len(gone)


def _outlived(row: _Row, deletion: Deletion | None) -> bool:
    """Say whether a paper was deleted after all that came of it."""
    return deletion is not None and max(row.updated, row.modified) <= deletion.day


def _merge_batch(connection: sqlite3.Connection, arrived: list[_Row]) -> Merged:
    ids = {row.arxiv_id for row in arrived}
    held, deletions = _held(connection, ids), read_deletions(connection, ids)
    merged = {
        id_: _Row._make(deletion.buried) for id_, deletion in deletions.items() if deletion.buried
    }
    merged |= {arxiv_id: row for arxiv_id, (_, row) in held.items()}
    shown = set(held)
    added = updated = 0
    for row in arrived:
        before = merged.get(row.arxiv_id)
        after = row if before is None else _newest(before, row)
        merged[row.arxiv_id] = after
        if _outlived(after, deletions.get(row.arxiv_id)):
            continue
        if row.arxiv_id in shown:
            updated += _tells_more(before, after)
        else:
            added += 1
            shown.add(row.arxiv_id)
    changed = [(key, row, merged[id_]) for id_, (key, row) in held.items() if merged[id_] != row]
    new = [row for arxiv_id, row in merged.items() if arxiv_id in shown and arxiv_id not in held]
    if changed or new:
        _write(connection, changed=changed, new=new)
    buried = {id_: None if id_ in shown else merged[id_] for id_ in deletions}
    write_deletions(
        connection, {id_: replace(deletions[id_], buried=row) for id_, row in buried.items()}
    )
    return Merged(added=added, updated=updated, unchanged=len(arrived) - added - updated)


def _tells_more(before: _Row | None, after: _Row) -> bool:
    """Say whether more changed than the day on which arXiv touched the record."""
    return before is None or before._replace(modified=after.modified) != after


def _held(connection: sqlite3.Connection, arxiv_ids: Iterable[str]) -> dict[str, tuple[int, _Row]]:
    found = connection.execute(
        f"SELECT key, {', '.join(_Row._fields)} FROM papers"  # noqa: S608 (our own names)
        " WHERE arxiv_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(arxiv_ids)),),
    )
    return {row[1]: (row[0], _Row._make(row[1:])) for row in found}


def _write(
    connection: sqlite3.Connection,
    *,
    changed: Sequence[tuple[int, _Row, _Row]] = (),
    new: Sequence[_Row] = (),
    gone: Sequence[tuple[int, _Row]] = (),
) -> None:
    """Change, add and take out papers, and what follows: full text, categories and counts."""
    first = connection.execute("SELECT ifnull(max(key), 0) + 1 FROM papers").fetchone()[0]
    added = list(enumerate(new, start=first))
    _write_papers(connection, changed, added)
    connection.executemany("DELETE FROM papers WHERE key = ?", ((key,) for key, _ in gone))
    changed = [change for change in changed if _tells_more(*change[1:])]
    before = [(key, row) for key, row, _ in changed] + list(gone)
    after = [(key, row) for key, _, row in changed] + added
    _write_text(connection, before, after)
    _write_categories(connection, before, after)


def _write_papers(
    connection: sqlite3.Connection,
    changed: Sequence[tuple[int, _Row, _Row]],
    added: list[tuple[int, _Row]],
) -> None:
    columns = ", ".join(_Row._fields)
    marks = ", ".join("?" for _ in _Row._fields)
    connection.executemany(
        f"UPDATE papers SET ({columns}) = ({marks}) WHERE key = ?",  # noqa: S608
        ((*row, key) for key, _, row in changed),
    )
    connection.executemany(
        f"INSERT INTO papers (key, {columns}) VALUES (?, {marks})",  # noqa: S608
        ((key, *row) for key, row in added),
    )


def _write_text(
    connection: sqlite3.Connection, before: list[tuple[int, _Row]], after: list[tuple[int, _Row]]
) -> None:
    """Keep the full-text index right; it is told what a row said to forget it."""
    connection.executemany(
        "INSERT INTO papers_text (papers_text, rowid, title, abstract, authors)"
        " VALUES ('delete', ?, ?, ?, ?)",
        ((key, row.title, row.abstract, row.authors) for key, row in before),
    )
    connection.executemany(
        "INSERT INTO papers_text (rowid, title, abstract, authors) VALUES (?, ?, ?, ?)",
        ((key, row.title, row.abstract, row.authors) for key, row in after),
    )


def _write_categories(
    connection: sqlite3.Connection, before: list[tuple[int, _Row]], after: list[tuple[int, _Row]]
) -> None:
    """Keep the categories of papers and the counts by month right."""
    keys = _category_keys(connection, (row for _, row in after))
    connection.executemany(
        "DELETE FROM paper_categories WHERE category = ? AND published = ? AND paper = ?",
        _links(before, keys),
    )
    connection.executemany("INSERT INTO paper_categories VALUES (?, ?, ?)", _links(after, keys))
    papers: Counter[tuple[int, str]] = Counter()
    primary: Counter[tuple[int, str]] = Counter()
    for sign, rows in ((-1, before), (1, after)):
        for _, row in rows:
            month = row.published[:7]
            primary[keys[row.primary_category], month] += sign
            for code in row.categories.split(" "):
                papers[keys[code], month] += sign
    connection.executemany(
        "INSERT INTO month_category (category, month, papers, primary_papers) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (category, month) DO UPDATE SET papers = papers + excluded.papers,"
        " primary_papers = primary_papers + excluded.primary_papers",
        ((*cell, count, primary[cell]) for cell, count in papers.items()),
    )
    connection.execute("DELETE FROM month_category WHERE papers = 0")


def _links(
    rows: Iterable[tuple[int, _Row]], keys: dict[str, int]
) -> Iterator[tuple[int, str, int]]:
    for key, row in rows:
        for code in row.categories.split(" "):
            yield keys[code], row.published, key


def _category_keys(connection: sqlite3.Connection, rows: Iterable[_Row]) -> dict[str, int]:
    codes = {code for row in rows for code in row.categories.split(" ")}
    connection.executemany(
        "INSERT INTO categories (code) VALUES (?) ON CONFLICT DO NOTHING",
        ((code,) for code in sorted(codes)),
    )
    return {code: key for key, code in connection.execute("SELECT key, code FROM categories")}
