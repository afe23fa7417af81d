"""Niches that a person made one: judged on the papers of all of them, as any other niche is.

The whole keeps its id, name and address. It is ranked among the niches of the run, which it does
not move; its parts are left out of lists.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any

from explorer.corpus.queries import Query
from explorer.errors import RunError
from explorer.own_niche import Basis, OwnNiche, open_basis, own_niche
from explorer.plans.wishes import parts_of, with_wishes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pandas as pd

    from explorer.plans.wish import Wish
    from explorer.runs import Run

Judged = dict[str, OwnNiche]
"""By id of the whole."""

KEPT = ("niche_id", "level", "kind", "name", "slug", "parent_id", "x", "y")
"""What a whole keeps of the niche that it was."""

MOST_TERMS = 10


def judge_together(
    basis: Basis, niches: pd.DataFrame, whole: str, parts: Sequence[str]
) -> OwnNiche:
    """Judge the papers of a niche and of its parts as one niche.

    Parameters
    ----------
    niches : DataFrame
        ``niches.parquet`` of the run of the basis.

    Returns
    -------
    OwnNiche
        With the identity of the whole, the terms of all, and the stability of the least stable one.
    """
    import numpy as np

    from explorer.trends.scores import trusted

    rows = np.unique(np.concatenate([_rows(basis, each) for each in (whole, *parts)]))
    name = " + ".join((whole, *parts))
    found = own_niche(basis, Query(typed=name, reading=name), rows, reading=name)
    table = niches.set_index("niche_id", drop=False).loc[[whole, *parts]]
    row = {key: table.iloc[0][key] for key in KEPT if key in table}
    terms = chain.from_iterable(zip_longest(*table["terms"]))
    row["terms"] = list(dict.fromkeys(filter(None, terms)))[:MOST_TERMS]
    row["stability"] = table["stability"].min()
    row["debris"] = table.iloc[0].get("debris", "")
    niche = {**found.niche, **row}
    one = table.iloc[:1].assign(stability=row["stability"], debris=row["debris"])
    niche["opening"] = bool(niche["opening"]) and bool(
        trusted(one["stability"], one["debris"]).iloc[0]
    )
    tables = {
        each: getattr(found, each).assign(niche_id=whole)
        for each in ("series", "words", "evidence")
    }
    return replace(found, niche=niche, **tables)


def judge_merges(run: Run, niches: pd.DataFrame, wishes: Sequence[Wish]) -> Judged:
    """Judge all niches of a run that have parts.

    Raises
    ------
    RunWithoutFieldError, RunDamagedError
        If the run does not keep what that needs.
    """
    parts = parts_of(wishes, niches)
    if not parts:
        return {}
    basis = open_basis(run)
    return {whole: judge_together(basis, niches, whole, found) for whole, found in parts.items()}


def read_wished(
    run: Run, niches: pd.DataFrame, wishes: Sequence[Wish]
) -> tuple[pd.DataFrame, Judged]:
    """Apply wishes to the niches of a run, and judge those that have parts.

    A run that cannot judge them anew leaves all niches as they are.
    """
    try:
        judged = judge_merges(run, niches, wishes)
    except RunError:
        judged, wishes = {}, without_merges(wishes)
    return with_wishes(with_judged(niches, judged), wishes), judged


def without_merges(wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    """Let every niche stand for itself."""
    return tuple(replace(wish, part_of="") for wish in wishes)


def with_judged(niches: pd.DataFrame, judged: Judged) -> pd.DataFrame:
    """Put the numbers of niches with parts in the place of their own."""
    import pandas as pd

    ids = niches["niche_id"].tolist()
    places = [(ids.index(whole), found.niche) for whole, found in judged.items() if whole in ids]
    if not places:
        return niches
    columns: dict[str, Any] = {}
    for name in niches.columns:
        values = niches[name].tolist()
        for place, niche in places:
            values[place] = niche.get(name, values[place])
        columns[name] = pd.Series(values, index=niches.index, dtype=niches[name].dtype)
    return niches.assign(**columns)


def with_judged_series(series: pd.DataFrame, judged: Judged) -> pd.DataFrame:
    """Put the months of niches with parts in the place of their own."""
    import pandas as pd

    if not judged:
        return series
    others = series[~series["niche_id"].isin(list(judged))]
    return pd.concat([others, *(each.series for each in judged.values())], ignore_index=True)


def members_together(members: pd.DataFrame, parts: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Count the papers of parts among those of the whole, each once."""
    whole = {part: key for key, found in parts.items() for part in found}
    if not whole:
        return members
    ids = members["niche_id"].map(whole).fillna(members["niche_id"])
    members = members.assign(niche_id=ids).sort_values("similarity", ascending=False)
    return members.drop_duplicates(["niche_id", "paper_id"])


def _rows(basis: Basis, niche_id: str) -> np.ndarray:
    """Return the rows of a niche's papers."""
    import numpy as np

    ground, newborns = basis.ground, basis.newborns
    (place,) = np.nonzero(ground.niche_ids == niche_id)
    if len(place):
        return np.flatnonzero(ground.niche == place[0])
    held = newborns.loc[newborns["niche_id"] == niche_id, "rows"]
    rows: np.ndarray = held.iloc[0] if len(held) else np.empty(0, dtype=np.int64)
    return rows
