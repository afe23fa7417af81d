"""What gives growth away early: how likely newcomers, techniques and open code are, and where.

The planted mechanisms: a subfield that is about to grow draws people and methods from elsewhere and
shares its code; one that is about to shrink keeps to itself and to older methods. Each mechanism
has its own lasting noise, so that none tells the answer alone. Team size and compute depend on the
subfield and not on its growth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from explorer.corpus.demonstration.growth import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.corpus.demonstration.topics import Subfield, Technique

HORIZON = 18
"""Months ahead whose growth of share the signals foretell."""
NOISE = (2.0, 0.6, 1.6)
"""How far chance moves a subfield's newcomers, techniques and openness, on the logit scale."""
NEWBORN_VIGOUR = 0.45
"""In place of a growth from nothing."""
COURSE = 9.0
"""Months; a technique runs the middle half of its course in about twice this time."""
LEAD = 8
"""Months by which the most open subfields take up a growing technique before the others."""
MATURE = 48
"""Months by which its donor had it before anybody else."""
BORROWS = 0.48
"""Probability to borrow words where the neighbours are much larger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """Probabilities, by subfield (rows) and month (columns) where not said otherwise."""

    newcomers: np.ndarray
    """That a place in a team goes to somebody never seen before."""
    movers: np.ndarray
    """That it goes to somebody from another subfield."""
    openness: np.ndarray
    """That an abstract says its code or data are open."""
    techniques: np.ndarray
    """That a paper uses a technique; of shape (n_subfields, n_techniques, n_months)."""
    borrowing: np.ndarray
    """That a paper borrows words from another subfield; of shape (n_subfields, n_subfields,
    n_months), lenders in the second place."""
    team_size: np.ndarray
    """Mean number of authors, by subfield."""
    heavy: np.ndarray
    """That an abstract reports heavy computing, by subfield."""


def plant_signals(
    subfields: Sequence[Subfield],
    techniques: Sequence[Technique],
    curves: np.ndarray,
    rng: np.random.Generator,
) -> Signals:
    """Turn growth to come into probabilities of what is seen today."""
    kinds = [s.kind for s in subfields]
    vigour = _vigour(kinds, curves)
    noise = _lasting_noise(kinds, rng) * np.array(NOISE)
    newcomers, adoption, openness = (_lean(vigour, noise[:, column]) for column in range(3))
    costs = _lasting_noise(kinds, rng)
    return Signals(
        newcomers=0.14 + 0.28 * newcomers,
        movers=0.04 + 0.2 * newcomers,
        openness=0.08 + 0.47 * openness,
        techniques=_technique_use(subfields, techniques, adoption),
        borrowing=_borrowing(subfields, curves),
        team_size=3.4 + 0.9 * costs[:, 0],
        heavy=0.2 + 0.11 * costs[:, 1],
    )


def _vigour(kinds: Sequence[str], curves: np.ndarray) -> np.ndarray:
    """Return the growth of log share per year over the months to come."""
    now = np.arange(len(MONTHS))
    floor = 1e-4
    later = np.log(curves[:, now + HORIZON] + floor) - np.log(curves[:, now] + floor)
    is_newborn = np.array([kind == "newborn" for kind in kinds])[:, None]
    return np.where(is_newborn, NEWBORN_VIGOUR, later * 12 / HORIZON)


def _lasting_noise(kinds: Sequence[str], rng: np.random.Generator) -> np.ndarray:
    """Draw three deviations for each subfield, balanced so that they say nothing of its kind.

    Within a kind the three are turned against each other: nobody is unlucky in all of them.
    """
    noise = np.zeros((len(kinds), 3))
    for kind in dict.fromkeys(kinds):
        rows = np.array([i for i, k in enumerate(kinds) if k == kind])
        levels = np.linspace(-1.6, 1.6, len(rows))
        place = rng.permutation(len(rows))
        for column in range(3):
            turned = (place + round(column * len(rows) / 3)) % len(rows)
            noise[rows, column] = levels[turned]
    return noise


def _lean(vigour: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """Squash vigour and noise to numbers from 0 (closed) to 1 (open)."""
    return np.asarray(1 / (1 + np.exp(-((vigour - 0.17) / 0.09 + noise[:, None]))))


def _technique_use(
    subfields: Sequence[Subfield], techniques: Sequence[Technique], lean: np.ndarray
) -> np.ndarray:
    use = np.zeros((len(subfields), len(techniques), len(MONTHS)))
    time = np.arange(len(MONTHS))[None, :]
    for column, technique in enumerate(techniques):
        middle = MONTHS.index(technique.middle)
        known = np.array([technique.name in s.growing + s.fading for s in subfields])[:, None]
        if technique.trend == "growing":
            spreading = _course(time + LEAD * lean, middle)
            use[:, column] = spreading * np.where(known, 0.03 + 0.75 * lean, 0.04)
            donor = [s.name == technique.donor for s in subfields]
            use[donor, column] = 0.7 * _course(time, middle - MATURE)
        else:
            left = 1 - _course(time, middle)
            kept = left + (1 - left) * (1 - lean) ** 3
            use[:, column] = np.where(known, 0.36 * (1 - lean) * kept, 0.04 * left)
    return use


def _borrowing(subfields: Sequence[Subfield], curves: np.ndarray) -> np.ndarray:
    """Let neighbours draw on each other by their size: what is written more is borrowed more."""
    close = np.array([[other.name in s.neighbours for other in subfields] for s in subfields])
    sizes = curves[:, : len(MONTHS)]
    pull = close[:, :, None] * sizes[None, :, :]
    total = pull.sum(axis=1) + sizes
    return np.asarray(BORROWS * pull / np.maximum(total, 1e-9)[:, None, :])


def _course(time: np.ndarray, middle: int) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-(time - middle) / COURSE)))
