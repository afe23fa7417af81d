"""The papers of a niche as BibTeX, for a reference manager or a LaTeX document."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from explorer.corpus.withdrawals import is_withdrawn
from explorer.plans.exports.bibtex import paper_entry
from explorer.presentation.numbers import counted

if TYPE_CHECKING:
    import pandas as pd


def bibtex(papers: pd.DataFrame, *, as_of: date, invented: bool = False) -> str:
    """Write papers as BibTeX in the order of the table; every text is text, never LaTeX.

    Parameters
    ----------
    papers : table of papers
        As from ``read_papers``.
    as_of : date
        The day from which they were looked at.
    invented : bool
        They are of the demonstration, so that nothing is linked to arXiv.
    """
    head = f"% {counted(len(papers), 'paper')} as of {as_of}, from arXiv's metadata.\n"
    if invented:
        head = f"% {counted(len(papers), 'invented paper')} of a demonstration.\n"
    entries = []
    for row in papers.to_dict("records"):
        gone = is_withdrawn(row["title"], row["abstract"], row["comments"])
        known = {str(key): value for key, value in row.items()}
        note = "Withdrawn" if gone else ""
        entries.append(paper_entry(str(row["id"]), known, real=not invented, note=note))
    return "\n".join([head, *entries])
