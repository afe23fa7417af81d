"""Which papers of a niche to read, and in which order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.trends.authorship import SMALL_TEAM
from explorer.trends.cues import HEAVY, OPEN, mentions

if TYPE_CHECKING:
    import pandas as pd

SURVEY = re.compile(
    r"\b(?:surveys?|reviews?|overview|tutorial|primer|roadmap|taxonomy|perspectives?|challenges|"
    r"introduction to|state of the art)\b",
    re.IGNORECASE,
)
"""Words of a title that promise a look at the whole."""

LENGTHS = {"start": 3, "central": 5, "survey": 4, "earliest": 3, "newest": 5}

RECENT_YEARS = 2
"""Years before the newest paper in which a paper is a good one to begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Some papers, and what they have in common."""

    title: str
    why: str
    papers: pd.DataFrame


def reading_list(papers: pd.DataFrame) -> list[Shelf]:
    """Choose papers of a niche to begin with; none stands on two shelves, and no shelf is empty.

    Parameters
    ----------
    papers : table of papers
        The niche's papers in any order, with ``similarity``.
    """
    ids, days = papers["id"].tolist(), papers["published"].tolist()
    likeness = papers["similarity"].tolist()
    by_day = sorted(range(len(ids)), key=lambda row: (days[row], ids[row]))
    likeliest = sorted(range(len(ids)), key=lambda row: (-likeness[row], ids[row]))
    begin_with = set(_to_begin_with(papers))
    surveys = {row for row, title in enumerate(papers["title"].tolist()) if SURVEY.search(title)}
    orders = {
        "start": (
            "Best start for a newcomer",
            "of the last two years, by a small team, with code or data that others can use",
            [row for row in likeliest if row in begin_with],
        ),
        "central": ("Most central", "closest to what the niche is about", likeliest),
        "survey": (
            "Survey-like",
            "the title promises a look at the whole",
            [row for row in likeliest if row in surveys],
        ),
        "earliest": ("How it began", "the earliest", by_day),
        "newest": ("Newest", "the latest, newest first", by_day[::-1]),
    }
    taken: set[str] = set()
    shelves = []
    for name, (title, why, order) in orders.items():
        chosen = [row for row in order if ids[row] not in taken][: LENGTHS[name]]
        taken.update(ids[row] for row in chosen)
        if chosen:
            shelf = papers.iloc[chosen].reset_index(drop=True)
            shelves.append(Shelf(title=title, why=why, papers=shelf))
    return shelves


def _to_begin_with(papers: pd.DataFrame) -> list[int]:
    """Return the rows that one person could repeat: new, open, by few, with light equipment."""
    import numpy as np
    import pandas as pd

    new = papers["published"] > papers["published"].max() - pd.DateOffset(years=RECENT_YEARS)
    team = np.array([authors.count(";") + 1 for authors in papers["authors"].tolist()], dtype=int)
    few = np.flatnonzero(new.to_numpy() & (team <= SMALL_TEAM))
    texts = papers[["abstract", "comments"]].iloc[few]
    return few[mentions(texts, OPEN) & ~mentions(texts, HEAVY)].tolist()
