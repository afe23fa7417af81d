"""Whether what speaks for a niche is more than chance gives.

Of many niches some stand high by chance alone, also where nothing grows. So the run is judged again
with the months of its papers shuffled, which leaves words and authors as they are and takes all
growth away. What a niche's words do then is its measure: how far above it they stand, in its own
standard deviations, is compared with how far each shuffled niche stands above the other shuffles.
The false discovery rate (Benjamini & Hochberg 1995) is held at ``FALSE_FLAGS``.

Newcomers are left out: people write their papers within a few years of each other, so months that
are shuffled make newcomers rare in every niche.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from explorer.trends import rising_terms
from explorer.trends.field import Field
from explorer.trends.rising_terms import TermUse
from explorer.trends.scores import MIN_RECENT
from explorer.trends.stated_rate import FALSE_FLAGS

AT_ONCE = 1_000
"""Niches whose terms are weighed at a time."""

TIMED_PARTS = ("growing_terms", "imported_terms")
"""The parts of novel that rest on when papers came."""

LEAST_SPREAD, SAME = 1e-9, 1e-4
"""Values, and strengths, that differ by less are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Null:
    """What the niches of a run stand at where nothing grows."""

    strengths: np.ndarray
    """float64 of shape (n_shuffled,), ascending: of each niche in each shuffle."""
    line: float
    """Chance up to which a niche is beyond it."""
    uses: tuple[TermUse, ...]
    """Of each shuffle, all papers as one group."""


def judged_by_chance(
    parts: pd.DataFrame, field: Field, group: np.ndarray, *, disjoint: int | None = None
) -> tuple[pd.DataFrame, Null | None]:
    """Tell what chance gives of each niche's strength; nothing is beyond it where none was tried.

    Parameters
    ----------
    parts : DataFrame
        ``TIMED_PARTS`` and ``papers_recent`` of each niche; of those with fewer than ``MIN_RECENT``
        nothing is said.

    Returns
    -------
    DataFrame, same index
        ``by_chance``: the part of shuffled niches that stand as high, 0 to 1; ``beyond_chance``.
    Null
        ``None`` where no chance was tried.
    """
    chance = np.ones(len(parts))
    if field.shuffled is None:
        return _said(parts, chance, line=0.0), None
    told = parts["papers_recent"].to_numpy() >= MIN_RECENT
    everything: list[TermUse] = []
    uses = shuffled_uses(field, group, len(parts), disjoint=disjoint)
    shuffled = shuffled_parts(_noting(uses, everything))
    strength, of_shuffles = strengths(parts[list(TIMED_PARTS)].to_numpy(), shuffled)
    null = np.sort(of_shuffles[:, told], axis=None)
    chance[told] = chances(strength[told], null)
    line = line_of(chance[told])
    made = Null(strengths=null, line=line, uses=tuple(everything))
    return _said(parts, chance, line=line), made


def judged_beside(parts: pd.DataFrame, uses: Iterable[TermUse], null: Null | None) -> pd.DataFrame:
    """Tell the same of one group, the first of some uses, by the null of a run's niches.

    An older run tried no chance; then its flags go by the lines alone, and so does this one.
    """
    if null is None:
        return _said(parts, np.ones(1), line=1.0)
    if int(parts["papers_recent"].iloc[0]) < MIN_RECENT:
        return _said(parts, np.ones(1), line=0.0)
    shuffled = shuffled_parts(uses)[:, :1]
    strength, _ = strengths(parts[list(TIMED_PARTS)].to_numpy(), shuffled)
    return _said(parts, chances(strength, null.strengths), line=null.line)


def null_arrays(null: Null) -> dict[str, np.ndarray]:
    """Write as arrays what ``null_of`` reads."""
    return {
        "null_strengths": null.strengths.astype(np.float32),
        "null_line": np.array(null.line),
        "shuffled_recent": np.stack([use.recent.toarray()[0] for use in null.uses]),
        "shuffled_before": np.stack([use.before.toarray()[0] for use in null.uses]),
        "shuffled_papers_recent": np.stack([use.papers_recent for use in null.uses]),
        "shuffled_papers_before": np.stack([use.papers_before for use in null.uses]),
    }


def null_of(arrays: Mapping[str, np.ndarray]) -> Null | None:
    """Read what ``null_arrays`` wrote; ``None`` if it is not there, as in older runs."""
    if "null_line" not in arrays:
        return None
    names = ("recent", "before", "papers_recent", "papers_before")
    rows = zip(*(arrays[f"shuffled_{name}"] for name in names), strict=True)
    return Null(
        strengths=arrays["null_strengths"].astype(np.float64),
        line=float(arrays["null_line"]),
        uses=tuple(
            TermUse(
                recent=csr_array(recent[None, :]),
                before=csr_array(before[None, :]),
                papers_recent=papers_recent,
                papers_before=papers_before,
            )
            for recent, before, papers_recent, papers_before in rows
        ),
    )


def _noting(uses: Iterable[TermUse], noted: list[TermUse]) -> Iterator[TermUse]:
    """Hand uses on, and note what all papers together use."""
    for use in uses:
        of_all = use.everywhere()
        noted.append(
            TermUse(
                recent=csr_array(of_all.recent[None, :]),
                before=csr_array(of_all.before[None, :]),
                papers_recent=np.array([of_all.papers_recent]),
                papers_before=np.array([of_all.papers_before]),
            )
        )
        yield replace(use, of_all=of_all)
        del use  # before the next one is made


def _said(parts: pd.DataFrame, chance: np.ndarray, *, line: float) -> pd.DataFrame:
    said = {"by_chance": chance, "beyond_chance": chance <= line}
    return pd.DataFrame(said, index=parts.index)


def shuffled_parts(uses: Iterable[TermUse]) -> np.ndarray:
    """Measure the timed parts of each shuffle.

    Returns
    -------
    ndarray of shape (n_shuffles, n_niches, 2)
    """
    parts = []
    for use in uses:
        parts.append(np.concatenate([_timed_parts(block) for block in use.blocks(AT_ONCE)]))
        del use  # before the next one is made
    return np.array(parts)


def _timed_parts(use: TermUse) -> np.ndarray:
    outside = rising_terms.outside_growth(use)
    growing = rising_terms.growing_terms(use, outside)
    return np.column_stack([growing, rising_terms.imported_terms(use, outside)])


def shuffled_uses(
    field: Field, group: np.ndarray, n: int, *, disjoint: int | None = None
) -> Iterator[TermUse]:
    """Add up who uses which terms in each shuffle, as ``term_use`` does."""
    marks = rising_terms.marks_of(field.uses)
    plain = rising_terms.add_up(marks, group, np.ones(len(group)), n)
    for each in shuffled_fields(field):
        weight = np.ones(len(group)) if each.exposure is None else each.exposure.weight
        counted = np.where(each.month <= each.last, weight, 0.0)
        recent = rising_terms.add_up(marks, group, each.late * weight, n)
        total = plain + rising_terms.add_up(marks, group, counted - 1, n)
        papers_recent = np.bincount(group, each.late * weight, minlength=n)
        yield TermUse(
            recent=recent,
            before=csr_array(total - recent),
            papers_recent=papers_recent,
            papers_before=np.bincount(group, counted, minlength=n) - papers_recent,
            disjoint=disjoint,
        )


def shuffled_fields(field: Field) -> Iterator[Field]:
    """Give the field with the months of each of its shuffles."""
    for month in () if field.shuffled is None else field.shuffled:
        exposure = field.exposure and replace(field.exposure, month=month)
        yield replace(field, month=month, exposure=exposure)


def strengths(observed: np.ndarray, shuffled: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Measure how far niches stand above their shuffles, and each shuffle above the others.

    Parameters
    ----------
    observed : ndarray of shape (n_niches, n_parts)
    shuffled : ndarray of shape (n_shuffles, n_niches, n_parts)

    Returns
    -------
    ndarray of shape (n_niches,), ndarray of shape (n_shuffles, n_niches)
        Standard deviations, the mean of the parts.
    """
    n = len(shuffled)
    mean, spread = shuffled.mean(axis=0), shuffled.std(axis=0, ddof=1)
    others = (n * mean - shuffled) / (n - 1)
    squares = (n - 1) * spread**2 - (shuffled - mean) ** 2 * n / (n - 1)
    spread_others = np.sqrt(np.maximum(squares, 0) / (n - 2))
    return (
        _standardised(observed - mean, spread),
        _standardised(shuffled - others, spread_others),
    )


def chances(strength: np.ndarray, null: np.ndarray) -> np.ndarray:
    """Return the part of what is shuffled that stands as high, of each strength.

    Parameters
    ----------
    null : ndarray of shape (n_shuffled,)
        Ascending.
    """
    above = len(null) - np.searchsorted(null, strength - SAME)
    return np.asarray((1 + above) / (1 + len(null)))


def line_of(chance: np.ndarray) -> float:
    """Return the chance up to which niches are beyond it, at a false discovery rate.

    Where none is, one alone would have to be below ``FALSE_FLAGS`` by the number of niches.
    """
    n = max(len(chance), 1)
    allowed = FALSE_FLAGS * np.arange(1, len(chance) + 1) / n
    ascending = np.sort(chance)
    passed = ascending[ascending <= allowed]
    return float(max(passed.max(initial=0.0), FALSE_FLAGS / n))


def _standardised(above: np.ndarray, spread: np.ndarray) -> np.ndarray:
    still = spread < LEAST_SPREAD
    return np.where(still, 0.0, above / np.where(still, 1.0, spread)).mean(axis=-1)
