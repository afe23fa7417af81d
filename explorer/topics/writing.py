"""How a name is written: plural, hyphens, capitals, as most papers of the group write it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

TEXTS_READ = 80
"""Papers of a group that are read for its name, the most central ones."""


def written_form(phrase: str, texts: Sequence[str]) -> str:
    """Return a phrase of roots as most of ``texts`` write it: plural, hyphens, capitals.

    What stands at the start of a sentence says nothing of capitals, and is asked only where the
    phrase stands nowhere else.

    >>> written_form("lstm network", ["LSTM networks win.", "Big LSTM networks"])
    'LSTM networks'
    """
    pattern = re.compile(rf"\b{spellings(phrase)}\b", re.IGNORECASE)
    inside: Counter[str] = Counter()
    at_start: Counter[str] = Counter()
    for text in texts:
        for match in pattern.finditer(text):
            before = text[: match.start()].rstrip()
            spelled = " ".join(match.group().split())
            if before and before[-1] not in ".?!":
                inside[spelled] += 1
            else:
                at_start[_uncapitalised(spelled)] += 1
    found = inside or at_start
    return min(found, key=lambda spelled: (-found[spelled], spelled)) if found else phrase


def spellings(phrase: str) -> str:
    """Return a regular expression for the ways to write a phrase of roots."""
    words = (re.escape(w[:-1] if w.endswith("y") else w) for w in phrase.split())
    return r"[\s-]+".join(rf"{word}(?:y|ies|e?s)?" for word in words)


def written_names(
    abstracts: pd.Series, label: np.ndarray, similarity: np.ndarray, names: Sequence[str]
) -> list[str]:
    """Write the name of each group as its most central papers do, all different.

    Parameters
    ----------
    label : ndarray of shape (n_papers,), int
    similarity : ndarray of shape (n_papers,)
        Of each paper with the middle of its group.
    """
    order = np.lexsort((-similarity, label))
    bounds = np.searchsorted(label[order], np.arange(len(names) + 1))
    texts = abstracts.to_numpy()
    written: list[str] = []
    seen: set[str] = set()
    for group, name in enumerate(names):
        rows = order[bounds[group] : bounds[group + 1]][:TEXTS_READ]
        form = written_form(name, texts[rows].tolist())
        form = name if form.lower() in seen else form
        seen.add(form.lower())
        written.append(form)
    return written


def _uncapitalised(spelled: str) -> str:
    return spelled[0].lower() + spelled[1:] if spelled[1:].islower() else spelled
