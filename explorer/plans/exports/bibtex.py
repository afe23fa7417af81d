"""The papers of plans as BibTeX, as arXiv itself writes its entries."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from explorer.plans.exports.kept import Kept, cited_papers
from explorer.plans.exports.latex import latex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""Names that every style knows, written without braces."""
JUNIOR = re.compile(r"(?P<name>.+\S)\s+(?P<suffix>[JS]r\.?|I{2,3}|IV)", re.IGNORECASE)
INVENTED = "Invented for the demonstration corpus; no such paper is on arXiv"


def plans_bibtex(kept: Sequence[Kept], held: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Write each paper of the rungs once, sorted by id.

    Parameters
    ----------
    kept : sequence of Kept
    held : mapping
        What is held of papers, by id: ``title``, ``authors`` (joined by ``"; "``), ``published``
        and ``primary_category``, as ``read_papers`` gives them. Of other papers, the title they are
        cited by and what their id says must do.
    """
    entries = [
        paper_entry(arxiv_id, held.get(arxiv_id, {}), cited=paper.title, real=real)
        for arxiv_id, (paper, real) in cited_papers(kept).items()
    ]
    return "\n".join(entries).encode() or b"% No rung of this plan names a paper.\n"


def paper_entry(
    arxiv_id: str, known: Mapping[str, Any], *, cited: str = "", real: bool, note: str = ""
) -> str:
    """Write one paper by what is known of it; one of the demonstration is linked to nothing.

    Parameters
    ----------
    known : mapping
        As ``held`` of ``plans_bibtex`` for this paper.
    cited : str
        The title, where none is known.
    real : bool
        It is a paper on arXiv.
    note : str
        What a reader of the reference must know.
    """
    fields = {"title": f"{{{{{latex(str(known.get('title') or cited) or arxiv_id)}}}}}"}
    authors = [name for name in str(known.get("authors") or "").split("; ") if name.strip()]
    if authors:
        fields["author"] = f"{{{' and '.join(map(_author, authors))}}}"
    day = known.get("published") or _month_of(arxiv_id)
    if day is not None:
        fields |= {"year": f"{{{day.year}}}", "month": MONTHS[day.month - 1]}
    if real:
        category = known.get("primary_category") or arxiv_id.partition("/")[0]
        fields |= {"eprint": f"{{{arxiv_id}}}", "archivePrefix": "{arXiv}"}
        if "/" in arxiv_id or known.get("primary_category"):
            fields["primaryClass"] = f"{{{latex(str(category))}}}"
        fields["url"] = f"{{https://arxiv.org/abs/{arxiv_id}}}"
    notes = filter(None, [note, "" if real else INVENTED])
    if text := ". ".join(notes):
        fields["note"] = f"{{{latex(text)}}}"
    lines = "".join(f"  {name} = {value},\n" for name, value in fields.items())
    return f"@misc{{arXiv:{arxiv_id},\n{lines}}}\n"


def _author(name: str) -> str:
    """Write a name as BibTeX reads it: a suffix apart, a team in braces."""
    written = latex(name)
    if match := JUNIOR.fullmatch(name):
        first, _, last = match["name"].rpartition(" ")
        if first:
            return f"{latex(last)}, {latex(match['suffix'])}, {latex(first)}"
    is_team = "," in name or re.search(r"\b(?:and|collaboration|team|group)\b", name, re.IGNORECASE)
    return f"{{{written}}}" if is_team else written


def _month_of(arxiv_id: str) -> date | None:
    """Read the month out of an id, where it is one."""
    number = arxiv_id.rpartition("/")[2]
    year, month = int(number[:2]), int(number[2:4])
    if not 1 <= month <= 12:
        return None
    return date(1900 + year if year > 90 else 2000 + year, month, 1)
