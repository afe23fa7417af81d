"""Which papers were withdrawn: arXiv keeps them, with a last version that says so.

No field of the metadata tells; a person reads it in the title, the abstract or the comments.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_PAPER = r"(?:paper|article|submission|manuscript|preprint|draft|version|work|note|report|document)"
_GONE = r"(?:withdrawn|retracted)\b(?! from (?!(?:the )?arxiv))"
_IS = r"(?:(?:has|had|have) been|was|is(?: being)?)(?: \w+ly| now)?"
_OF = rf"(?: of (?:the|this) {_PAPER})?"

_SAID_FIRST = re.compile(
    rf"\W*(?:(?:arxiv )?admin(?:istrators?)? note: )?"
    rf"(?:(?:(?:this|the|our) )?{_PAPER}{_OF} (?:{_IS} )?{_GONE}"
    rf"|{_GONE}(?=\W*$|\s*[.:;,\])]| (?:by|due|because|since|as|pending|until|from)\b))",
    re.IGNORECASE,
)
"""What a text begins with that is about itself."""

_SAID_LATER = re.compile(
    rf"\bthis {_PAPER}{_OF} {_IS} withdrawn\b(?! from (?!(?:the )?arxiv))"
    rf"|\b(?:decided|like|wish|want) to withdraw (?:this|the) {_PAPER}\b",
    re.IGNORECASE,
)
"""Stricter, for abstracts also speak of the papers, offers and drugs of others."""

_IN_TITLE = re.compile(
    r"\W*(?:withdrawn|retracted)\s*:|.*[\[(](?:withdrawn|retracted)\b[^\])]*[\])]", re.IGNORECASE
)
_CANDIDATES = r"withdr|retracted"


def is_withdrawn(title: str, abstract: str, comments: str) -> bool:
    """Say whether a paper tells that it was withdrawn, by its authors or by arXiv."""
    if _IN_TITLE.match(title):
        return True
    return any(_SAID_FIRST.match(text) or _SAID_LATER.search(text) for text in (abstract, comments))


def withdrawn_rows(papers: pd.DataFrame) -> np.ndarray:
    """Tell for each row of a table of papers, with text, whether it was withdrawn.

    Returns
    -------
    ndarray of shape (n_papers,), bool
    """
    import numpy as np

    texts = [papers[name] for name in ("title", "abstract", "comments")]
    found = np.zeros(len(papers), dtype=bool)
    for text in texts:
        found |= text.str.contains(_CANDIDATES, case=False).to_numpy(dtype=bool)
    candidates = zip(*(text[found] for text in texts), strict=True)
    found[found] = [is_withdrawn(*row) for row in candidates]
    return found


def without_withdrawn(papers: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Leave withdrawn papers out of a table, and say how many there were.

    What is analysed is the last version, in which often nothing but the withdrawal is left.
    """
    gone = withdrawn_rows(papers)
    count = int(gone.sum())
    return (papers[~gone].reset_index(drop=True) if count else papers), count
