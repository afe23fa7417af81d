"""What a group was about some years ago, in the words of that time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from explorer.topics.naming import candidates
from explorer.topics.phrases import Phrases
from explorer.topics.weighing import phrase_weights
from explorer.topics.word_lists import apart

FEWEST = 5
"""Papers that a group must have had by then."""

YEARS_BACK = 3
"""Years ago of which a group is asked what it was about."""


def early_papers(papers: pd.DataFrame) -> np.ndarray:
    """Tell which papers are older than ``YEARS_BACK`` years, counted from the newest month."""
    if "month" not in papers:
        return np.zeros(len(papers), dtype=bool)
    month = papers["month"].to_numpy(dtype=str)
    newest = str(papers["month"].max())
    return month <= f"{int(newest[:4]) - YEARS_BACK:04d}{newest[4:]}"


def earlier_words(
    phrases: Phrases, labels: np.ndarray, n_groups: int, early: np.ndarray, *, n_terms: int = 8
) -> pd.DataFrame:
    """List the phrases that set each group's early papers apart from all other early papers.

    Parameters
    ----------
    labels : ndarray of shape (n_papers,), int
    early : ndarray of shape (n_papers,), bool

    Returns
    -------
    DataFrame
        ``group``, ``term`` (a phrase), ``weight``; by group, heaviest first, none inside another.
        Nothing for groups that had fewer than ``FEWEST`` papers.
    """
    rows = np.flatnonzero(early)
    found: list[tuple[int, str, float]] = []
    if len(rows):
        then = replace(
            phrases,
            in_papers=csr_array(phrases.in_papers[rows]),
            in_titles=csr_array(phrases.in_titles[rows]),
        )
        size = np.bincount(labels[rows], minlength=n_groups)
        weights = phrase_weights(then, labels[rows], n_groups)
        for group, (columns, value) in enumerate(candidates(then, weights)):
            if size[group] >= FEWEST:
                texts = [phrases.texts[column] for column in columns.tolist()]
                found += [(group, texts[i], float(value[i])) for i in apart(texts, n_terms)]
    return pd.DataFrame(found, columns=["group", "term", "weight"]).astype(
        {"group": "int64", "term": "object", "weight": "float64"}
    )
