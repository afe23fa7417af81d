"""How a name is written: plural, hyphens, capitals, as most papers of the group write it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from operator import itemgetter

import numpy as np
import pandas as pd

from explorer.topics.naming import nested
from explorer.topics.stop_words import stop_words

TEXTS_READ = 80
"""Papers of a group that are read for its name, the most central ones."""

ALWAYS, LEAST_USES = 0.6, 5
"""Share of its uses in which other words stand beside a phrase for them to belong to it, and uses
that say so."""

MOST_WORDS = 5
"""Words of a name beyond which no more are taken."""

NEAR = 80
"""Characters around a phrase that are looked at."""

WORD_BEFORE = re.compile(r"(?P<all>(?P<word>(?:[A-Za-z0-9]+-)*[A-Za-z][A-Za-z0-9]+))[ -]$")
WORDS_AFTER = re.compile(
    r"^[ -](?P<all>(?:of )?(?P<word>(?:[A-Za-z0-9]+-)*[A-Za-z][A-Za-z0-9]+))\b"
)


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


def completed(phrase: str, texts: Sequence[str]) -> str:
    """Return a phrase of roots with the words that nearly always stand beside it.

    >>> completed("distributed denial", ["a distributed denial of service"] * 5)
    'distributed denial of service'
    """
    if " " not in phrase:
        return phrase
    uses = [
        (each.string[max(each.start() - NEAR, 0) : each.start()], each.string[each.end() :][:NEAR])
        for each in occurrences(phrase, texts)
    ]
    if len(uses) < LEAST_USES:
        return phrase
    least, words, before = ALWAYS * len(uses), len(phrase.split()), ""
    for _ in range(MOST_WORDS - words):
        if phrase == before:
            break
        before = phrase
        for pattern, side in ((WORD_BEFORE, 0), (WORDS_AFTER, 1)):
            found = Counter(map(partial(_beside, pattern), (each[side] for each in uses)))
            found.pop("", None)
            text, times = max(found.items(), key=itemgetter(1), default=("", 0))
            if times >= least:
                uses = [
                    _moved(each, side, text)
                    for each in uses
                    if _beside(pattern, each[side]) == text
                ]
                phrase = f"{phrase} {text}" if side else f"{text} {phrase}"
    return phrase


def _beside(pattern: re.Pattern[str], text: str) -> str:
    """Return the content word that stands next, with the ``of`` that leads to it; or nothing."""
    match = pattern.search(text)
    return "" if not match or match["word"].lower() in stop_words() else match["all"].lower()


def _moved(use: tuple[str, str], side: int, text: str) -> tuple[str, str]:
    """Take a word that stands beside a phrase out of the text around it."""
    before, after = use
    return (before, after[len(text) + 1 :]) if side else (before[: -len(text) - 1], after)


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

    A fragment is completed, unless it would then stand inside another name or hold one.

    Parameters
    ----------
    label : ndarray of shape (n_papers,), int
    similarity : ndarray of shape (n_papers,)
        Of each paper with the middle of its group.
    """
    order = np.lexsort((-similarity, label))
    bounds = np.searchsorted(label[order], np.arange(len(names) + 1))
    written: list[str] = []
    whole = list(names)
    seen: set[str] = set()
    for group, name in enumerate(names):
        rows = order[bounds[group] : bounds[group + 1]][:TEXTS_READ]
        central = abstracts.iloc[rows].tolist()
        longer = completed(name, central)
        others = (other for i, other in enumerate(whole) if i != group)
        if longer != name and not any(nested(longer, other) for other in others):
            whole[group] = longer
        form = written_form(whole[group], central)
        form = name if form.lower() in seen else form
        seen.add(form.lower())
        written.append(form)
    return written


def _stem(root: str) -> str:
    """Return what all spellings of a root begin with."""
    return root[:-1] if root.endswith("y") else root


def _uncapitalised(spelled: str) -> str:
    return spelled[0].lower() + spelled[1:] if spelled[1:].islower() else spelled
