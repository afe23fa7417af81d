"""Papers that arXiv deleted: the day of it, and what had come of them, kept out of sight.

Only what knows both may say whether a paper that comes again is newer: that is `merging`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, slots=True)
class Deletion:
    """A paper that arXiv deleted, whether it was deleted for good or not."""

    day: str = ""
    """Day of the newest deletion; empty if there is none."""
    buried: tuple[str, ...] | None = None
    """The paper as it would be held; ``None`` if it is held, or never came."""


def read_deletions(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Deletion]:
    """Return the deletions among papers, by id."""
    found = connection.execute(
        "SELECT arxiv_id, deleted, buried FROM deleted_papers"
        " WHERE arxiv_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {
        arxiv_id: Deletion(day, tuple(json.loads(buried)) if buried else None)
        for arxiv_id, day, buried in found
    }


def write_deletions(connection: sqlite3.Connection, deletions: Mapping[str, Deletion]) -> None:
    """Keep deletions, in place of those that were known of the same papers."""
    connection.executemany(
        "INSERT OR REPLACE INTO deleted_papers (arxiv_id, deleted, buried) VALUES (?, ?, ?)",
        (
            (arxiv_id, deletion.day, json.dumps(deletion.buried) if deletion.buried else None)
            for arxiv_id, deletion in deletions.items()
        ),
    )
