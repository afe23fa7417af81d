"""How near niches are to what a person brings, and which words speak for it.

Everything here is optional: of a person who said nothing, nothing is computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from explorer.plans.profile import COMPUTE, PEOPLE
from explorer.trends.rates import percentile_rank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from explorer.plans.profile import Profile

WEIGHTS = {"near": 0.70, "light_compute": 0.15, "small_teams": 0.15}
"""Of the parts that a fit is a mean of; those of which the person said nothing are left out."""

LINE = 50.0
"""A niche fits from here."""

LEAST_NEAR = 0.30
"""Cosine below which a niche is about something else: of 963 niches of real papers, seven in a
hundred are as near to three phrases."""

LEAST_SHARE, LEAST_LIFT = 0.05, 2.0
"""A shared word is used by so many of the niche's papers, and so many times as often as by all."""

RARE = 0.03
"""Part of a niche's papers up to which a word is as good as not used there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """Words of a person's texts."""

    texts: Sequence[str]
    weights: np.ndarray
    """How much each is the person's own: its largest TF-IDF weight in a text."""
    shares: np.ndarray
    """Part of all papers that use it."""


def parts_that_count(profile: Profile, *, has_texts: bool) -> dict[str, float]:
    """Return the weights of the parts of a fit that a profile gives a reason for; they sum to one.

    Whether papers need much is asked only of somebody who said to have little.
    """
    counts = {
        "near": has_texts,
        "light_compute": profile.compute in COMPUTE[:-1],
        "small_teams": profile.people in PEOPLE[:-1],
    }
    total = sum(WEIGHTS[part] for part, does in counts.items() if does)
    return {part: WEIGHTS[part] / total for part, does in counts.items() if does}


def nearest(points: np.ndarray, middles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the text of a person that is nearest to each niche.

    Parameters
    ----------
    points : ndarray of shape (n_texts, n_dimensions), rows of unit length or zero
    middles : ndarray of shape (n_niches, n_dimensions), rows of unit length

    Returns
    -------
    ndarray of shape (n_niches,), float
        Cosine with the nearest text.
    ndarray of shape (n_niches,), int
        Its row.
    """
    cosines = middles @ points.T
    rows = cosines.argmax(axis=1)
    return cosines[np.arange(len(middles)), rows].astype(float), rows


def fit_scores(values: pd.DataFrame, parts: Mapping[str, float]) -> np.ndarray:
    """Average the parts of a fit that count.

    Parameters
    ----------
    values : DataFrame
        A column for each part, from 0 to 1: the cosine with the nearest text (none below 0), and
        the parts of the papers that need no more than the person has.
    parts : mapping
        As from ``parts_that_count``.

    Returns
    -------
    ndarray of shape (n_niches,), 0 to 100
    """
    columns = [weight * values[part].fillna(0).clip(0, 1) for part, weight in parts.items()]
    return 100 * np.sum([column.to_numpy(dtype=float) for column in columns], axis=0)


def with_fit(table: pd.DataFrame, order: str) -> pd.DataFrame:
    """Order niches by a column and by fit, half and half, and say how far that moved each.

    Parameters
    ----------
    table : DataFrame
        With ``fit``, in the order that it has without.

    Returns
    -------
    DataFrame
        With ``moved``: places up.
    """
    both = percentile_rank(table[order].to_numpy()) + table["fit"].to_numpy() / 100
    places = np.argsort(-both.round(9), kind="stable")
    moved = places - np.arange(len(table))
    return table.iloc[places].assign(moved=moved).reset_index(drop=True)


def shared_words(
    counts: np.ndarray, papers: np.ndarray, own: OwnWords, *, most: int
) -> list[list[tuple[str, float]]]:
    """Choose the words of a person that set each niche apart, the most telling first.

    Parameters
    ----------
    counts : ndarray of shape (n_niches, n_words)
        Papers of each niche that use each word.
    papers : ndarray of shape (n_niches,)

    Returns
    -------
    list of list of (word, part of the niche's papers that use it)
        A word that stands in a longer one is left out.
    """
    used = counts / np.maximum(papers, 1)[:, None]
    telling = _telling(used, own)
    chosen = []
    for row, values in enumerate(telling):
        best = [at for at in np.argsort(-values, kind="stable")[: 4 * most] if values[at] > 0]
        place = {own.texts[at]: at for at in best}
        words = apart(list(place))[:most]
        chosen.append([(word, float(used[row, place[word]])) for word in words])
    return chosen


def rare_words(
    here: np.ndarray,
    papers: int,
    near: np.ndarray,
    near_papers: np.ndarray,
    own: OwnWords,
    *,
    most: int,
) -> list[tuple[str, int, int]]:
    """Choose the words of a person that hardly anybody uses in a niche, and many do next to it.

    Parameters
    ----------
    here : ndarray of shape (n_words,)
        Papers of the niche that use each.
    papers : int
        Papers of the niche.
    near : ndarray of shape (n_near, n_words)
        Papers of the niches near to it that use each.
    near_papers : ndarray of shape (n_near,)

    Returns
    -------
    list of (word, papers here that use it, row of the near niche that uses it most)
    """
    if not len(near):
        return []
    there = near / np.maximum(near_papers, 1)[:, None]
    value = _telling(there.max(axis=0)[None], own)[0]
    value[here > RARE * papers] = 0
    best = {own.texts[at]: at for at in np.argsort(-value, kind="stable") if value[at] > 0}
    kept = apart(list(best)[: 4 * most])[:most]
    return [(word, int(here[best[word]]), int(there[:, best[word]].argmax())) for word in kept]


def _telling(used: np.ndarray, own: OwnWords) -> np.ndarray:
    """Weigh words by how much they are the person's, how many use them, and how unusual that is."""
    lift = used / np.maximum(own.shares, 1e-9)
    value = own.weights * used * np.log(np.maximum(lift, 1))
    return np.where((used < LEAST_SHARE) | (lift < LEAST_LIFT), 0, value)


def apart(words: Sequence[str]) -> list[str]:
    """Leave out single words that are part of another one of the list."""
    parts = {part for word in words if " " in word for part in word.split()}
    return [word for word in words if word not in parts]
