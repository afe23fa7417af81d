"""How authors are written, in either order and with all that stands beside a name."""

from __future__ import annotations

import re

_SUFFIX = re.compile(r"(?:[js]r|esq)\.?|i{2,3}|iv|vi{1,3}", re.IGNORECASE)
_TEAM = re.compile(
    r"\b(?:collaborations?|consortium|group|team|(?:for|of) the|on behalf|et al)\b", re.IGNORECASE
)
_PARENTHESIS = re.compile(r"\s*\([^()]*\)")
_AND = re.compile(r",?\s+(?:and|&)\s+")


def split_names(text: str) -> tuple[str, ...]:
    """Split the authors of a paper and put each name in the order ``First Last``.

    Names are parted by semicolons. Without one, ``Ada Byron, Bo Li and Cy Fox`` are three people,
    as all parts have two words, and ``Byron, Ada`` is one. What stands in parentheses, such as an
    affiliation, is left out.
    """
    text = without_affiliations(text)
    if ";" in text:
        names = text.split(";")
    else:
        sides = _AND.split(text)
        sides = sides if all(map(_has_two_words, sides)) else [text]
        names = [name for side in sides for name in _commas_split(side)]
    return tuple(name for name in map(natural_order, names) if name)


def listed_names(text: str) -> tuple[str, ...]:
    """Split ``A. Byron, B. Li and C. Fox Jr.``, arXiv's own list, in which no name is turned."""
    listed = without_affiliations(text).replace(";", ",")
    names: list[str] = []
    for part in re.split(r",\s+(?:and\s+)?|\s+and\s+", listed):
        if names and _SUFFIX.fullmatch(part.strip()):
            names[-1] += f" {part.strip()}"
        elif part.strip():
            names.append(part.strip())
    return tuple(names)


def natural_order(name: str) -> str:
    """Turn ``Byron, Ada`` and ``King, Jr., Martin`` round; what has no such form stays."""
    if "," not in name:
        return name.strip()
    parts = [part for part in map(str.strip, name.split(",")) if part]
    own = [part for part in parts if not _SUFFIX.fullmatch(part)]
    if not 0 < len(own) < 3 or any(map(_TEAM.search, own)):
        return ", ".join(parts)
    return " ".join([*own[::-1], *(part for part in parts if part not in own)])


def without_affiliations(text: str) -> str:
    """Leave out what stands in parentheses, however deep: ``Ada Byron (1) ((1) London)``."""
    while text != (shorter := _PARENTHESIS.sub("", text)):
        text = shorter
    return text


def _commas_split(text: str) -> list[str]:
    """Split at commas if every part is a name of its own."""
    parts = text.split(",")
    own = [part for part in parts if not _SUFFIX.fullmatch(part.strip())]
    return list(listed_names(text)) if len(own) > 1 and all(map(_may_be_whole, own)) else [text]


def _may_be_whole(part: str) -> bool:
    """Say whether a part is more than a surname; ``van der Berg`` is one, by its beginning."""
    return _has_two_words(part) and not part.split(maxsplit=1)[0].islower()


def _has_two_words(part: str) -> bool:
    return len(part.split()) > 1 and not _TEAM.search(part)
