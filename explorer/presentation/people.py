"""Who writes in a niche: who is there longest, and who entered of late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from explorer.presentation.numbers import counted, month_name
from explorer.trends.authorship import name_key

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["name", "papers", "first", "last", "titles"]

LEAST_FOR_LONG = 2
"""Papers from which a person can be there for long."""


HERE, OTHERS = "This niche", "Other subfields"

MOST_SUBFIELDS = 4
"""Named in a chart of paths."""


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


def lanes(paths: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Name where each paper of a path belongs, few enough names for a legend.

    Parameters
    ----------
    paths : DataFrame
        As from ``author_paths``.

    Returns
    -------
    DataFrame
        ``name``, ``month`` (day), ``month_name``, ``where``, ``papers``.
    list of str
        Values of ``where`` but for ``OTHERS``: this niche, and the commonest subfields.
    """
    import pandas as pd

    elsewhere = paths[~paths["here"]].groupby("subfield")["papers"].sum()
    named = elsewhere.sort_values(ascending=False, kind="stable").head(MOST_SUBFIELDS).index
    where = paths["subfield"].where(paths["subfield"].isin(named), OTHERS).mask(paths["here"], HERE)
    keys = ["name", "month", "where"]
    table = paths.assign(where=where).groupby(keys, sort=False)["papers"].sum().reset_index()
    months = [str(each) for each in table["month"].tolist()]
    table["month_name"] = [month_name(each) for each in months]
    table["month"] = pd.to_datetime(months, format="%Y-%m")
    return table, [HERE, *named.tolist()]


def came_from(paths: pd.DataFrame) -> dict[str, str]:
    """Say where each person wrote most before their first paper in the niche."""
    columns = (paths[name].tolist() for name in ("name", "month", "subfield", "here", "papers"))
    rows = sorted(zip(*columns, strict=True), key=lambda row: row[1])
    first: dict[str, str] = {}
    for name, month, _, here, _ in rows:
        if here:
            first.setdefault(name, month)
    before: dict[str, Counter[str]] = {name: Counter() for name in dict.fromkeys(paths["name"])}
    for name, month, subfield, here, papers in rows:
        if not here and month <= first.get(name, month):
            before[name][subfield] += papers
    return {name: _came_from(counts) for name, counts in before.items()}


def _came_from(before: Counter[str]) -> str:
    if not before:
        return "no earlier paper among those held"
    subfield, papers = before.most_common(1)[0]
    return f"came from {subfield} ({counted(papers, 'paper')} there)"
