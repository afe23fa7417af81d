"""All papers that a query finds, however many; ``reading`` lists the best few of a search."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from explorer.corpus.accents import letters
from explorer.corpus.store import reading

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = "{{title abstract}} : {}"
"""Authors are not looked at: a niche is of texts."""

FEW = 2_000
"""Papers up to which each is looked up; past them it is quicker to walk over all ids."""

BEGIN, END = "\ue000", "\ue001"
"""Around a word that was found; arXiv's texts have no such characters."""


def read_matches(path: Path, expression: str) -> list[str]:
    """Find the ids of all papers whose title or abstract an expression of ``queries`` finds."""
    with reading(path) as connection:
        found = connection.execute(
            "SELECT rowid FROM papers_text WHERE papers_text MATCH ?", [TEXTS.format(expression)]
        ).fetchall()
        keys = json.dumps([key for (key,) in found])
        by_id = "INDEXED BY sqlite_autoindex_papers_1" if len(found) > FEW else ""
        rows = connection.execute(
            f"SELECT arxiv_id FROM papers {by_id}"  # noqa: S608 (our own words)
            " WHERE key IN (SELECT value FROM json_each(?))",
            [keys],
        )
        return [arxiv_id for (arxiv_id,) in rows]


def mark_titles(path: Path, expression: str, ids: Sequence[str]) -> dict[str, str]:
    """Put ``BEGIN`` and ``END`` around what an expression finds in the titles of some papers.

    Returns
    -------
    dict
        Title by id, of those papers that the expression finds.
    """
    with reading(path) as connection:
        rows = connection.execute(
            "SELECT arxiv_id, highlight(papers_text, 0, ?, ?) FROM papers_text"
            " JOIN papers ON papers.key = papers_text.rowid"
            " WHERE papers_text MATCH ? AND papers_text.rowid IN"
            " (SELECT key FROM papers WHERE arxiv_id IN (SELECT value FROM json_each(?)))",
            [BEGIN, END, TEXTS.format(expression), json.dumps(list(ids))],
        )
        return dict(rows.fetchall())


def read_author_matches(path: Path, name: str) -> list[tuple[str, str]]:
    """Find the papers among whose authors all words of a name stand, with their authors."""
    words = re.findall(r"\w+", letters(name).casefold())
    if not words:
        return []
    expression = " AND ".join(f'"{word}"' for word in words)
    with reading(path) as connection:
        rows = connection.execute(
            "SELECT arxiv_id, papers.authors FROM papers_text"
            " JOIN papers ON papers.key = papers_text.rowid"
            " WHERE papers_text MATCH ? ORDER BY arxiv_id",
            [f"{{authors}} : ({expression})"],
        )
        return [(arxiv_id, authors) for arxiv_id, authors in rows]
