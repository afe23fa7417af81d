"""Whether a niche's vocabulary is made of terms that grow everywhere.

The two strongest early signals found on arXiv (terms growing outside the niche, and growing terms
that the niche takes up) see a wave before it is in the niche's own counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from explorer.trends.rates import PSEUDO_PAPERS

SMOOTHING = 5.0
"""Papers added to both sides of a term's growth."""

GROWTH_LIMITS = (-1.0, 1.5)
"""Log growth of a term is cut here, so that one explosion does not carry a niche."""


LEAST_USED = 1.0
"""Papers of now from which a term is shown: one of today, two of half a year ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfAll:
    """What the papers of all niches use, each paper once."""

    recent: np.ndarray
    """Shape (n_terms,): papers of now."""
    before: np.ndarray
    """The same for papers of before."""
    papers_recent: float
    papers_before: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TermUse:
    """How many papers of each niche use each term, now and before."""

    recent: csr_array
    """Shape (n_niches, n_terms): papers of now."""
    before: csr_array
    """The same for papers of before."""
    papers_recent: np.ndarray
    """Shape (n_niches,): papers of each niche now."""
    papers_before: np.ndarray
    disjoint: int | None = None
    """The first niches, which hold every paper once; ``None`` if all do."""
    of_all: OfAll | None = None
    """Of the niches that these are some of; of these themselves if left out."""

    def everywhere(self) -> OfAll:
        """Return what the papers of all niches use together."""
        if self.of_all is not None:
            return self.of_all
        once = len(self.papers_recent) if self.disjoint is None else self.disjoint
        return OfAll(
            recent=_rows(self.recent, 0, once).sum(axis=0),
            before=_rows(self.before, 0, once).sum(axis=0),
            papers_recent=float(self.papers_recent[:once].sum()),
            papers_before=float(self.papers_before[:once].sum()),
        )

    def blocks(self, n_niches: int) -> Iterator[TermUse]:
        """Part the niches into blocks, without a copy of what they use."""
        of_all = self.everywhere()
        for first in range(0, len(self.papers_recent), n_niches):
            last = min(first + n_niches, len(self.papers_recent))
            yield TermUse(
                recent=_rows(self.recent, first, last),
                before=_rows(self.before, first, last),
                papers_recent=self.papers_recent[first:last],
                papers_before=self.papers_before[first:last],
                of_all=of_all,
            )


def _rows(cells: csr_array, first: int, last: int) -> csr_array:
    """Take some rows without a copy of what they hold."""
    ends = cells.indptr[first : last + 1]
    held = slice(ends[0], ends[-1])
    parts = (cells.data[held], cells.indices[held], ends - ends[0])
    return csr_array(parts, shape=(last - first, cells.shape[1]))


def term_use(
    uses: csr_array,
    niche: np.ndarray,
    recent: np.ndarray,
    before: np.ndarray,
    n_niches: int,
    *,
    weight: np.ndarray | None = None,
    disjoint: int | None = None,
) -> TermUse:
    """Add up the papers that use each term, by niche, now and before.

    Parameters
    ----------
    uses : sparse array of shape (n_papers, n_terms)
        Non-zero where the paper uses the term.
    niche : ndarray of shape (n_papers,), int
    recent, before : ndarray of shape (n_papers,), bool or float
        Which papers are of now and of before, or how much of each they are.
    weight : ndarray of shape (n_papers,), optional
        How many papers each stands for, where not all are held; one if left out.
    disjoint : int, optional
        The first niches, which hold every paper once; later ones hold papers again.
    """
    marks = marks_of(uses)
    stands_for = np.float32(1) if weight is None else weight.astype(np.float32)
    now, then = (each.astype(np.float32) * stands_for for each in (recent, before))
    return TermUse(
        recent=add_up(marks, niche, now, n_niches),
        before=add_up(marks, niche, then, n_niches),
        papers_recent=_papers(niche, recent, n_niches, weight),
        papers_before=_papers(niche, before, n_niches, weight),
        disjoint=disjoint,
    )


def _papers(
    niche: np.ndarray, chosen: np.ndarray, n_niches: int, weight: np.ndarray | None
) -> np.ndarray:
    weights = chosen if weight is None else chosen * weight
    return np.bincount(niche, weights, minlength=n_niches)


def marks_of(uses: csr_array) -> csr_array:
    """Mark with 1 which terms each paper uses, however often."""
    marks = csr_array((uses.data, uses.indices, uses.indptr), shape=uses.shape, copy=False)
    marks.data = np.ones_like(uses.data, dtype=np.float32)
    return marks


def add_up(marks: csr_array, niche: np.ndarray, chosen: np.ndarray, n_niches: int) -> csr_array:
    """Add up the marks of each niche's papers, each as much as it is chosen."""
    if n_niches == 1:
        return csr_array((chosen.astype(np.float32) @ marks)[None, :])
    rows = np.flatnonzero(chosen)
    shape = (n_niches, marks.shape[0])
    part = chosen[rows].astype(np.float32)
    groups = csr_array((part, (niche[rows], rows)), shape=shape)
    sums = csr_array(groups @ marks)
    sums.sort_indices()
    return sums


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideGrowth:
    """Every (niche, term) pair in recent use, with the term's growth outside the niche."""

    niche: np.ndarray
    term: np.ndarray
    papers: np.ndarray
    """Papers of now of the niche that use the term."""
    papers_before: np.ndarray
    """The same of before."""
    everywhere_before: np.ndarray
    """Papers of before, of any niche, that used the term."""
    growth: np.ndarray
    """Log ratio of the term's share of papers outside the niche, within ``GROWTH_LIMITS``."""


def outside_growth(use: TermUse) -> OutsideGrowth:
    """Measure how each term grew among the papers that are *not* in the niche."""
    niche = np.repeat(np.arange(use.recent.shape[0]), np.diff(use.recent.indptr))
    term, papers = use.recent.indices, use.recent.data.astype(np.float64)
    own_before = np.zeros(len(term))
    if len(term):  # choosing nothing from a sparse array gives a sparse array
        own_before[:] = use.before[niche, term]
    of_all = use.everywhere()
    others = (of_all.papers_recent - use.papers_recent)[niche]
    others_before = (of_all.papers_before - use.papers_before)[niche]
    expected = (of_all.before[term] - own_before) * others / np.maximum(others_before, 1)
    growth = np.log((of_all.recent[term] - papers + SMOOTHING) / (expected + SMOOTHING))
    return OutsideGrowth(
        niche=niche,
        term=term,
        papers=papers,
        papers_before=own_before,
        everywhere_before=of_all.before[term].astype(np.float64),
        growth=np.clip(growth, *GROWTH_LIMITS),
    )


def mean_growth(use: TermUse, outside: OutsideGrowth, growth: np.ndarray) -> np.ndarray:
    """Average a growth of a niche's terms, weighted by how many papers use each.

    Returns
    -------
    ndarray of shape (n_niches,)
    """
    n_niches = use.recent.shape[0]
    total = np.bincount(outside.niche, outside.papers * growth, minlength=n_niches)
    papers = np.bincount(outside.niche, outside.papers, minlength=n_niches)
    return np.asarray(np.divide(total, papers, out=np.zeros(n_niches), where=papers > 0))


def growing_terms(use: TermUse, outside: OutsideGrowth) -> np.ndarray:
    """Average the outside growth of a niche's terms; terms that shrink count as standing still.

    What a niche leaves behind says little of what it takes up.

    Returns
    -------
    ndarray of shape (n_niches,), zero or more
        Mean log growth; 0 is a vocabulary that grows nowhere else.
    """
    return mean_growth(use, outside, np.maximum(outside.growth, 0))


def taken_up_weights(use: TermUse, outside: OutsideGrowth) -> np.ndarray:
    """Weigh each (niche, term) pair by how much of a growing term the niche took up.

    The rise of the term's share in the niche, times its growth outside. The share of before is
    drawn towards that of all papers, so that a niche that was not there before took up all it has.

    Returns
    -------
    ndarray of shape (n_pairs,), zero or more
    """
    now = outside.papers / np.maximum(use.papers_recent[outside.niche], 1)
    of_all = use.of_all
    before = use.papers_before[: use.disjoint].sum() if of_all is None else of_all.papers_before
    everywhere = outside.everywhere_before / max(before, 1)
    own = use.papers_before[outside.niche]
    then = (outside.papers_before + PSEUDO_PAPERS * everywhere) / (own + PSEUDO_PAPERS)
    return np.maximum(now - then, 0) * np.maximum(outside.growth, 0)


def imported_weights(use: TermUse, outside: OutsideGrowth) -> np.ndarray:
    """Keep of ``taken_up_weights`` the terms that came from elsewhere.

    90 % of a term lay outside before, 50 papers or more used it before, and ``LEAST_USED`` use it
    now: such terms can be shown one by one.

    Returns
    -------
    ndarray of shape (n_pairs,), zero or more
    """
    foreign = outside.papers_before <= 0.1 * outside.everywhere_before
    counted = foreign & (outside.everywhere_before >= 50) & (outside.papers >= LEAST_USED)
    return taken_up_weights(use, outside) * counted


def imported_terms(use: TermUse, outside: OutsideGrowth) -> np.ndarray:
    """Add up what a niche took up.

    Returns
    -------
    ndarray of shape (n_niches,), zero or more
    """
    weights = taken_up_weights(use, outside)
    return np.bincount(outside.niche, weights, minlength=use.recent.shape[0])
