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
    by_day = papers.sort_values(["published", "id"])
    surveys = papers[papers["title"].str.contains(SURVEY.pattern, case=False, regex=True)]
    likeliest = ["similarity", "id"]
    orders = {
        "start": (
            "Best start for a newcomer",
            "of the last two years, by a small team, with code or data that others can use",
            _to_begin_with(papers).sort_values(likeliest, ascending=[False, True]),
        ),
        "central": (
            "Most central",
            "closest to what the niche is about",
            papers.sort_values(likeliest, ascending=[False, True]),
        ),
        "survey": (
            "Survey-like",
            "the title promises a look at the whole",
            surveys.sort_values(likeliest, ascending=[False, True]),
        ),
        "earliest": ("How it began", "the earliest", by_day),
        "newest": ("Newest", "the latest, newest first", by_day.iloc[::-1]),
    }
    taken: set[str] = set()
    shelves = []
    for name, (title, why, order) in orders.items():
        chosen = order[~order["id"].isin(taken)].head(LENGTHS[name])
        taken.update(chosen["id"])
        if len(chosen):
            shelves.append(Shelf(title=title, why=why, papers=chosen.reset_index(drop=True)))
    return shelves


def _to_begin_with(papers: pd.DataFrame) -> pd.DataFrame:
    """Keep papers that one person could repeat: new, open, by few people, with light equipment."""
    import pandas as pd

    new = papers["published"] > papers["published"].max() - pd.DateOffset(years=RECENT_YEARS)
    team = papers["authors"].str.count(";") + 1
    few = papers[new & (team <= SMALL_TEAM)]
    return few[mentions(few, OPEN) & ~mentions(few, HEAVY)]
