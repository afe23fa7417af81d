"""A plan held against new papers: what a niche did since, and who may have done a rung.

Likeness is told by words alone. A paper is like a rung if most of the words by which it could be
told from papers at large are words of the rung; how like is unusual, the niche's own papers say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scipy.sparse import csr_array

    from explorer.plans.records import Rung

MUCH = 10.0
"""Times as often in the niche as among all papers, from which a word counts fully."""

PRECISION = 0.4
"""Beta of the F-measure of common words: what a paper says besides weighs more than what of the
rung it leaves out."""

SOFTENED = 0.7
"""Power of the weights: words between everybody's and the niche's own count too."""

OF_MAIN = 0.5
"""What a word counts that a rung's main paper has and the rung itself does not say."""

LINE = 1.87
"""Standard deviations above the niche's papers from which a paper is told, so that one in twenty of
the others is."""

LEAST_KNOWN = 20
"""Papers of a niche below which nothing is called unusual."""

MOST_NEAREST = 3
CROWDED, LEAST_MORE = 1.5, 12
"""A niche got crowded that has so many times the papers in 12 months, and so many more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """A new paper near to a rung."""

    paper_id: str
    likeness: float
    """0 to 1."""
    above: float
    """Standard deviations above the likeness of the niche's papers when the plan was made."""

    @property
    def alert(self) -> bool:
        """Whether somebody may have done this."""
        return self.above >= LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class RungCheck:
    """What new papers mean for a rung."""

    rung: Rung
    nearest: tuple[Nearest, ...]
    """The most alike first; empty if there is none, or too few papers to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCheck:
    """A plan held against an analysis."""

    plan_id: int
    title: str
    since: date
    """The day up to which the plan knows papers."""
    as_of: date
    new_papers: int
    """Papers of the niche that came after that day."""
    changes: tuple[str, ...]
    """What the niche did: ``rose``, ``cooled``, ``crowded``, ``split``, ``merged``, ``drifted`` or
    ``gone``; ``over`` if it ended in others, ``part`` if the person made it part of another, and
    ``whole`` if they made others part of it."""
    rungs: tuple[RungCheck, ...]
    into: tuple[str, ...] = ()
    """Names of the niches that have its papers now, or that were made part of it."""
    chances_then: Mapping[str, float] = field(default_factory=dict)
    """Of each scenario, when it was looked at last; empty without a forecast."""
    chances_now: Mapping[str, float] = field(default_factory=dict)

    @property
    def alerts(self) -> int:
        """Count the rungs that somebody may have done."""
        return sum(any(each.alert for each in rung.nearest) for rung in self.rungs)


def word_weights(
    known: np.ndarray, n_known: int, shares: np.ndarray, *, title: np.ndarray
) -> np.ndarray:
    """Weigh words by how much oftener a niche uses them than all papers do.

    Parameters
    ----------
    known : ndarray of shape (n_terms,)
        Papers of the niche that use each term.
    n_known : int
        Papers of the niche.
    shares : ndarray of shape (n_terms,)
        Part of all papers that use each.
    title : ndarray of int
        Terms of the rung's title, which count half at least.

    Returns
    -------
    ndarray of shape (n_terms,), 0 to 1
    """
    here = (known + 0.5) / (n_known + 1)
    lift = np.log(here / np.maximum(shares, 1e-6)) / np.log(MUCH)
    weights = np.clip(lift, 0, 1)
    weights[title] = np.maximum(weights[title], 0.5)
    return np.asarray(weights**SOFTENED)


def likeness(
    uses: csr_array, said: np.ndarray, weights: np.ndarray, *, main: np.ndarray | None = None
) -> np.ndarray:
    """Return how alike papers are to a rung: the F-measure of their common words.

    Parameters
    ----------
    uses : sparse array of shape (n_papers, n_terms)
        Ones where a paper uses a term.
    said : ndarray of int
        Terms of what the rung says.
    weights : ndarray of shape (n_terms,)
    main : ndarray of int, optional
        Terms of its main paper.

    Returns
    -------
    ndarray of shape (n_papers,), 0 to 1
    """
    asked = np.zeros(len(weights))
    if main is not None:
        asked[main] = OF_MAIN * weights[main]
    asked[said] = weights[said]
    common, own = uses @ asked, uses @ weights
    recall = common / max(float(asked.sum()), 1e-9)
    precision = common / np.maximum(own, 1e-9)
    beta = PRECISION**2
    return np.asarray((1 + beta) * recall * precision / np.maximum(recall + beta * precision, 1e-9))


def above_usual(new: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return by how many standard deviations new values are above those known."""
    return np.asarray((new - known.mean()) / max(float(known.std()), 1e-6))


def changes_since(shown: Mapping[str, Any], now: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Tell what a niche did since a person saved it.

    Parameters
    ----------
    shown : mapping
        Its figures on that day.
    now : mapping, optional
        Its row of the new run; ``None`` if it is not there any more.
    """
    if now is None:
        return ("gone",)
    told = []
    low, high = shown.get("growth_low"), shown.get("growth_high")
    if high is not None and now["growth"] > high:
        told.append("rose")
    if low is not None and now["growth"] < low:
        told.append("cooled")
    before = shown.get("papers_recent")
    more = now["papers_recent"] - (before or 0)
    if before is not None and more >= LEAST_MORE and now["papers_recent"] >= CROWDED * before:
        told.append("crowded")
    return tuple(told)
