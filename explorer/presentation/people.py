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

    dated = list(zip(papers["published"].tolist(), papers["id"].tolist(), strict=True))
    order = sorted(range(len(dated)), key=dated.__getitem__, reverse=True)
    by_day = papers[["authors", "title"]].iloc[order]
    days, titles = [dated[row][0] for row in order], by_day["title"].tolist()
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
    ends = [everybody[name].tolist() for name in ("first", "last", "papers", "name")]
    ranked = sorted(
        (first - last, -papers, name, row)
        for row, (first, last, papers, name) in enumerate(zip(*ends, strict=True))
        if papers >= LEAST_FOR_LONG
    )
    return everybody.iloc[[row for *_, row in ranked[:most]]]


def entered_lately(everybody: pd.DataFrame, *, as_of: date, most: int) -> pd.DataFrame:
    """Choose those whose first paper here lies in the last 12 months, most papers first."""
    import pandas as pd

    since = pd.Timestamp(as_of) - pd.DateOffset(years=1)
    ends = [everybody[name].tolist() for name in ("first", "last", "papers", "name")]
    ranked = sorted(
        (-papers, since - last, name, row)
        for row, (first, last, papers, name) in enumerate(zip(*ends, strict=True))
        if first > since
    )
    return everybody.iloc[[row for *_, row in ranked[:most]]]


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

    rows = _rows(paths)
    elsewhere: Counter[str] = Counter()
    for _, _, subfield, here, papers in sorted(rows, key=lambda row: row[2]):
        if not here:
            elsewhere[subfield] += papers
    named = [subfield for subfield, _ in elsewhere.most_common(MOST_SUBFIELDS)]
    counts: Counter[tuple[str, str, str]] = Counter()
    for name, month, subfield, here, papers in rows:
        where = HERE if here else subfield if subfield in named else OTHERS
        counts[name, month, where] += papers
    names, months, wheres = zip(*counts, strict=True) if counts else ((), (), ())
    table = pd.DataFrame(
        {
            "name": names,
            "month": pd.to_datetime(list(months), format="%Y-%m"),
            "where": wheres,
            "papers": list(counts.values()),
            "month_name": [month_name(month) for month in months],
        }
    )
    return table, [HERE, *named]


def came_from(paths: pd.DataFrame) -> dict[str, str]:
    """Say where each person wrote most before their first paper in the niche."""
    rows = sorted(_rows(paths), key=lambda row: row[1])
    first: dict[str, str] = {}
    for name, month, _, here, _ in rows:
        if here:
            first.setdefault(name, month)
    before: dict[str, Counter[str]] = {name: Counter() for name in dict.fromkeys(paths["name"])}
    for name, month, subfield, here, papers in rows:
        if not here and month <= first.get(name, month):
            before[name][subfield] += papers
    return {name: _came_from(counts) for name, counts in before.items()}


def _rows(paths: pd.DataFrame) -> list[tuple[str, str, str, bool, int]]:
    """Return name, month, subfield, whether here, and papers of each row."""
    columns = (paths[name].tolist() for name in ("name", "month", "subfield", "here", "papers"))
    return list(zip(*columns, strict=True))


def _came_from(before: Counter[str]) -> str:
    if not before:
        return "no earlier paper among those held"
    subfield, papers = before.most_common(1)[0]
    return f"came from {subfield} ({counted(papers, 'paper')} there)"
