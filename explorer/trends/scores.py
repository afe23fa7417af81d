"""Achievable yet novel: two axes, each a mean of ranks.

Novel ranks niches by expected growth of their share. It rests on four signals with fixed signs and
equal weights; a niche's own recent growth is not among them, because on history it forecast no
better than chance. Achievable says how enterable a niche is for one person: it rests on the two
parts that back-tests hold it to, people new to the niche and small teams.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from explorer.trends.rates import percentile_rank, rank_among

NOVEL_PARTS = ("growing_terms", "newcomers", "imported_terms", "openness")

ACHIEVABLE_PARTS = ("entrants", "small_teams")

NOVEL_LINE, ACHIEVABLE_LINE = 75.0, 50.0
"""A niche above both lines is an opening, unless too few papers say so, or chance would do."""

MIN_RECENT = 12
"""Papers in the last 12 months below which nothing is said."""

MIN_STABILITY = 0.5
"""A niche below is never an opening: the partitions that voted part its neighbours as often as not.
Of 759 niches of real papers the least stable had .76."""


def score_niches(parts: pd.DataFrame) -> pd.DataFrame:
    """Score niches on both axes.

    Parameters
    ----------
    parts : DataFrame
        One row a niche; the raw parts, ``papers_recent``, and ``beyond_chance``: whether what
        speaks for it is more than chance gives (see ``chance``).

    Returns
    -------
    DataFrame, same index
        ``<part>_rank`` (0 to 1), ``novel``, ``achievable`` and ``score`` (0 to 100; the score ranks
        by expected growth, so it is the rank of ``novel``), and ``opening``.
    """
    ranks = {
        part: percentile_rank(parts[part].to_numpy()) for part in (*NOVEL_PARTS, *ACHIEVABLE_PARTS)
    }
    novel, achievable = _axes(ranks)
    scored = pd.DataFrame({f"{part}_rank": rank for part, rank in ranks.items()})
    scored["novel"] = 100 * percentile_rank(novel)
    scored["achievable"] = 100 * percentile_rank(achievable)
    return _flagged(scored, parts).set_index(parts.index)


def score_beside(parts: pd.DataFrame, niches: pd.DataFrame) -> pd.DataFrame:
    """Score one group, that is none of them, among the niches of a run.

    Parameters
    ----------
    parts : DataFrame of one row
        As for ``score_niches``.
    niches : DataFrame
        Raw parts and ranks of the niches.

    Returns
    -------
    DataFrame of one row
        As from ``score_niches``; a group that is one of the niches has the ranks of that niche.
    """
    ranks = {
        part: np.array([rank_among(float(parts[part].iloc[0]), niches[part].to_numpy())])
        for part in (*NOVEL_PARTS, *ACHIEVABLE_PARTS)
    }
    theirs = _axes({part: niches[f"{part}_rank"].to_numpy() for part in ranks})
    scored = pd.DataFrame({f"{part}_rank": rank for part, rank in ranks.items()})
    for axis, own, others in zip(("novel", "achievable"), _axes(ranks), theirs, strict=True):
        scored[axis] = 100 * rank_among(float(own[0]), others)
    return _flagged(scored, parts).set_index(parts.index)


def _axes(ranks: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Average the ranks of the parts of each axis; rounding must not tell equal means apart."""
    novel, achievable = (
        np.mean([ranks[part] for part in parts], axis=0)
        for parts in (NOVEL_PARTS, ACHIEVABLE_PARTS)
    )
    return np.asarray(novel).round(9), np.asarray(achievable).round(9)


def _flagged(scored: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Add the score, and whether there is an opening."""
    asked = parts[["papers_recent", "beyond_chance"]].set_axis(scored.index)
    return scored.assign(score=scored["novel"], opening=above_lines(scored.join(asked)))


def above_lines(
    niches: pd.DataFrame, *, novel: float = NOVEL_LINE, achievable: float = ACHIEVABLE_LINE
) -> pd.Series:
    """Tell which niches are above both lines and beyond chance, with enough recent papers."""
    told = (niches["papers_recent"] >= MIN_RECENT) & niches["beyond_chance"]
    return told & (niches["novel"] >= novel) & (niches["achievable"] >= achievable)


def trusted(stability: pd.Series, debris: pd.Series) -> pd.Series:
    """Tell which groups may be openings: stable enough where that is known, and no debris."""
    return ~(stability < MIN_STABILITY) & (debris == "")
