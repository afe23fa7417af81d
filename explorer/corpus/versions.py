"""Versions of a paper: which of two stands, and what the other adds to it.

A version is a paper as the store holds it. Any number of them merge into one, in any order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from explorer.corpus.papers import Paper


class Version(NamedTuple):
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
    recorded: str
    modified: str


def version_of(paper: Paper) -> Version:
    """Put a paper in the form in which it is held."""
    updated = paper.updated.isoformat() if paper.updated else ""
    modified = paper.modified.isoformat() if paper.modified else ""
    categories = dict.fromkeys(paper.categories)
    if paper.primary_category not in categories:
        categories = {paper.primary_category: None} | categories
    return Version(
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
        _day_of_license(paper).isoformat() if paper.license else "",
        paper.abstract,
        modified,
        paper.touched.isoformat() if paper.touched else modified,
    )


def _day_of_license(paper: Paper) -> date:
    """Say how new the licence is; a source that gives no dates is as old as the paper."""
    return paper.license_as_of or paper.updated or paper.submitted


def newest(one: Version, other: Version) -> Version:
    """Merge two versions of a paper; which of them comes first makes no difference.

    The query API does not tell the licence, so the newest version that states one is heeded.
    """
    stands = max(one, other, key=_standing)
    license_as_of, license_ = max((row.license_as_of, row.license) for row in (one, other))
    return stands._replace(
        published=min(one.published, other.published),
        license=license_,
        license_as_of=license_as_of,
        modified=max(one.modified, other.modified),
    )


def _standing(row: Version) -> tuple[object, ...]:
    """Order versions by age, by how much they tell, then by the day of arXiv's record.

    A paper may be listed in more categories later, without a new version. The rest settles ties.
    """
    told = sum(map(bool, (row.comments, row.journal_ref, row.doi)))
    rest = row._replace(published="", license="", license_as_of="", modified="")
    return (row.updated, told, row.categories.count(" "), row.recorded, rest)
