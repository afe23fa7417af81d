"""Ids that come again in a file, noticed without keeping millions of papers in memory."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from explorer.corpus.papers import Paper

CACHE_KIBIBYTES = 32_768
"""Memory for what was seen; the rest goes to a file that SQLite removes."""


class Repeats:
    """Remembers each paper of a file by its id and a number; to be used in a ``with``."""

    def __init__(self) -> None:
        # Papers may be drawn from a file by one thread after another, never by two at a time.
        self._seen = sqlite3.connect("", isolation_level=None, check_same_thread=False)

    def __enter__(self) -> Repeats:
        self._seen.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
        self._seen.execute("PRAGMA journal_mode = OFF")
        self._seen.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, told INTEGER) WITHOUT ROWID")
        self._seen.execute("BEGIN")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._seen.close()

    def contradict(self, paper: Paper) -> bool:
        """Say whether an earlier record differs and no dates tell which of them is newer."""
        dated = paper.updated is not None
        told = hash((paper.title, paper.submitted)) & ~1 | dated
        added = self._seen.execute(
            "INSERT INTO seen VALUES (?, ?) ON CONFLICT DO NOTHING", (paper.arxiv_id, told)
        )
        if added.rowcount:
            return False
        found = self._seen.execute("SELECT told FROM seen WHERE id = ?", (paper.arxiv_id,))
        (before,) = found.fetchone()
        return before | 1 != told | 1 and not (before & 1 and dated)
