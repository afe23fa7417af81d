"""People worth asking about a rung, each with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.presentation.numbers import day_name
from explorer.presentation.people import entered_lately, people

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from explorer.plans.records import Rung

MOST, LATE = 4, 2
"""People named for one rung, and of those at most who entered lately."""


def worth_asking(papers: pd.DataFrame, rung: Rung, *, as_of: date) -> list[tuple[str, str]]:
    """Name people and why each is worth asking, who wrote what the rung stands on first.

    Who entered the niche of late differs from rung to rung, so that a ladder leads to more than
    two of them.

    Parameters
    ----------
    papers : table of papers
        Those of the niche that are held.
    """
    if papers.empty:
        return []
    held = papers.set_index("id")
    found: dict[str, str] = {}
    for cited in rung.papers:
        if cited.arxiv_id in held.index and len(found) < MOST - LATE:
            names = [each.strip() for each in str(held.loc[cited.arxiv_id, "authors"]).split(";")]
            first = next(filter(None, names), "")
            if first:
                found.setdefault(first, f"wrote “{cited.title}”, on which this rung stands")
    late = entered_lately(people(papers), as_of=as_of, most=LATE * (rung.position + 1))
    rows = late.to_dict("records")[LATE * (rung.position - 1) :] or late.to_dict("records")
    for row in rows[:LATE]:
        since = day_name(row["first"].date() if hasattr(row["first"], "date") else row["first"])
        found.setdefault(str(row["name"]), f"came to the niche lately, first paper of {since}")
    return list(found.items())
