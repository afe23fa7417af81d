"""Newborn niches: phrases that rise, grown into niches beside the partition.

A paper may be in a newborn niche, or in several, and stays in its niche of the partition.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, compress, count

import numpy as np
import pandas as pd
from scipy.sparse import csc_array, csr_array

from explorer.topics.debris import debris_reasons
from explorer.topics.growing import Grown, grow
from explorer.topics.identifiers import group_ids, make_slugs
from explorer.topics.naming import LENGTH_PREFERENCE, candidates
from explorer.topics.phrases import Phrases
from explorer.topics.quality import coherence
from explorer.topics.rising_phrases import Writers, rising_phrases
from explorer.topics.stop_words import weak_words
from explorer.topics.subfields import Level, columns_of
from explorer.topics.variants import stands_for
from explorer.topics.weighing import set_weights
from explorer.topics.word_lists import choose_terms
from explorer.topics.writing import TEXTS_READ, written_form

LEAST_PAPERS = 10
"""Papers of a newborn. A subject of 15 is to be found, and a third of them may say it in other
words; on real papers, asking for 12 listed no fewer."""

KNOWN, ALIKE = 1 / 2, 1 / 3
"""Jaccard from which a niche of the partition is the same thing, which is not listed twice; and the
same if it has the same name or holds ``INSIDE`` of the papers. Of 1/3, F1 is .5: a subject that is
not listed can be read in a niche."""

INSIDE = 0.8

LARGEST = 3
"""A phrase in more papers than so many niches hold is broad."""

OTHER_NAMES = 8
"""Phrases, the best first, of which the likest to a name that is taken stands in for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newborns:
    """Newborn niches and their papers; there may be none."""

    groups: pd.DataFrame
    """One row a niche: ``niche_id``, ``name``, ``slug``, ``terms``, ``parent_id``, ``coherence``,
    ``debris``, as in ``Level``."""
    weights: csr_array
    """Shape (n_newborns, n_phrases): how well each phrase would find the newborn's papers."""
    paper: np.ndarray
    """int64 of shape (n_memberships,): row of a paper, once for each newborn that holds it."""
    group: np.ndarray
    """int64 of shape (n_memberships,): row of the newborn in ``groups``, in order."""
    similarity: np.ndarray
    """float32 of shape (n_memberships,): cosine of the paper with the middle of the newborn."""
    middles: np.ndarray
    """float32 of shape (n_newborns, n_dimensions), rows of unit length."""


def find_newborns(
    papers: pd.DataFrame,
    levels: Sequence[Level],
    phrases: Phrases,
    points: np.ndarray,
    *,
    marks: pd.DataFrame,
    month: np.ndarray,
    last: int,
    writers: Writers,
    papers_per_niche: int = 120,
) -> Newborns:
    """Find newborn niches beside the niches of a partition.

    Parameters
    ----------
    papers : DataFrame
        ``id``, ``abstract``, sorted by id.
    levels : sequence of Level
        Of the partition: niches, subfields and areas.
    points : ndarray of shape (n_papers, n_dimensions), float32, rows of unit length
    marks : DataFrame
        As from ``debris_marks``.
    month : ndarray of shape (n_papers,), int
        Months after the first.
    last : int
        The newest whole month.
    """
    most, abstracts = LARGEST * papers_per_niche, papers["abstract"]
    rising = rising_phrases(
        phrases, points, month=month, last=last, writers=writers, most_papers=most
    )
    columns, since = rising["column"].tolist(), rising["since"].tolist()
    subjects = grow(columns, phrases, points, abstracts, month=month, since=since, most=most)
    subjects = [each for each in subjects if len(each.rows) >= LEAST_PAPERS]
    subjects, named = _unknown(subjects, phrases, points, abstracts, levels[0])
    holds = _holds(subjects, len(points))
    middles, weights = _middles(holds, points), set_weights(phrases, holds)
    similarity = _similarity(holds, points, middles)
    group = np.repeat(np.arange(len(subjects)), np.diff(holds.indptr))
    groups = _placed(subjects, group, holds, similarity, papers, levels)
    return Newborns(
        groups=_described(groups, named, weights, phrases, levels[0].groups).assign(
            debris=debris_reasons(marks.iloc[holds.indices], group, len(subjects))
        ),
        weights=weights,
        paper=holds.indices.astype(np.int64),
        group=group,
        similarity=similarity,
        middles=middles,
    )


def _unknown(
    subjects: list[Grown],
    phrases: Phrases,
    points: np.ndarray,
    abstracts: pd.Series,
    niches: Level,
) -> tuple[list[Grown], list[tuple[list[str], list[str]]]]:
    """Return the subjects that no niche of the partition is, and what each may be called."""
    weights = set_weights(phrases, _holds(subjects, len(points)))
    sizes = np.bincount(niches.label, minlength=len(niches.groups))
    likely = [columns for columns, _ in candidates(phrases, weights)]
    named = [
        _named(each, weights[[row]], likely[row], phrases, points, abstracts)
        for row, each in enumerate(subjects)
    ]
    names = niches.groups["name"].str.lower().to_numpy()
    new = [
        not _is_known(subject, written_form(options[0], texts), niches.label, names, sizes)
        for subject, (options, texts) in zip(subjects, named, strict=True)
    ]
    return list(compress(subjects, new)), list(compress(named, new))


def _named(
    subject: Grown,
    weights: csr_array,
    likely: np.ndarray,
    phrases: Phrases,
    points: np.ndarray,
    abstracts: pd.Series,
) -> tuple[list[str], list[str]]:
    """Return what a subject may be called, and the texts to be asked how that is written.

    First come its own phrases, those that find most of its papers, and rather long ones, and what
    the first is abbreviated to; then others that would find them.
    """
    holds = _holds([subject], len(points))
    weight = np.array([weights[0, column] for column in subject.columns])
    value = weight * LENGTH_PREFERENCE[phrases.lengths[subject.columns]]
    own = np.array(subject.columns)[np.argsort(-value, kind="stable")]
    fit = _similarity(holds, points, _middles(holds, points))
    central = subject.rows[np.argsort(-fit, kind="stable")][:TEXTS_READ]
    columns = dict.fromkeys([*own.tolist(), *likely.tolist()])
    first, *others = [phrases.texts[c] for c in columns]
    options = [first, *_abbreviations(first, phrases.variants.get(first, ())), *others]
    return options, abstracts.iloc[central].tolist()


def _abbreviations(phrase: str, writings: Iterable[str]) -> list[str]:
    """List what stands for a phrase of three words or more; ``KG`` alone says little."""
    words = phrase.split()
    return [each for each in writings if len(words) > 2 and stands_for(each, words)]


def _is_known(
    subject: Grown, name: str, label: np.ndarray, names: np.ndarray, sizes: np.ndarray
) -> bool:
    """Tell whether a niche of the partition, of these names and sizes, is the same thing."""
    rows = subject.rows
    shared = np.bincount(label[rows], minlength=len(sizes))
    jaccard = shared / (sizes + len(rows) - shared)
    alike = names == name.lower()
    alike |= shared >= INSIDE * len(rows)
    return bool((jaccard >= np.where(alike, ALIKE, KNOWN)).any())


def _placed(
    subjects: list[Grown],
    group: np.ndarray,
    holds: csr_array,
    similarity: np.ndarray,
    papers: pd.DataFrame,
    levels: Sequence[Level],
) -> pd.DataFrame:
    """Identify each newborn, and place it under the subfield that holds most of its papers."""
    parents = levels[1]
    held = [int(np.bincount(parents.label[each.rows]).argmax()) for each in subjects]
    ids = group_ids(papers["id"].iloc[holds.indices], group, similarity) if subjects else []
    return pd.DataFrame(
        {
            "niche_id": [levels[0].name[0] + each for each in ids],
            "parent_id": parents.groups["niche_id"].to_numpy()[held].tolist() if held else [],
        }
    )


def _described(
    groups: pd.DataFrame,
    named: list[tuple[list[str], list[str]]],
    weights: csr_array,
    phrases: Phrases,
    niches: pd.DataFrame,
) -> pd.DataFrame:
    """Name newborns beside the niches of the partition, and list the words that set them apart."""
    chosen = _different(named, niches["name"])
    names = [written for _, written in chosen]
    by_phrase = csc_array(phrases.in_papers)
    own = [phrase for phrase, _ in chosen]
    terms = choose_terms(phrases, weights, own, by_phrase=by_phrase)
    described = groups.assign(
        name=names,
        slug=make_slugs(names, "", taken=niches["slug"]),
        terms=pd.Series(terms, dtype=object),
        coherence=coherence(by_phrase, columns_of(phrases, terms)),
    )
    return described[["niche_id", "name", "slug", "terms", "parent_id", "coherence"]]


def _holds(subjects: list[Grown], n_papers: int) -> csr_array:
    """Return which papers each subject holds, of shape (n_subjects, n_papers)."""
    rows = [each.rows for each in subjects]
    indices = np.concatenate([np.empty(0, dtype=np.int64), *rows])
    indptr = np.cumsum([0, *map(len, rows)])
    ones = np.ones(len(indices), dtype=np.float32)
    return csr_array((ones, indices, indptr), shape=(len(rows), n_papers))


def _different(
    named: list[tuple[list[str], list[str]]], taken: Iterable[str]
) -> list[tuple[str, str]]:
    """Choose the first phrase for each newborn that no niche is called, and its writing."""
    used, chosen = {name.lower() for name in taken}, []
    for options, texts in named:
        names = chain(options[:1], _in_its_place(options))
        forms = ((option, written_form(option, texts)) for option in names)
        numbered = ((options[0], f"{options[0]} {number}") for number in count(2))
        pair = next(each for each in chain(forms, numbered) if each[1].lower() not in used)
        used.add(pair[1].lower())
        chosen.append(pair)
    return chosen


def _in_its_place(options: list[str]) -> list[str]:
    """List what a newborn may be called if its own phrase is taken.

    What abbreviates it comes first. No piece of that phrase, and not the phrase with a word that
    says nothing: neither ``time scaling`` nor ``test time scaling method`` for ``test time
    scaling``. Of the best, those come first that share most words with it.

    >>> _in_its_place(["red kite", "kite", "red kite method", "snow", "kite flight"])
    ['kite flight', 'snow']
    >>> _in_its_place(["red fox kite", "rfk", "snow", "red fox tail"])
    ['rfk', 'red fox tail', 'snow']
    """
    wanted, weak = options[0], weak_words()
    own = set(wanted.split())
    others = [
        each
        for each in options[1:]
        if f" {each} " not in f" {wanted} "
        and not (f" {wanted} " in f" {each} " and weak.issuperset(set(each.split()) - own))
    ]
    short = [each for each in others[:1] if stands_for(each, wanted.split())]
    near = others[len(short) : OTHER_NAMES]
    near.sort(key=lambda each: -len(own.intersection(each.split())))
    return [*short, *near, *others[OTHER_NAMES:]]


def _middles(holds: csr_array, points: np.ndarray) -> np.ndarray:
    middles = np.asarray(holds @ points)
    middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-12)
    return middles.astype(np.float32)


def _similarity(holds: csr_array, points: np.ndarray, middles: np.ndarray) -> np.ndarray:
    """Return the cosine of each paper that is held with the middle of its subject."""
    group = np.repeat(np.arange(holds.shape[0]), np.diff(holds.indptr))
    return np.einsum("ij,ij->i", points[holds.indices], middles[group]).astype(np.float32)
