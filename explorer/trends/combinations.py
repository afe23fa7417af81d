"""How likely two concepts are to be joined soon that no paper has joined yet.

A fixed-sign sum of four standardised parts: how often they would meet if papers of a common group
drew on concepts by chance, the neighbours that they have in common (resource allocation, Zhou, Lü
and Zhang 2009), how alike the papers of both are, and how much both are used of late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from explorer.trends.concepts import Concepts

PARTS = {"meetings": 1.0, "company": 1.0, "likeness": 1.0, "use": 0.5}
"""Weights of the parts, all with fixed signs."""

SAMPLE = 160_000
"""Pairs by which parts are standardised."""

FLOOR = 1e-3
"""Meetings where no group has both, as a part of those by chance."""

BESIDE = 100
"""Concepts by which company is counted, and groups whose use is spread out, at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """What is known of pairs of concepts."""

    concepts: Concepts
    met: csr_array
    """float32 of shape (n_concepts, n_concepts): 1 where a paper holds both; 0 on the diagonal."""
    words: csr_array
    """int32 of shape (n_concepts, n_words): 1 where the word is of the concept's family."""
    degree: np.ndarray
    """float64 of shape (n_concepts,): concepts that each has met."""
    profiles: tuple[np.ndarray, ...]
    """For each level of groups, float32 of shape (n_concepts, n_groups): papers of the group that
    use the concept, by the root of the group's papers. A concept is a row, for rows are picked."""
    scale: dict[str, tuple[float, float, float]]
    """Of each part what is added before the logarithm, the mean and the deviation."""
    standing: np.ndarray
    """float64, sorted: scores of open pairs drawn at random."""


def read_pairs(concepts: Concepts, labels: Sequence[np.ndarray], *, seed: int = 0) -> Pairs:
    """Learn of concepts what the score of a pair needs.

    Parameters
    ----------
    labels : sequence of ndarray of shape (n_papers,), int
        Group of each paper, level by level.
    """
    uses = concepts.uses
    together = csr_array(uses.T @ uses).tocoo()
    apart = together.row != together.col
    shape, n = together.shape, int(apart.sum())
    places = (together.row[apart], together.col[apart])
    met = csr_array((np.ones(n, dtype=np.float32), places), shape=shape)
    met.sort_indices()
    blank = Pairs(
        concepts=concepts,
        met=met,
        words=_words(concepts),
        degree=np.diff(met.indptr).astype(np.float64),
        profiles=tuple(_profile(uses, label) for label in labels),
        scale={},
        standing=np.empty(0),
    )
    return _standardised(blank, seed)


def open_pairs(pairs: Pairs, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Tell which pairs of concepts no paper holds, and that share no word.

    Returns
    -------
    ndarray of shape (n_one, n_other), bool
    """
    known = csr_array(pairs.met[one])[:, other].toarray() > 0
    known |= one[:, None] == other[None, :]
    known |= (pairs.words[one] @ pairs.words[other].T).toarray() > 0
    return np.asarray(~known)


def score_pairs(pairs: Pairs, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Score every pair of two sets of concepts.

    Parameters
    ----------
    one, other : ndarray, int
        Concepts.

    Returns
    -------
    ndarray of shape (n_one, n_other)
    """
    return _total(pairs, raw_parts(pairs, one, other))


def raw_parts(pairs: Pairs, one: np.ndarray, other: np.ndarray) -> dict[str, np.ndarray]:
    """Return the parts of every pair of two sets of concepts, shape (n_one, n_other) each."""
    concepts = pairs.concepts
    recent = concepts.recent.astype(np.float64)
    use = np.outer(recent[one], recent[other])
    chance = np.outer(concepts.papers[one], concepts.papers[other]) / concepts.uses.shape[0]
    levels = [profile[one] @ profile[other].T for profile in pairs.profiles]
    meetings = [np.log((level / chance + FLOOR) * use) for level in levels]
    return {
        "meetings": np.mean(meetings, axis=0),
        "company": _company(pairs, one, other),
        "likeness": (concepts.middles[one] @ concepts.middles[other].T).astype(np.float64),
        "use": np.log(use),
    }


def likelier_than(pairs: Pairs, score: np.ndarray) -> np.ndarray:
    """Return the part of open pairs drawn at random that score less."""
    standing = pairs.standing
    return np.asarray(np.searchsorted(standing, score) / max(len(standing), 1))


def _words(concepts: Concepts) -> csr_array:
    families = [sorted(family) for family in concepts.families]
    number: dict[str, int] = {}
    columns = [number.setdefault(word, len(number)) for family in families for word in family]
    ends = np.cumsum([0, *map(len, families)])
    ones = np.ones(len(columns), dtype=np.int32)
    return csr_array((ones, columns, ends), shape=(len(families), len(number)))


def _profile(uses: csr_array, label: np.ndarray) -> np.ndarray:
    n = int(label.max(initial=-1)) + 1
    size = np.maximum(np.bincount(label, minlength=n), 1)
    ones = np.ones(len(label), dtype=np.float32)
    groups = csr_array((ones, (label, np.arange(len(label)))), shape=(n, len(label)))
    counted, profile = csr_array(groups @ uses), np.empty((uses.shape[1], n), dtype=np.float32)
    for first in range(0, n, BESIDE):
        part = slice(first, first + BESIDE)
        profile[:, part] = (counted[part].toarray() / np.sqrt(size[part])[:, None]).T
    return profile


def _company(pairs: Pairs, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Add up over the concepts that both have met one by the number that each has met."""
    found = np.empty((len(one), len(other)))
    theirs = csr_array(pairs.met[other]).T.tocsr()
    fewer = np.divide(1, pairs.degree, out=np.zeros_like(pairs.degree), where=pairs.degree > 0)
    for first in range(0, len(one), BESIDE):
        mine = csr_array(pairs.met[one[first : first + BESIDE]])
        mine.data = fewer[mine.indices]
        found[first : first + BESIDE] = (mine @ theirs).toarray()
    return found


def _standardised(pairs: Pairs, seed: int) -> Pairs:
    """Take the scale of each part from open pairs drawn at random."""
    n = len(pairs.concepts.texts)
    side = min(n, int(np.sqrt(SAMPLE)))
    draw = np.random.default_rng(seed)
    one, other = (np.sort(draw.choice(n, side, replace=False)) for _ in range(2))
    free = open_pairs(pairs, one, other)
    if not free.any():
        return replace(pairs, scale=dict.fromkeys(PARTS, (1.0, 0.0, 1.0)))
    parts = {name: part[free] for name, part in raw_parts(pairs, one, other).items()}
    scale = {}
    for name, part in parts.items():
        positive = part[part > 0]
        least = 0.0
        if name == "company":
            least = float(np.quantile(positive, 0.05)) if len(positive) else 1.0
            part = np.log(part + least)  # noqa: PLW2901
        scale[name] = (least, float(part.mean()), max(float(part.std()), 1e-9))
    known = replace(pairs, scale=scale)
    return replace(known, standing=np.sort(_total(known, parts)))


def _total(pairs: Pairs, parts: dict[str, np.ndarray]) -> np.ndarray:
    total = np.zeros(next(iter(parts.values())).shape)
    for name, part in parts.items():
        least, mean, deviation = pairs.scale[name]
        value = np.log(part + least) if name == "company" else part
        total += PARTS[name] * (value - mean) / deviation
    return total
