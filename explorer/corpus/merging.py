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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from explorer.corpus.deletions import Deletion, read_deletions, write_deletions
from explorer.corpus.progress import Progress, silent
from explorer.corpus.store import transaction
from explorer.corpus.versions import Version, newest, version_of

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from explorer.corpus.papers import Paper

BATCH = 10_000
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


def merge_papers(
    connection: sqlite3.Connection,
    papers: Iterable[Paper],
    *,
    batch: int = BATCH,
    progress: Progress = silent,
    total: int | None = None,
) -> Merged:
    """Merge papers into a store opened by `writing`, one transaction a batch.

    Within a transaction of the caller's, the batches become part of it: all or nothing. While
    SQLite indexes the words of a batch, another thread draws the next one from ``papers``.
    """
    merged = Merged()
    arrivals = map(version_of, papers)
    arrived = list(islice(arrivals, batch))
    with ThreadPoolExecutor(1) as drawer:
        while arrived:
            with transaction(connection):
                outcome, words = _merge_batch(connection, arrived)
                following = drawer.submit(list, islice(arrivals, batch))
                _index_words(connection, words)
            merged += outcome
            progress("Saving papers", merged.added + merged.updated + merged.unchanged, total)
            arrived = following.result()
    return merged


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


def _outlived(row: Version, deletion: Deletion | None) -> bool:
    """Say whether a paper was deleted after all that came of it."""
    return deletion is not None and max(row.updated, row.modified) <= deletion.day


def _merge_batch(
    connection: sqlite3.Connection, arrived: list[Version]
) -> tuple[Merged, list[int]]:
    """Merge all but the words; say what became of the batch and whose words are to be indexed."""
    ids = {row.arxiv_id for row in arrived}
    held, deletions = _held(connection, ids), read_deletions(connection, ids)
    merged = {
        id_: Version._make(deletion.buried)
        for id_, deletion in deletions.items()
        if deletion.buried
    }
    merged |= {arxiv_id: row for arxiv_id, (_, row) in held.items()}
    shown = set(held)
    added = updated = 0
    for row in arrived:
        before = merged.get(row.arxiv_id)
        after = row if before is None else newest(before, row)
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
    keys = _write(connection, changed=changed, new=new) if changed or new else []
    buried = {id_: None if id_ in shown else merged[id_] for id_ in deletions}
    write_deletions(
        connection, {id_: replace(deletions[id_], buried=row) for id_, row in buried.items()}
    )
    outcome = Merged(added=added, updated=updated, unchanged=len(arrived) - added - updated)
    return outcome, keys


def _tells_more(before: Version | None, after: Version) -> bool:
    """Say whether more changed than the day on which arXiv touched the record."""
    if before is None:
        return True
    return before._replace(recorded=after.recorded, modified=after.modified) != after


def _held(
    connection: sqlite3.Connection, arxiv_ids: Iterable[str]
) -> dict[str, tuple[int, Version]]:
    found = connection.execute(
        f"SELECT key, {', '.join(Version._fields)} FROM papers"  # noqa: S608 (our own names)
        " WHERE arxiv_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(arxiv_ids)),),
    )
    return {row[1]: (row[0], Version._make(row[1:])) for row in found}


def _write(
    connection: sqlite3.Connection,
    *,
    changed: Sequence[tuple[int, Version, Version]] = (),
    new: Sequence[Version] = (),
    gone: Sequence[tuple[int, Version]] = (),
) -> list[int]:
    """Change, add and take out papers, and what follows: categories and counts.

    Old words are taken out of the full-text index; whose new ones it lacks is returned.
    """
    first = connection.execute("SELECT ifnull(max(key), 0) + 1 FROM papers").fetchone()[0]
    added = list(enumerate(new, start=first))
    _write_papers(connection, changed, added)
    connection.executemany("DELETE FROM papers WHERE key = ?", ((key,) for key, _ in gone))
    changed = [change for change in changed if _tells_more(*change[1:])]
    before = [(key, row) for key, row, _ in changed] + list(gone)
    after = [(key, row) for key, _, row in changed] + added
    _forget_words(connection, before)
    _write_categories(connection, before, after)
    return [key for key, _ in after]


def _write_papers(
    connection: sqlite3.Connection,
    changed: Sequence[tuple[int, Version, Version]],
    added: list[tuple[int, Version]],
) -> None:
    columns = ", ".join(Version._fields)
    marks = ", ".join("?" for _ in Version._fields)
    connection.executemany(
        f"UPDATE papers SET ({columns}) = ({marks}) WHERE key = ?",  # noqa: S608
        ((*row, key) for key, _, row in changed),
    )
    connection.executemany(
        f"INSERT INTO papers (key, {columns}) VALUES (?, {marks})",  # noqa: S608
        ((key, *row) for key, row in added),
    )


def _forget_words(connection: sqlite3.Connection, before: list[tuple[int, Version]]) -> None:
    """Take papers out of the full-text index, which has to be told what they said."""
    connection.executemany(
        "INSERT INTO papers_text (papers_text, rowid, title, abstract, authors)"
        " VALUES ('delete', ?, ?, ?, ?)",
        ((key, row.title, row.abstract, row.authors) for key, row in before),
    )


def _index_words(connection: sqlite3.Connection, keys: list[int]) -> None:
    """Put papers into the full-text index: the longest work of all, and one statement.

    So that other threads need not wait for Python's lock, as they would between many statements.
    """
    connection.execute(
        "INSERT INTO papers_text (rowid, title, abstract, authors)"
        " SELECT key, title, abstract, authors FROM papers"
        " WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key",
        (json.dumps(keys),),
    )


def _write_categories(
    connection: sqlite3.Connection,
    before: list[tuple[int, Version]],
    after: list[tuple[int, Version]],
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
    rows: Iterable[tuple[int, Version]], keys: dict[str, int]
) -> Iterator[tuple[int, str, int]]:
    for key, row in rows:
        for code in row.categories.split(" "):
            yield keys[code], row.published, key


def _category_keys(connection: sqlite3.Connection, rows: Iterable[Version]) -> dict[str, int]:
    codes = {code for row in rows for code in row.categories.split(" ")}
    connection.executemany(
        "INSERT INTO categories (code) VALUES (?) ON CONFLICT DO NOTHING",
        ((code,) for code in sorted(codes)),
    )
    return {code: key for key, code in connection.execute("SELECT key, code FROM categories")}
