"""How a name is written: plural, hyphens, capitals, as most papers of the group write it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

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
    inside: Counter[str] = Counter()
    at_start: Counter[str] = Counter()
    for match in occurrences(phrase, texts):
        before = match.string[: match.start()].rstrip()
        spelled = " ".join(match.group().split())
        if before and before[-1] not in ".?!":
            inside[spelled] += 1
        else:
            at_start[_uncapitalised(spelled)] += 1
    found = inside or at_start
    return min(found, key=lambda spelled: (-found[spelled], spelled)) if found else phrase


def occurrences(phrase: str, texts: Sequence[str]) -> Iterator[re.Match[str]]:
    """Find where texts use a phrase of roots, in any spelling.

    As ``finditer`` finds them; the pattern is only tried where its first letters stand, which are
    looked for in small letters. Beyond ASCII those may be more letters, or fewer.
    """
    pattern = re.compile(rf"\b{spellings(phrase)}\b", re.IGNORECASE)
    words = phrase.lower().split() if phrase.isascii() else []
    first = _stem(words[0]) if words else ""
    for text in texts:
        if not (first and text.isascii()):
            yield from pattern.finditer(text)
            continue
        small = text.lower()
        place = small.find(first)
        while place >= 0:
            match = pattern.match(text, place)
            if match:
                yield match
            place = small.find(first, match.end() if match else place + 1)


def spellings(phrase: str) -> str:
    """Return a regular expression for the ways to write a phrase of roots."""
    words = (re.escape(_stem(word)) for word in phrase.split())
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


def _stem(root: str) -> str:
    """Return what all spellings of a root begin with."""
    return root[:-1] if root.endswith("y") else root


def _uncapitalised(spelled: str) -> str:
    return spelled[0].lower() + spelled[1:] if spelled[1:].islower() else spelled
