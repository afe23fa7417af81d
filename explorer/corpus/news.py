"""What came to a store of papers since an analysis read it, and what changed in it or went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from explorer.corpus.reading import visible
from explorer.corpus.store import reading

SINCE = """
key IN (
    SELECT key FROM papers WHERE key > ?
    UNION SELECT paper FROM paper_changes WHERE change > ?
    UNION SELECT paper FROM paper_categories
        WHERE category IN (SELECT key FROM categories) AND published > ?
)
"""
"""New in the store, changed there, or of days that could not be seen; none is a look at all papers.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What an analysis does not know of a store."""

    ids: list[str]
    """Papers that it could see now and that came or changed since, sorted."""
    touched: list[str]
    """Papers that changed or went since, sorted; some may be of no concern to it."""


def read_mark(path: Path) -> dict[str, Any]:
    """Return what tells, at a later time, what came to a store since now.

    Returns
    -------
    dict
        ``store``, which no other store has; ``paper`` and ``change``: the newest of either.
    """
    with reading(path) as connection:
        store = connection.execute("SELECT value FROM meta WHERE name = 'store'").fetchone()[0]
        paper, change = connection.execute(
            "SELECT ifnull((SELECT max(key) FROM papers), 0),"
            " ifnull((SELECT max(change) FROM paper_changes), 0)"
        ).fetchone()
    return {"store": store, "paper": paper, "change": change}


def read_news(
    path: Path,
    mark: Mapping[str, Any],
    *,
    seen_until: date,
    as_of: date,
    categories: Sequence[str] = (),
) -> News:
    """Read what came since a mark was set.

    Parameters
    ----------
    mark : mapping
        As from ``read_mark``, of this store.
    seen_until : date
        Later papers were hidden then.
    as_of, categories
        As for ``read_papers``.
    """
    where, values = visible(as_of=as_of, categories=categories)
    since = [mark["paper"], mark["change"], seen_until.isoformat()]
    with reading(path) as connection:
        ids = connection.execute(
            f"SELECT arxiv_id FROM papers WHERE {where} AND {SINCE} ORDER BY arxiv_id",  # noqa: S608
            [*values, *since],
        )
        touched = connection.execute(
            "SELECT DISTINCT arxiv_id FROM paper_changes WHERE change > ? ORDER BY arxiv_id",
            [mark["change"]],
        )
        return News(ids=[each for (each,) in ids], touched=[each for (each,) in touched])
