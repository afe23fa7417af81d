"""Which paper each rung stands on, by a plain score whose parts are told in words.

Every part is a number from 0 to 1 and all parts weigh the same, so a score reads "3.4 of 4".
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    import pandas as pd

    from explorer.plans.drafting.phrases import Phrase

SPARE = 2
"""Papers named beside the chosen one."""
YOUNG, OLD = 6, 36
"""Months between which a paper is settled enough to repeat and not yet old ground."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A paper, the score that chose it, and the reasons in words."""

    arxiv_id: str
    score: float
    out_of: int
    reasons: tuple[str, ...]
    next_in_line: tuple[str, ...] = ()
    """Papers that could take its place, the best first."""
    reused: bool = False
    """Another rung of the ladder already stands on it."""


def choose_to_reproduce(papers: pd.DataFrame, *, taken: Set[str] = frozenset()) -> Choice:
    """Choose the paper to repeat: central, by a small team, open, neither brand-new nor old."""
    parts = {
        "central": _central(papers),
        "team": _small_team(papers),
        "open": _open(papers),
        "age": _settled(papers),
    }
    return _best(papers, parts, taken=taken)


def choose_to_vary(
    papers: pd.DataFrame, *, apart_from: Phrase | None, taken: Set[str] = frozenset()
) -> Choice:
    """Choose the paper to carry over to data of one's own: light, with data, another approach."""
    other = set() if apart_from is None else set(apart_from.ids)
    parts = {
        "central": _central(papers),
        "light": 1.0 - papers["heavy"].astype(float),
        "data": papers["mentions_data"].astype(float) * 0.5
        + papers["says_data"].astype(float) * 0.5,
        "apart": 1.0 - papers["id"].isin(other).astype(float),
    }
    return _best(papers, parts, taken=taken)


def choose_to_serve(
    papers: pd.DataFrame, *, approaches: Sequence[Phrase], taken: Set[str] = frozenset()
) -> Choice:
    """Choose the paper that others could measure against: it compares, and spans approaches."""
    spans = sum((papers["id"].isin(phrase.ids).astype(float) for phrase in approaches), start=0.0)
    parts = {
        "central": _central(papers),
        "compares": papers["mentions_benchmark"].astype(float) * 0.6
        + (papers["contribution"] == "resource").astype(float) * 0.4,
        "spans": (spans / max(1, len(approaches))) + 0.0 * papers["age"],
        "open": _open(papers),
    }
    return _best(papers, parts, taken=taken)


def choose_to_extend(
    papers: pd.DataFrame,
    *,
    leading: Phrase | None,
    rising: Phrase | None,
    taken: Set[str] = frozenset(),
) -> Choice:
    """Choose the paper that comes nearest to joining the leading approach with the rising term."""
    parts = {
        "central": _central(papers),
        "rising": papers["id"].isin(() if rising is None else rising.ids).astype(float),
        "leading": papers["id"].isin(() if leading is None else leading.ids).astype(float),
        "new": (1.0 - papers["age"] / 48).clip(lower=0.0),
    }
    return _best(papers, parts, taken=taken, among_central=False)


def _best(
    papers: pd.DataFrame,
    parts: dict[str, pd.Series],
    *,
    taken: Set[str],
    among_central: bool = True,
) -> Choice:
    """Choose the best free paper, among the more central half unless told otherwise."""
    import pandas as pd

    penalty = (papers["contribution"] == "survey").astype(float) + papers["heavy"].astype(float)
    table = pd.DataFrame(parts).assign(id=papers["id"], total=sum(parts.values()) - penalty)
    near = table.head(max(8, ceil(len(table) / 2))) if among_central else table
    free = near[~near["id"].isin(taken)]
    free = table[~table["id"].isin(taken)] if free.empty else free
    reused = free.empty
    ranked = (table if reused else free).sort_values(["total", "id"], ascending=[False, True])
    row = papers.loc[ranked.index[0]]
    reasons = tuple(_REASONS[name](row, len(papers), float(ranked.iloc[0][name])) for name in parts)
    return Choice(
        arxiv_id=str(row["id"]),
        score=max(0.0, float(ranked.iloc[0]["total"])),
        out_of=len(parts),
        reasons=tuple(reason for reason in reasons if reason),
        next_in_line=tuple(ranked["id"].iloc[1 : 1 + SPARE]),
        reused=reused,
    )


def _central(papers: pd.DataFrame) -> pd.Series:
    known = papers["similarity"].max() > papers["similarity"].min()
    nearness = 1.0 - (papers["rank"] - 1) / max(1, len(papers) - 1)
    return nearness if known else nearness * 0.0 + 0.5


def _small_team(papers: pd.DataFrame) -> pd.Series:
    return (
        (1.0 - (papers["team"] - 3).clip(lower=0) / 4)
        .clip(lower=0.0)
        .where(papers["team"] > 0, 0.5)
    )


def _open(papers: pd.DataFrame) -> pd.Series:
    told = papers["says_data"].astype(float) * 0.6
    return told.where(~papers["says_code"], 1.0)


def _settled(papers: pd.DataFrame) -> pd.Series:
    early = (papers["age"] / YOUNG).clip(upper=1.0)
    late = (1.0 - (papers["age"] - OLD) / 48).clip(lower=0.0, upper=1.0)
    return early.where(papers["age"] < YOUNG, late)


def _say_central(row: pd.Series, papers: int, part: float) -> str:
    if not row["similarity"] and part == 0.5:
        return ""
    return f"number {row['rank']} of {papers} by closeness"


def _say_team(row: pd.Series, _: int, __: float) -> str:
    if not row["team"]:
        return ""
    return "one author" if row["team"] == 1 else f"{row['team']} authors"


def _say_open(row: pd.Series, _: int, __: float) -> str:
    if row["says_code"]:
        return "says that code is available"
    if row["says_data"]:
        return "points to open data"
    return "silent about code"


def _say_age(row: pd.Series, _: int, part: float) -> str:
    months = _old(row)
    if part == 1.0:
        return f"{months}, settled"
    return f"{months}, still settling" if row["age"] < YOUNG else months


def _say_light(row: pd.Series, _: int, part: float) -> str:
    if not part:
        return "heavy on compute"
    return "light on compute by its own words" if row["light"] else ""


def _say_data(row: pd.Series, _: int, part: float) -> str:
    if not part:
        return "tied to no data set"
    return "rests on open data" if row["says_data"] else "rests on data"


def _say_apart(_: pd.Series, __: int, part: float) -> str:
    return "a new approach" if part else ""


def _say_compares(row: pd.Series, _: int, part: float) -> str:
    if row["mentions_benchmark"]:
        return "mentions a benchmark"
    return "offers a resource" if part else ""


def _say_spans(_: pd.Series, __: int, part: float) -> str:
    return "holds approaches to compare" if part else ""


def _say_rising(_: pd.Series, __: int, part: float) -> str:
    return "holds what is brought in" if part else ""


def _say_leading(_: pd.Series, __: int, part: float) -> str:
    return "holds what it is brought to" if part else ""


def _say_new(row: pd.Series, _: int, __: float) -> str:
    return _old(row)


def _old(row: pd.Series) -> str:
    months = round(row["age"])
    if not months:
        return "under a month old"
    return f"{months} month{'' if months == 1 else 's'} old"


_REASONS = {
    "central": _say_central,
    "team": _say_team,
    "open": _say_open,
    "age": _say_age,
    "light": _say_light,
    "data": _say_data,
    "apart": _say_apart,
    "compares": _say_compares,
    "spans": _say_spans,
    "rising": _say_rising,
    "leading": _say_leading,
    "new": _say_new,
}
