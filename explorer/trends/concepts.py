"""Which phrases are concepts: things that a paper can be about, and that are alive.

``support vector machine`` is one; ``extensive experiments`` and ``upper bound`` stand in papers of
every kind, and that they meet says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, csr_array

from explorer.topics.naming import KIN
from explorer.topics.phrases import Phrases

LEAST_PAPERS, LEAST_RECENT = 6, 2
"""Papers that use a concept: in all, and in the last 12 months."""

WHOLE = 0.5
"""Share of its occurrences, at each end, at which a concept is not part of a longer phrase."""

MOST_CONCEPTS = 20_000
"""Those used most of late are kept, so that a million papers fit into memory."""

SHRINK = 5.0
"""Papers of the average that are added to what little is known of a phrase's role."""

NO_END = re.compile(
    r"\b(\w{4,}(?<!e)(?<!testb)ed|\w+(?<!fami)(?<!assemb)(?<!anoma)(?<!supp)(?<!po)ly"
    r"|seen|shown|given|taken|known)$"
)
"""Participles and adverbs, at which no name of a thing ends: ``CNN trained``, ``uses widely``."""

FINITE = re.compile(
    r"\b(treats|handles|enters?|bears?|turns|becomes?|remains?|converges?|behaves?|depends?|grows?"
    r"|occurs?|lies|arises?|outperforms?|suffers?|comes?|account|matters?|rel(?:y|ies))\b"
)
"""Verbs of a sentence, which stand in no name of a thing: ``stage handles capacity``."""

STEM = 6
"""Letters by which words are held to be of one family."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concepts:
    """The concepts of a corpus."""

    texts: list[str]
    column: np.ndarray
    """int64 of shape (n_concepts,): of each among the phrases."""
    uses: csr_array
    """float32 of shape (n_papers, n_concepts): 1 where the paper uses the concept."""
    papers: np.ndarray
    """int64 of shape (n_concepts,): papers that use it."""
    recent: np.ndarray
    """The same of the last 12 months."""
    middles: np.ndarray
    """float32 of shape (n_concepts, n_dimensions): where its papers lie, rows of unit length."""
    means: np.ndarray
    """float64 of shape (n_concepts,): how often it is named as a means; 1 is the average."""
    families: list[frozenset[str]]
    """Beginnings of the words of each, in all its writings."""


def find_concepts(
    phrases: Phrases, points: np.ndarray, month: np.ndarray, *, last: int
) -> Concepts:
    """Find the phrases of two words or more whose papers lie close together, and that are alive.

    Parameters
    ----------
    phrases : Phrases
    points : ndarray of shape (n_papers, n_dimensions), rows of unit length
    month : ndarray of shape (n_papers,), int
    last : int
        The last whole month.
    """
    year = (month > last - 12) & (month <= last)
    named = (phrases.lengths >= 2) & ~phrases.weak
    named &= np.minimum(phrases.ends, phrases.begins) >= WHOLE
    papers = np.bincount(phrases.in_papers.indices, minlength=len(named))
    recent = np.bincount(phrases.in_papers[year].indices, minlength=len(named))
    alive = np.flatnonzero(named & (papers >= LEAST_PAPERS) & (recent >= LEAST_RECENT))
    alive = alive[[_is_name(phrases.texts[i]) for i in alive.tolist()]]
    sums = np.asarray(csc_array(phrases.in_papers[:, alive]).T @ points, dtype=np.float64)
    n = papers[alive]
    kin = ((sums**2).sum(axis=1) - n) / (n * (n - 1)) >= KIN
    alive, sums = alive[kin], sums[kin]
    most = np.sort(np.argsort(-recent[alive], kind="stable")[:MOST_CONCEPTS])
    chosen, sums = alive[most], sums[most]
    uses = csr_array(phrases.in_papers[:, chosen])
    uses.sort_indices()
    length = np.linalg.norm(sums, axis=1, keepdims=True)
    texts = [phrases.texts[i] for i in chosen.tolist()]
    return Concepts(
        texts=texts,
        column=chosen,
        uses=uses,
        papers=papers[chosen],
        recent=recent[chosen],
        middles=(sums / np.maximum(length, 1e-12)).astype(np.float32),
        means=_as_means(phrases.means[chosen], papers[chosen]),
        families=[family([text, *phrases.variants.get(text, ())]) for text in texts],
    )


def family(writings: list[str]) -> frozenset[str]:
    """Return the beginnings of the words of a phrase in its writings.

    >>> sorted(family(["image classification"]) & family(["linear classifier"]))
    ['classi']
    """
    return frozenset(word[:STEM] for text in writings for word in text.split())


def _is_name(text: str) -> bool:
    """Tell whether a phrase can be the name of a thing, by its verbs and its end."""
    return not (NO_END.search(text) or FINITE.search(text))


def _as_means(share: np.ndarray, papers: np.ndarray) -> np.ndarray:
    """Draw shares towards their average, and measure them by it."""
    if not len(share):
        return share
    average = max(float(np.average(share, weights=papers)), 1e-9)
    drawn = (share * papers + SHRINK * average) / (papers + SHRINK)
    return np.asarray(drawn / average)
