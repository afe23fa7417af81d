"""Two to four niches side by side: figures, curves, words, papers and people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from explorer.corpus.months import add_months
from explorer.presentation.beside_score import beside_score
from explorer.presentation.forecast_texts import chance_text, size_text
from explorer.presentation.niche_tables import NEWBORN, NEWBORN_MARK, OPENING_MARK
from explorer.presentation.niche_texts import path_text
from explorer.presentation.numbers import growth_range, month_name
from explorer.presentation.people import authorships
from explorer.presentation.score_parts import AXES, PARTS
from explorer.presentation.stage_texts import stage_text
from explorer.trends.forecast import AHEAD

if TYPE_CHECKING:
    import pandas as pd

MOST, LEAST = 4, 2
"""Niches that are compared at most, and at least."""

LONGEST_LABEL = 60

COMPARED = "Niches by the mean of 12 months"
"""Title of a chart of several niches."""

MEASURE = "Measure"
"""First column of a scorecard; every other one is a niche."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the niches that are compared."""

    label: str
    """Its name, made unlike that of the others."""
    niche: Mapping[str, Any]
    """A row of ``niches.parquet``."""
    path: list[str]
    """What it is part of, the largest first."""
    curve: pd.DataFrame
    """As from ``growth_curve``."""
    words: pd.DataFrame
    """Its rows of ``words.parquet``."""
    papers: pd.DataFrame
    """A table of its papers."""


def labels(niches: Sequence[Mapping[str, Any]]) -> list[str]:
    """Name niches shortly, each unlike the others and unlike the column of measures."""
    names: list[str] = []
    for niche in niches:
        name = " ".join(str(niche["name"]).split()) or str(niche["niche_id"])
        short = name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"
        taken = {*names, MEASURE}
        names.append(short if short not in taken else f"{short} ({niche['niche_id']})")
    return names


def scorecard(sides: Sequence[Side], *, last_month: str) -> pd.DataFrame:
    """Put the figures of niches side by side, in words.

    Returns
    -------
    DataFrame, one row a measure
        ``Measure``, and one column a niche.
    """
    import pandas as pd

    columns = {side.label: _figures(side, last_month=last_month) for side in sides}
    measures = list(next(iter(columns.values())))
    texts = {label: [column[name] for name in measures] for label, column in columns.items()}
    return pd.DataFrame({MEASURE: measures, **texts}).astype("str")


def figures_table(sides: Sequence[Side]) -> pd.DataFrame:
    """Give all figures of niches as numbers, one row a niche, for other programs."""
    import pandas as pd

    table = pd.DataFrame([dict(side.niche) for side in sides])
    lists = [name for name in table.columns if table[name].map(_is_list).any()]
    return table.assign(**{name: table[name].map(_joined) for name in lists})


def curves(sides: Sequence[Side]) -> pd.DataFrame:
    """Put the months of niches one below the other.

    Returns
    -------
    DataFrame
        ``niche`` (its label), and the columns of ``growth_curve``; only months from which on a mean
        of 12 is known.
    """
    import pandas as pd

    tables = [side.curve.assign(niche=side.label) for side in sides]
    table = pd.concat(tables, ignore_index=True)
    return table[table["share_mean"].notna()].reset_index(drop=True)


def ends_text(sides: Sequence[Side], *, unit: str) -> str:
    """Say where each curve ends."""
    told = [
        f"{side.label}: {side.curve[f'{unit}_mean'].iloc[-1]:.3g} "
        f"({side.curve[f'{unit}_low'].iloc[-1]:.3g} to {side.curve[f'{unit}_high'].iloc[-1]:.3g})"
        for side in sides
        if len(side.curve)
    ]
    return f"At the end, with 80 % interval: {'; '.join(told)}."


def shared_words(sides: Sequence[Side]) -> dict[tuple[str, ...], list[str]]:
    """List the words that niches share by the labels of those that share them, most niches first.

    Whether a word is a niche's own, rises or came from elsewhere does not matter.
    """
    found = _in_several({side.label: side.words["term"].tolist() for side in sides}, "term")
    shared: dict[tuple[str, ...], list[str]] = {}
    for term, niches in zip(found["term"], found["niches"], strict=True):
        shared.setdefault(niches, []).append(term)
    return shared


def words_apart(sides: Sequence[Side]) -> dict[str, list[str]]:
    """List the own words of each niche that none of the others has, heaviest first."""
    apart = {}
    for side in sides:
        others = {term for each in sides if each is not side for term in each.words["term"]}
        own = side.words.loc[side.words["role"] == "own", "term"]
        apart[side.label] = [term for term in own if term not in others]
    return apart


def shared_papers(sides: Sequence[Side]) -> pd.DataFrame:
    """List the papers that stand in two or more niches, the newest first.

    Returns
    -------
    table of papers
        With ``niches``: tuple of labels, in the order of the sides.
    """
    import pandas as pd

    found = _in_several({side.label: side.papers["id"].tolist() for side in sides}, "id")
    every = pd.concat([side.papers for side in sides]).drop_duplicates("id")
    return found.merge(every, on="id").sort_values(
        ["published", "id"], ascending=False, ignore_index=True
    )


def shared_people(sides: Sequence[Side], *, most: int = 12) -> pd.DataFrame:
    """List the people who wrote in two or more niches, those with most papers first.

    Returns
    -------
    DataFrame
        ``name``, ``papers`` (in all of the niches), ``niches`` (label and papers in each).
    """
    import pandas as pd

    written: dict[str, dict[str, set[str]]] = {}
    names: dict[str, str] = {}
    for side in sides:
        ids = side.papers["id"].tolist()
        for key, name, row in authorships(side.papers):
            names.setdefault(key, name)
            written.setdefault(key, {}).setdefault(side.label, set()).add(ids[row])
    rows = [
        (
            names[key],
            len(set().union(*by_niche.values())),
            ", ".join(f"{label}: {len(ids)}" for label, ids in by_niche.items()),
        )
        for key, by_niche in written.items()
        if len(by_niche) > 1
    ]
    table = pd.DataFrame(rows, columns=["name", "papers", "niches"])
    table = table.sort_values(["papers", "name"], ascending=[False, True], ignore_index=True)
    return table.head(most)


def _figures(side: Side, *, last_month: str) -> dict[str, str]:
    niche = side.niche
    marks = [OPENING_MARK] * bool(niche["opening"]) + [NEWBORN_MARK] * (niche["kind"] == NEWBORN)
    interval = (niche["growth"], niche["growth_low"], niche["growth_high"])
    figures = {
        "Flag": ", ".join(marks) or "none",
        "Part of": path_text(side.path) or "none",
        "Commonest category": str(niche["primary_category"]),
        f"Papers, 12 months to {month_name(last_month)}": f"{niche['papers_recent']:,}",
        "Papers, the 12 months before": f"{niche['papers_before']:,}",
        "Papers in all": f"{niche['papers']:,}",
        "Stage": stage_text(niche.get("stage", ""), niche.get("onset", "")) or "cannot be told",
        "First paper": month_name(str(niche["first_month"])),
        "Growth of share a year (80 % interval)": growth_range(*interval),
        "Chance of growth, three years ahead": chance_text(niche),
        **{
            f"Papers a year, {month_name(add_months(last_month, months))} (80 %)": size_text(
                niche, months
            )
            for months in AHEAD
        },
    }
    for axis in AXES:
        figures[f"{axis.title}, rank of 100"] = f"{niche[axis.column]:.0f}"
        for name in axis.parts:
            figures.setdefault(PARTS[name].label, _part(niche, name))
    return figures | beside_score(niche, last_month=last_month, n_months=len(side.curve))


def _part(niche: Mapping[str, Any], name: str) -> str:
    return f"{PARTS[name].say(niche[name])}; rank {100 * float(niche[f'{name}_rank']):.0f}"


def _in_several(lists: Mapping[str, Sequence[str]], column: str) -> pd.DataFrame:
    """List what stands in two lists or more, with the lists' names."""
    import pandas as pd

    where: dict[str, list[str]] = {}
    for label, values in lists.items():
        for value in dict.fromkeys(values):
            where.setdefault(value, []).append(label)
    rows = [(value, tuple(found)) for value, found in where.items() if len(found) > 1]
    order = list(lists)
    rows.sort(key=lambda row: (-len(row[1]), [order.index(label) for label in row[1]]))
    return pd.DataFrame(rows, columns=[column, "niches"]).astype({column: "str"})


def _is_list(value: object) -> bool:
    return not isinstance(value, str) and hasattr(value, "__iter__")


def _joined(value: Any) -> str:
    return "; ".join(map(str, value)) if _is_list(value) else str(value)
