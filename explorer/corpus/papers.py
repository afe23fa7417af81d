"""One paper as arXiv describes it, and what makes a record acceptable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from explorer.corpus.accents import letters

ARXIV_ID = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", re.ASCII)
"""New ids ``2107.05580``, old ones ``hep-th/9901001`` and ``math.GT/0309136``."""

_NEW_ID = re.compile(r"\d{4}\.\d{4,5}", re.ASCII)
_ADDRESS = re.compile(r".*/(?:abs|pdf)/|arxiv:\s*", re.IGNORECASE)

FIRST_DAY = date(1986, 1, 1)
"""ArXiv began in 1991; a few papers were entered later with earlier dates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What we keep of an arXiv entry."""

    arxiv_id: str
    """Identifier without its version, e.g. ``2107.05580``."""
    title: str
    abstract: str
    submitted: date
    """Day of the first version, UTC; never changes."""
    updated: date | None = None
    """Day of the latest version known, UTC."""
    primary_category: str
    categories: tuple[str, ...]
    """All categories, the primary one first."""
    authors: tuple[str, ...]
    """``First Last``, in the order of the paper."""
    comments: str = ""
    journal_ref: str = ""
    doi: str = ""
    license: str = ""
    modified: date | None = None
    """Day of arXiv's record that this is, if its source tells: OAI-PMH does."""
    touched: date | None = None
    """Last day on which arXiv is known to have touched its record, if after ``modified``."""
    license_as_of: date | None = None
    """Day of the version that stated the licence, if another than ``updated``."""


def versionless(arxiv_id: str) -> str:
    """Reduce an id to what tells papers apart: ``.../abs/2107.05580v2`` -> ``2107.05580``.

    The class in an old id does not: ``math.GT/0309136`` is ``math/0309136``, which arXiv writes.
    """
    if _NEW_ID.fullmatch(arxiv_id):
        return arxiv_id
    bare = re.sub(r"(?:v\d+)?(?:\.pdf)?$", "", _ADDRESS.sub("", arxiv_id.strip()))
    return re.sub(r"^([a-z-]+)\.[A-Z]{2}/(?=\d{7}$)", r"\1/", bare)


def one_line(text: str) -> str:
    """Put text on one line, in composed Unicode, without control or invisible characters.

    TeX's accents become letters: what is shown, searched and compared is one text.
    """
    # Nearly all text is plain, and millions of texts pass here: to look is cheaper than to part.
    plain = text.isprintable() and "  " not in text and " " not in (text[:1], text[-1:])
    line = text if plain else " ".join(text.split())
    if line.isascii() and "\\" not in line and (plain or line.isprintable()):
        return line
    if not line.isprintable():
        line = " ".join("".join(map(_shown, line)).split())
    return unicodedata.normalize("NFC", letters(unicodedata.normalize("NFC", line)))


def _shown(character: str) -> str:
    """Drop soft hyphens and the like, which stand inside words; other signs part words."""
    category = unicodedata.category(character)
    if category == "Cf" or character == "\x7f":
        return ""
    return " " if category[0] == "C" else character


def problem_with(paper: Paper, *, today: date) -> str | None:
    """Say in words why a record is not acceptable, or ``None``."""
    if not ARXIV_ID.fullmatch(paper.arxiv_id):
        return f"{paper.arxiv_id[:40]!r} is not an arXiv id"
    if not paper.title:
        return f"{paper.arxiv_id} has no title"
    if not paper.abstract:
        return f"{paper.arxiv_id} has no abstract"
    if not FIRST_DAY <= paper.submitted <= today:
        return f"{paper.arxiv_id} is dated {paper.submitted}, outside {FIRST_DAY} to {today}"
    if not paper.primary_category or paper.primary_category not in paper.categories:
        return f"{paper.arxiv_id} has no primary category among its categories"
    return None


def acceptable(papers: Iterable[Paper], *, today: date) -> tuple[dict[str, Paper], str]:
    """Part acceptable papers, by id, from the others, of which the first one's problem is told."""
    problems = [(paper, problem_with(paper, today=today)) for paper in papers]
    good = {paper.arxiv_id: paper for paper, problem in problems if not problem}
    return good, next((problem for _, problem in problems if problem), "")
