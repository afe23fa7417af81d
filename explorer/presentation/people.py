"""Who writes in a niche: who is there longest, and who entered of late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from explorer.trends.authorship import name_key

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["name", "papers", "first", "last", "titles"]

LEAST_FOR_LONG = 2
"""Papers from which a person can be there for long."""


def authorships(papers: pd.DataFrame) -> Iterator[tuple[str, str, int]]:
    """Name who wrote each paper: a key that ways of writing share, the name, the paper's row."""
    for row, authors in enumerate(papers["authors"].tolist()):
        seen = set()
        for name in str(authors).split(";"):
            key = name_key(name)
            if key and key not in seen:
                seen.add(key)
                yield key, " ".join(name.split()), row


def people(papers: pd.DataFrame) -> pd.DataFrame:
    """List everybody who wrote papers of a niche.

    Parameters
    ----------
    papers : table of papers
        In any order.

    Returns
    -------
    DataFrame, one row a person, told apart by name alone
        ``name``, ``papers`` (how many), ``first`` and ``last`` (days), ``titles`` (newest first).
    """
    import pandas as pd

    by_day = papers.sort_values(["published", "id"], ascending=False)
    days, titles = by_day["published"].tolist(), by_day["title"].tolist()
    names: dict[str, str] = {}
    rows: dict[str, list[int]] = {}
    for key, name, row in authorships(by_day):
        names.setdefault(key, name)
        rows.setdefault(key, []).append(row)
    found = [
        (names[key], len(own), days[own[-1]], days[own[0]], [titles[row] for row in own])
        for key, own in rows.items()
    ]
    return pd.DataFrame(found, columns=COLUMNS)


def longest_here(everybody: pd.DataFrame, *, most: int) -> pd.DataFrame:
    """Choose those whose papers span the longest time, and of equals those with most papers."""
    chosen = everybody[everybody["papers"] >= LEAST_FOR_LONG]
    chosen = chosen.assign(span=chosen["last"] - chosen["first"])
    order = ["span", "papers", "name"]
    return chosen.sort_values(order, ascending=[False, False, True]).head(most)[COLUMNS]


def entered_lately(everybody: pd.DataFrame, *, as_of: date, most: int) -> pd.DataFrame:
    """Choose those whose first paper here lies in the last 12 months, most papers first."""
    import pandas as pd

    since = pd.Timestamp(as_of) - pd.DateOffset(years=1)
    chosen = everybody[pd.to_datetime(everybody["first"]) > since]
    order = ["papers", "last", "name"]
    return chosen.sort_values(order, ascending=[False, False, True]).head(most)[COLUMNS]
