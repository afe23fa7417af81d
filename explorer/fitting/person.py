"""A person as an analysis can see them: where their texts lie, and which of its words they use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.fitting.own_papers import own_papers

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from scipy.sparse import csr_array

    from explorer.plans.profile import Profile
    from explorer.topics.embedding import Embedding

MOST_PAPERS = 200
"""Own papers that are read, the newest first."""

MOST_WORDS = 400
"""Words of a person that are looked for, those that are most their own first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text that says what a person cares for."""

    kind: str
    """``words``, ``abstract``, ``work``, ``paper`` or ``data``."""
    label: str
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What a run's model makes of a profile."""

    sources: tuple[Source, ...]
    """The texts of which the model knows a word."""
    points: np.ndarray
    """float32 of shape (n_sources, n_dimensions), rows of unit length."""
    terms: np.ndarray
    """Shape (n_words,): columns of the model's vocabulary that the texts use."""
    weights: np.ndarray
    """float32 of shape (n_words,): the largest TF-IDF weight of each in one text."""
    paper_ids: tuple[str, ...]
    """Own papers that are held."""


def read_person(store: Path, profile: Profile, embedding: Embedding) -> Person:
    """Place a person's texts with a run's frozen model."""
    import numpy as np

    from explorer.topics.embedding import transform

    own, ids = _own_papers(store, profile.author)
    every = [*_said(profile), *own]
    counts = _counted(every, embedding)
    known = np.flatnonzero(np.diff(counts.indptr))
    sources = tuple(every[row] for row in known)
    terms, weights = _own_words(counts, embedding)
    return Person(
        sources=sources,
        points=transform(counts[known], embedding),
        terms=terms,
        weights=weights,
        paper_ids=ids,
    )


def _said(profile: Profile) -> list[Source]:
    return [
        *(Source(kind="words", label=each, text=each) for each in profile.phrases),
        *(Source(kind="abstract", label=_begin(each), text=each) for each in profile.abstracts),
        *(
            Source(kind="work", label=each.title, title=each.title, text=each.text)
            for each in profile.works
        ),
    ]


def _own_papers(store: Path, name: str) -> tuple[list[Source], tuple[str, ...]]:
    if not name:
        return [], ()
    papers = own_papers(store, name)
    rows = papers.head(MOST_PAPERS).to_dict("records")
    sources = [
        Source(kind="paper", label=row["title"], title=row["title"], text=row["abstract"])
        for row in rows
    ]
    return sources, tuple(papers["id"])


def _counted(sources: list[Source], embedding: Embedding) -> csr_array:
    from explorer.topics.tokens import tokenize
    from explorer.topics.vocabulary import count_terms

    titles, texts = [each.title for each in sources], [each.text for each in sources]
    return count_terms(tokenize(titles, texts), embedding.vocabulary)


def _own_words(counts: csr_array, embedding: Embedding) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np

    from explorer.topics.embedding import tfidf

    weighed = tfidf(counts, embedding.idf)
    weights = np.zeros(weighed.shape[1], dtype=np.float32)
    np.maximum.at(weights, weighed.indices, weighed.data)
    terms = np.argsort(-weights, kind="stable")[:MOST_WORDS]
    terms = np.sort(terms[weights[terms] > 0])
    return terms, weights[terms]


def _begin(text: str) -> str:
    words = text.split()
    return " ".join(words[:10]) + ("…" if len(words) > 10 else "")
