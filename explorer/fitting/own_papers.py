"""A person's own papers among those held, found by their name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.corpus.reading import read_papers_by_id
from explorer.corpus.searching import read_author_matches
from explorer.trends.authorship import name_key

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def own_papers(store: Path, name: str) -> pd.DataFrame:
    """Read the papers of an author, the newest first; accents, dots and order do not matter.

    People of one name are not told apart, and initials are not filled in: arXiv knows no better.
    """
    ids = [each for each, authors in read_author_matches(store, name) if _wrote(name, authors)]
    papers = read_papers_by_id(store, ids)
    return papers.sort_values(["published", "id"], ascending=False, ignore_index=True)


def _wrote(name: str, authors: str) -> bool:
    key = name_key(name)
    return bool(key) and any(name_key(each) == key for each in authors.split(";"))
