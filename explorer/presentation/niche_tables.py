"""Tables of a run in the form in which a page shows them; inputs are never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from explorer.presentation.numbers import growth_range, interval, month_name
from explorer.presentation.stage_texts import stage_mark

if TYPE_CHECKING:
    import pandas as pd

OPENING_MARK = "◆ Opening"

PARTITION, NEWBORN, NEWBORN_MARK = "partition", "newborn", "✦ Newborn"
"""Kinds of niches, and how one is marked that was grown from a rising phrase."""

MOST_SINCE = 0.9
"""Part of a newborn's papers since whose first month it is said to be there."""

LEVEL_80 = 1.2816
"""Standard normal deviations that hold 80 %."""

YEAR = 12

HELD = 0.95
"""Part held from which a month is drawn as whole."""

LEAST_SEEN = 0.1
"""Part held below which the papers of a month stand for no others."""


def ranking(niches: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """List the niches, best score first and debris last, with what a reader sees of each.

    Parameters
    ----------
    niches, series : DataFrame
        The tables of a run.

    Returns
    -------
    DataFrame
        The columns of ``niches``, ``aside`` for debris, and ``rank`` from 1, ``since`` (a month,
        of newborn niches only), ``since_text``, ``growth_text``, ``interval_text``,
        ``opening_text``, ``stage_text``, ``area`` (its name), and ``trend``: the share in percent
        by quarter, oldest first.
    """
    import pandas as pd

    table = niches[niches["level"] == "niche"]
    if "debris" not in table:  # a run of an older program
        table = table.assign(debris="")
    if "beyond_chance" not in table:  # of a run that did not ask
        table = table.assign(beyond_chance=True)
    if "stage" not in table:  # of a run that did not tell
        table = table.assign(onset="", stage="")
    table = table.assign(aside=table["debris"] != "")
    table = table.sort_values(
        ["aside", "score", "niche_id"], ascending=[True, False, True], ignore_index=True
    )
    ranges = list(zip(table["growth"], table["growth_low"], table["growth_high"], strict=True))
    since = newborn_since(series, table.loc[table["kind"] == NEWBORN, "niche_id"].tolist())
    table = table.assign(since=[since.get(niche_id, "") for niche_id in table["niche_id"]])
    return table.assign(
        rank=range(1, len(table) + 1),
        growth_text=[growth_range(*each) for each in ranges],
        interval_text=[interval(low, high) for _, low, high in ranges],
        opening_text=flag_marks(table),
        area=_areas(niches, table["parent_id"].tolist()),
        stage_text=[stage_mark(*each) for each in zip(table["stage"], table["onset"], strict=True)],
        since_text=[month_name(month) if month else "" for month in table["since"]],
        trend=pd.Series(quarterly_shares(series, table["niche_id"].tolist()), dtype=object),
    )


def _areas(niches: pd.DataFrame, subfields: Sequence[str]) -> list[str]:
    """Name the area that each subfield lies in; empty where none is known."""
    columns = (niches[name].tolist() for name in ("niche_id", "name", "parent_id"))
    above = {key: (name, parent) for key, name, parent in zip(*columns, strict=True)}
    parents = [above.get(subfield, ("", ""))[1] for subfield in subfields]
    return [above.get(parent, ("", ""))[0] for parent in parents]


def newborn_since(series: pd.DataFrame, ids: Sequence[str]) -> dict[str, str]:
    """Name the month since which ``MOST_SINCE`` of the papers of each newborn niche have come."""
    own = series[series["niche_id"].isin(ids) & (series["papers"] > 0)]
    own = own.astype({"niche_id": "str", "month": "str"}).sort_values("month")
    papers = own["papers"].groupby(own["niche_id"])
    came = papers.cumsum() > (1 - MOST_SINCE) * papers.transform("sum") + 1e-9
    since = own[came].groupby("niche_id")["month"].first()
    return {str(niche_id): str(month) for niche_id, month in since.items()}


def flag_marks(table: pd.DataFrame) -> list[str]:
    """Write the flags of niches, from ``opening`` and ``since``."""
    return [_marks(*each) for each in zip(table["opening"], table["since"], strict=True)]


def _marks(opening: bool, since: str) -> str:  # noqa: FBT001 (a column of a table)
    """Write what fits a narrow column: an opening that is newborn has only the sign of that."""
    if opening:
        return f"{OPENING_MARK} {NEWBORN_MARK[0]}" if since else OPENING_MARK
    return NEWBORN_MARK if since else ""


def set_apart(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part a ranking into the niches that are subjects and those set aside as debris."""
    aside = table["aside"]
    return table[~aside].reset_index(drop=True), table[aside].reset_index(drop=True)


def quarterly_shares(series: pd.DataFrame, ids: Sequence[str]) -> list[np.ndarray]:
    """Average the monthly share in percent over whole quarters, counted back from the last month.

    With less than a quarter of months, the months themselves are given.
    """
    import pandas as pd

    row = pd.Index(ids).get_indexer(pd.Index(series["niche_id"]))
    month, months = pd.factorize(series["month"], sort=True)
    own = row >= 0
    shares = np.zeros((len(ids), len(months)))
    shares[row[own], month[own]] = 100 * series["share"].to_numpy()[own]
    if len(months) >= 3:
        shares = shares[:, len(months) % 3 :].reshape(len(ids), -1, 3).mean(axis=2)
    return list(shares.round(4).astype(np.float32))


def on_front(table: pd.DataFrame) -> np.ndarray:
    """Tell which niches no other beats on both axes: higher in one and no lower in the other.

    Returns
    -------
    ndarray of shape (n_niches,), bool
    """
    novel, achievable = table["novel"].to_numpy(), table["achievable"].to_numpy()
    front = np.zeros(len(table), dtype=bool)
    best, best_novel = -np.inf, np.inf
    for row in np.lexsort((-achievable, -novel)):
        twin = achievable[row] == best and novel[row] == best_novel
        if achievable[row] > best or twin:
            front[row], best, best_novel = True, achievable[row], novel[row]
    return front


def with_titles(papers: pd.DataFrame, titles: Mapping[str, str]) -> pd.DataFrame:
    """Give papers other titles, by id; those that are not named keep theirs."""
    if not titles:
        return papers
    return papers.assign(title=papers["id"].map(titles).fillna(papers["title"]))


def month_totals(niches: pd.DataFrame, series: pd.DataFrame) -> pd.Series:
    """Add up the papers that there were in the scope by month.

    Each is in one niche of the partition; newborn niches hold some of them again. Where not all
    are held, those of each niche stand for the others.
    """
    partition = (niches["level"] == "niche") & (niches["kind"] != NEWBORN)
    ids = niches.loc[partition, "niche_id"]
    own = series[series["niche_id"].isin(ids)]
    papers, coverage = own["papers"], part_held(own)
    if (coverage < 1).any():
        papers = papers / np.maximum(coverage, LEAST_SEEN)
    totals = papers.groupby(own["month"]).sum()
    return totals.set_axis(totals.index.astype("str")).sort_index()


def part_held(series: pd.DataFrame) -> np.ndarray:
    """Return which part of each row's papers is held; an older run took all to be held."""
    if "coverage" not in series.columns:
        return np.ones(len(series))
    return series["coverage"].to_numpy(dtype=float)


def growth_curve(series: pd.DataFrame, niche_id: str, totals: pd.Series) -> pd.DataFrame:
    """Put a niche's months in the form of its chart.

    Returns
    -------
    DataFrame, one row a month
        ``month`` (first day, datetime), ``month_name``, ``papers``, ``share`` in percent, both of
        the papers held; ``coverage``: the part of the papers that is held, ``hole``: whether that
        is less than all, and ``papers_all``, ``share_all``: the same two of all that there were;
        and of the 12 months up to each, from the twelfth on: ``papers_mean`` a month and
        ``share_mean`` of all that there were, each with the ends ``_low`` and ``_high`` of its 80 %
        interval.
    """
    import pandas as pd

    own = series[series["niche_id"] == niche_id].sort_values("month")
    papers = own["papers"].to_numpy(dtype=float)
    coverage, share = part_held(own), 100 * own["share"].to_numpy()
    total = coverage * totals.reindex(own["month"]).fillna(0).to_numpy(dtype=float)
    year, year_total, months = (_last_year(values) for values in (papers, total, coverage))
    share_low, share_high = _share_interval(year, year_total)
    papers_low, papers_high = _count_interval(year)
    with np.errstate(invalid="ignore", divide="ignore"):
        share_mean = 100 * year / year_total
        months = np.where(months > 0, months, np.nan)
    return pd.DataFrame(
        {
            "month": pd.to_datetime(own["month"].to_numpy(dtype=str), format="%Y-%m"),
            "month_name": [month_name(month) for month in own["month"]],
            "papers": own["papers"].to_numpy(),
            "share": share * coverage,
            "coverage": coverage,
            "hole": coverage < HELD,
            "papers_all": papers / np.maximum(coverage, LEAST_SEEN),
            "share_all": share,
            "papers_mean": year / months,
            "papers_low": papers_low / months,
            "papers_high": papers_high / months,
            "share_mean": share_mean,
            "share_low": 100 * share_low,
            "share_high": 100 * share_high,
        }
    )


def parents_of(niches: pd.DataFrame, niche: Any) -> list[str]:
    """Name what a niche is part of, the largest first: area, then subfield."""
    columns = (niches[name].tolist() for name in ("niche_id", "name", "parent_id"))
    above = {key: (name, parent) for key, name, parent in zip(*columns, strict=True)}
    path: list[str] = []
    parent = str(niche["parent_id"])
    while parent in above and len(path) < 3:
        name, parent = above[parent]
        path.insert(0, name)
    return path


def _last_year(values: np.ndarray) -> np.ndarray:
    """Add up the 12 values up to each; not a number before the twelfth."""
    sums = np.full(len(values), np.nan)
    if len(values) >= YEAR:
        sums[YEAR - 1 :] = np.convolve(values, np.ones(YEAR), mode="valid")
    return sums


def _share_interval(hits: np.ndarray, total: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return Wilson's 80 % interval of a share (Wilson 1927)."""
    z2 = LEVEL_80**2
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = (hits + z2 / 2) / (total + z2)
        half = LEVEL_80 / (total + z2) * np.sqrt(hits * (total - hits) / total + z2 / 4)
    return np.maximum(middle - half, 0), np.minimum(middle + half, 1)


def _count_interval(hits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return an 80 % interval of a Poisson mean; square roots have a near constant spread."""
    root = np.sqrt(hits + 3 / 8)
    low = np.maximum(root - LEVEL_80 / 2, 0) ** 2 - 3 / 8
    return np.maximum(low, 0), (root + LEVEL_80 / 2) ** 2 - 3 / 8
