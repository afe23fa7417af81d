"""How far two rankings name the same papers: another seed's, or another cutoff's.

Niches of two analyses have no names in common, so the papers that their first 50 niches hold are
compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The papers that the first niches of one analysis hold."""

    cutoff: str
    seed: int
    papers: frozenset[str]
    held: frozenset[str]
    """All papers known at the cutoff."""


def named_papers(members: pd.DataFrame, niches: pd.DataFrame, *, cutoff: str, seed: int) -> Named:
    """Gather the papers of the first niches by score.

    Parameters
    ----------
    members : DataFrame
        As a run has it.
    niches : DataFrame
        ``niche_id`` and ``score`` of the niches that are ranked.
    """
    ranked = niches.sort_values(["score", "niche_id"], ascending=[False, True])
    first = members["niche_id"].isin(ranked["niche_id"].head(FIRST))
    return Named(
        cutoff=cutoff,
        seed=seed,
        papers=frozenset(members.loc[first, "paper_id"]),
        held=frozenset(members["paper_id"]),
    )


def overlaps(named: Sequence[Named]) -> pd.DataFrame:
    """Compare seeds at each cutoff, and each cutoff with the next at the same seed.

    Returns
    -------
    DataFrame
        ``kind`` (``seeds`` or ``turnover``), ``cutoff``, ``seed``, ``other_cutoff``,
        ``other_seed``, ``overlap``: of the papers held at both, those named by both as a part of
        those named by either.
    """
    by_time = sorted(named, key=lambda each: (each.seed, each.cutoff))
    pairs = [("turnover", a, b) for a, b in pairwise(by_time) if a.seed == b.seed]
    pairs += [("seeds", a, b) for a, b in combinations(named, 2) if a.cutoff == b.cutoff]
    rows = [(kind, a.cutoff, a.seed, b.cutoff, b.seed, _jaccard(a, b)) for kind, a, b in pairs]
    columns = ["kind", "cutoff", "seed", "other_cutoff", "other_seed", "overlap"]
    return pd.DataFrame(rows, columns=columns).astype(
        {"kind": "str", "cutoff": "str", "other_cutoff": "str", "overlap": np.float64}
    )


def _jaccard(one: Named, other: Named) -> float:
    both = one.held & other.held
    a, b = one.papers & both, other.papers & both
    return len(a & b) / max(len(a | b), 1)
