"""Words that are new to a person, each with the paper of the niche that explains it best."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.presentation.reading_list import SURVEY

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

SURVEY_BONUS, TITLE_BONUS = 0.5, 1.0
"""What a survey-like title, and the word in the title, are worth beside being central (0 to 1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A word, a paper that explains it, and how many of the papers read use it."""

    term: str
    paper: pd.Series
    papers: int


def guides(papers: pd.DataFrame, terms: Sequence[str], *, most: int) -> list[Guide]:
    """Choose a paper for each word; none stands for two words where another would do.

    Parameters
    ----------
    papers : table of papers
        The niche's, with ``similarity``.
    terms : sequence of str
        The most telling first; those that no title or abstract has are left out.
    """
    texts = list(zip(papers["title"].tolist(), papers["abstract"].tolist(), strict=True))
    central = papers["similarity"].fillna(0).to_numpy()
    survey = [SURVEY_BONUS * bool(SURVEY.search(title)) for title, _ in texts]
    taken: set[int] = set()
    found: list[Guide] = []
    for term in terms:
        if len(found) == most:
            break
        pattern = _pattern(term)
        value = {
            row: central[row] + survey[row] + TITLE_BONUS * bool(pattern.search(title))
            for row, (title, abstract) in enumerate(texts)
            if pattern.search(title) or pattern.search(abstract)
        }
        free = {row: each for row, each in value.items() if row not in taken} or value
        if free:
            row = max(free, key=lambda each: (free[each], -each))
            taken.add(row)
            found.append(Guide(term=term, paper=papers.iloc[row], papers=len(value)))
    return found


def _pattern(term: str) -> re.Pattern[str]:
    """Match a term as texts write it: its words are roots."""
    words = (re.escape(word) + r"\w{0,3}\b" for word in term.split())
    return re.compile(r"\b" + r"[\s-]+".join(words), re.IGNORECASE)
