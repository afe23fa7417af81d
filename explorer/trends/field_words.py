"""Words that tell a field from others."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from explorer.topics.phrases import Phrases
from explorer.trends.fields import Fields, window

RECENT = 24
"""Months whose papers are looked at."""


def field_words(
    phrases: Phrases, fields: Fields, month: np.ndarray, *, last: int, most: int
) -> list[list[str]]:
    """Find the single words that are used most, and more than elsewhere, in each field.

    Parameters
    ----------
    last : int
        The last whole month.
    most : int
        Words of each field.
    """
    words = np.flatnonzero((phrases.lengths == 1) & ~phrases.weak)
    recent = window(month, last, RECENT)
    uses = csr_array(phrases.in_papers[:, words])
    counts, size = fields.counts(uses, recent), np.maximum(fields.sizes(recent), 1)
    whole = np.asarray(uses[np.flatnonzero(recent)].sum(axis=0)).ravel()
    expected = size[:, None] * whole / max(int(recent.sum()), 1)
    ratio = np.log((counts + 1) / (expected + 1))
    weight = counts * ratio
    found = []
    for row in weight:
        best = np.argsort(-row, kind="stable")[:most]
        found.append([phrases.texts[words[i]] for i in best.tolist() if row[i] > 0])
    return found
