"""The formats that plans can be taken along in, and the one function that writes them all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from explorer.corpus.reading import read_papers_by_id
from explorer.plans.exports.bibtex import plans_bibtex
from explorer.plans.exports.icalendar import plans_icalendar
from explorer.plans.exports.issues import plans_issues
from explorer.plans.exports.kept import Kept, cited_papers
from explorer.plans.exports.page import plans_page
from explorer.plans.exports.plan_json import plans_json
from explorer.plans.exports.portfolio import portfolio_page
from explorer.plans.markdown import plan_markdown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from explorer.plans.records import SavedNiche


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file."""

    label: str
    """What it is good for, in a few words."""
    suffix: str
    mime: str


FORMATS = {
    "json": Format(
        label="Whole plan, to import again (JSON)", suffix=".json", mime="application/json"
    ),
    "markdown": Format(label="Text (Markdown)", suffix=".md", mime="text/markdown"),
    "html": Format(label="Page to read or print (HTML)", suffix=".html", mime="text/html"),
    "portfolio": Format(
        label="Portfolio for others: what is finished (HTML)",
        suffix="-portfolio.html",
        mime="text/html",
    ),
    "ical": Format(label="Calendar (iCalendar)", suffix=".ics", mime="text/calendar"),
    "bibtex": Format(label="Its papers (BibTeX)", suffix=".bib", mime="application/x-bibtex"),
    "csv": Format(label="Issues for GitHub or GitLab (CSV)", suffix=".csv", mime="text/csv"),
}
"""By the name that the command takes; the one that can be imported again first."""


def export_plans(store: Path, kept: Sequence[Kept], how: str, *, papers: Path) -> bytes:
    """Write plans in one of ``FORMATS``.

    Parameters
    ----------
    store : Path
        ``user.sqlite``.
    kept : sequence of Kept
        One plan or several.
    how : str
        A key of ``FORMATS``.
    papers : Path
        Store of papers, from which authors and days are taken where they are held.
    """
    if how == "json":
        return plans_json(store, [each.plan.plan_id for each in kept])
    if how == "markdown":
        return "\n".join(
            plan_markdown(each.plan, each.niche, each.belongings) for each in kept
        ).encode()
    if how == "portfolio":
        return portfolio_page(store, kept)
    if how == "bibtex":
        return plans_bibtex(kept, _held(papers, kept))
    write = {"html": plans_page, "ical": plans_icalendar, "csv": plans_issues}[how]
    return write(kept)


def file_name(niches: Sequence[SavedNiche], how: str) -> str:
    """Name a file after the niche of a plan, in letters that every system takes."""
    slug = niches[0].slug if len(niches) == 1 else "plans"
    stem = re.sub(r"[^\w-]+", "-", slug).strip("-")[:80]
    return f"{stem or 'plan'}{FORMATS[how].suffix}"


def _held(papers: Path, kept: Sequence[Kept]) -> dict[str, dict[str, Any]]:
    if not papers.exists():
        return {}
    found = read_papers_by_id(papers, cited_papers(kept)).to_dict("records")
    return {row["id"]: {str(name): value for name, value in row.items()} for row in found}
