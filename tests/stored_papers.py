"""All that a store says of its papers, whatever the order in which they came."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from explorer.corpus.merging import merge_papers
from explorer.corpus.papers import Paper
from explorer.corpus.store import open_reader, writing


def papers_in(folder: Path) -> list[tuple[object, ...]]:
    """Read every column of every paper of a data folder, by id."""
    with closing(open_reader(folder / "papers.sqlite")) as connection:
        names = [name for _, name, *_ in connection.execute("PRAGMA table_info(papers)")]
        names.remove("key")
        query = f"SELECT {', '.join(names)} FROM papers ORDER BY arxiv_id"  # noqa: S608
        return connection.execute(query).fetchall()


def undisturbed(folder: Path, papers: Iterable[Paper]) -> list[tuple[object, ...]]:
    """Store papers at once, and read them."""
    with writing(folder / "papers.sqlite") as connection:
        merge_papers(connection, papers)
    return papers_in(folder)
