"""One niche and one person: what they bring, what they have not met, what only they have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.field_files import rows_of
from explorer.fitting.niches import Fits, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np

    from explorer.own_niche import Basis

MOST_SHARED, MOST_RARE = 6, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RareWord:
    """A word of a person that a niche hardly uses and a niche near to it does."""

    term: str
    papers: int
    """How many here use it."""
    near_id: str
    """The near niche that uses it most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What a person and a niche are to each other."""

    near: float
    """Cosine of the niche's middle with the nearest text; not a number without texts."""
    nearest: str
    """What that text is."""
    shared: tuple[tuple[str, float], ...]
    """Words of both, with the part of the niche's papers that use each."""
    own_ids: tuple[str, ...]
    """The person's own papers in it."""
    not_met: tuple[str, ...]
    """Words of the niche that none of the person's texts uses."""
    only: tuple[RareWord, ...]


def meet(
    basis: Basis,
    fits: Fits,
    paper_ids: Iterable[str],
    *,
    terms: Sequence[str],
    near_ids: Sequence[str],
) -> Meeting:
    """Hold one niche, of the run or by words, against a person.

    Parameters
    ----------
    paper_ids : iterable of str
        All papers of the niche.
    terms : sequence of str
        The niche's words, the most telling first.
    near_ids : sequence of str
        Niches near to it.
    """
    import numpy as np

    from explorer.plans.fit import OwnWords, rare_words, shared_words

    person, ids = fits.person, set(paper_ids)
    rows = rows_of(basis.ground, ids)
    here = fits.uses.in_papers(rows)
    words = words_of(basis, person.terms)
    own = OwnWords(texts=words, weights=person.weights, shares=fits.uses.shares)
    near, label = _nearest(basis, fits, rows)
    near_ids = [each for each in near_ids if each in fits.uses.niche_ids]
    rare = rare_words(here, len(rows), *fits.uses.of(near_ids), own, most=MOST_RARE)
    shared = shared_words(here[None], np.array([len(rows)]), own, most=MOST_SHARED)[0]
    return Meeting(
        near=near,
        nearest=label,
        shared=tuple(shared),
        own_ids=tuple(each for each in person.paper_ids if each in ids),
        not_met=tuple(_not_met(basis, words, terms)),
        only=tuple(
            RareWord(term=term, papers=number, near_id=near_ids[at]) for term, number, at in rare
        ),
    )


def _nearest(basis: Basis, fits: Fits, rows: np.ndarray) -> tuple[float, str]:
    import numpy as np

    from explorer.plans.fit import nearest

    if not fits.person.sources or not len(rows):
        return float("nan"), ""
    middle = basis.ground.points[rows].sum(axis=0, dtype=np.float32)
    middle /= max(float(np.linalg.norm(middle)), 1e-12)
    cosines, source = nearest(fits.person.points, middle[None])
    return float(cosines[0]), fits.person.sources[source[0]].label


def _not_met(basis: Basis, words: Sequence[str], terms: Sequence[str]) -> list[str]:
    """Keep the terms of which the person's texts lack a word; of like ones, the first."""
    from explorer.plans.fit import apart

    roots = basis.model.embedding.vocabulary.roots
    known = {_bare(part) for word in words for part in word.split()}
    kept: list[str] = []
    for term in apart(list(dict.fromkeys(terms))):
        parts = {_bare(roots.get(part, part)) for part in term.lower().split()}
        if not parts <= known:
            kept.append(term)
            known |= parts
    return kept


def _bare(word: str) -> str:
    """Return a word without its plural: a vocabulary that met no singular keeps the plural."""
    return word.removesuffix("s")
