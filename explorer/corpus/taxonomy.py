"""ArXiv's categories: their names, what a person may call them, and which belong to a paper.

The list in ``taxonomy.csv`` holds today's categories and the archives that old papers still name.
Codes and names follow arXiv's own taxonomy; ``since`` is the month in which arXiv announced the
category (info.arxiv.org/new), left empty where no announcement is known. A category can hold
papers from before it began: arXiv lists some there later.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib.resources import files
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from explorer.errors import UnknownCategoryError

if TYPE_CHECKING:
    import pandas as pd

SIMILAR = 0.6
"""How alike, from 0 to 1, a code or name must be to be suggested; difflib's own default."""

MUCH_LESS = 0.2
"""Beside a suggestion, one that is less alike by so much only distracts."""


class _Category(NamedTuple):
    """One line of the list."""

    code: str
    name: str
    group: str
    since: str
    alias_of: str

    @property
    def archive(self) -> str:
        return self.code.partition(".")[0]

    @property
    def retired(self) -> bool:
        """Whether this is an archive of the 1990s, since then part of a category."""
        return bool(self.alias_of) and "." not in self.code


def read_taxonomy() -> pd.DataFrame:
    """Return every category that papers name.

    Columns: code | name | group | since (``YYYY-MM``, or empty) | alias_of (the category that
    arXiv treats it as, or empty).
    """
    import pandas as pd

    return pd.DataFrame(_categories().values(), columns=list(_Category._fields), dtype="str")


def check_categories(codes: Iterable[str]) -> list[str]:
    """Return the categories that a person means, spelled as papers list them, each once.

    Case does not matter, and a whole name (``robotics``) that only one category or archive bears
    is as good as its code. An archive (``cs`` or ``cs.*``) stands for all its categories. Where
    arXiv has two codes for one category (``cs.SY``, ``eess.SY``) a paper may list either, so the
    answer has both.

    Raises
    ------
    UnknownCategoryError
        At the first that arXiv does not have, with the nearest that it has.
    """
    by_spelling = {code.lower(): code for code in _categories()}
    members = _members_by_archive()
    found: dict[str, None] = {}
    for text in codes:
        wanted = " ".join(text.lower().split())
        wanted = _by_name().get(wanted, wanted)
        if wanted.removesuffix(".*") in members:
            chosen = members[wanted.removesuffix(".*")]
        elif wanted in by_spelling:
            chosen = [by_spelling[wanted]]
        else:
            raise UnknownCategoryError(text, _nearest(wanted))
        for code in chosen:
            found |= dict.fromkeys([code, *_twins().get(code, ())])
    return list(found)


@lru_cache(maxsize=65_536)
def listed_categories(primary: str, listed: str) -> tuple[str, ...]:
    """Return the categories named in a space-separated list, the primary one first.

    ArXiv's interfaces mix other things into that list: classes of the MSC and ACM schemes, and
    words that somebody typed there. Only what has the form of a category of a known archive stays,
    so that a category newer than our list is not lost.
    """
    codes = [code for code in listed.split() if _is_category(code)]
    if primary in codes:
        codes.insert(0, primary)
    return tuple(dict.fromkeys(codes))


@lru_cache(maxsize=65_536)
def _is_category(code: str) -> bool:
    if code in _categories():
        return True
    archive, dot, rest = code.partition(".")
    shaped = re.fullmatch(r"[A-Z]{2}|[a-z]+(-[a-z]+)*", rest)
    return bool(dot and shaped) and archive in _members_by_archive()


def oai_set(code: str) -> str:
    """Name the set of a category in arXiv's OAI-PMH interface, ``""`` if it has none of its own.

    A set is called ``group:archive:CATEGORY`` (``cs:cs:RO``, ``physics:astro-ph:GA``), or
    ``group:archive`` where the archive is one category (``physics:hep-th``). The group is
    ``physics`` for the archives of physics, and else has the name of its one archive. An archive
    that was split into categories (``astro-ph``) names the set of them all, not of its old papers,
    and archives of the 1990s have no sets any more.
    """
    category = _categories().get(code)
    if category is None or category.retired or code in _members_by_archive():
        return ""
    group = "physics" if category.group == "Physics" else category.archive
    return ":".join((group, *code.split(".")))


@cache
def _categories() -> dict[str, _Category]:
    text = files("explorer.corpus").joinpath("taxonomy.csv").read_text(encoding="utf-8")
    lines = csv.reader(text.splitlines()[1:])
    return {category.code: category for category in map(_Category._make, lines)}


@cache
def _members_by_archive() -> dict[str, list[str]]:
    """List the codes of each archive in use that has more than one."""
    members: dict[str, list[str]] = {}
    for category in _categories().values():
        members.setdefault(category.archive, []).append(category.code)
    return {archive: codes for archive, codes in members.items() if "." in codes[-1]}


@cache
def _by_name() -> dict[str, str]:
    """Say which code, in lower case, a name means, where it means but one; aliases do not count."""
    bearers: dict[str, set[str]] = {}
    for category in _categories().values():
        if not category.alias_of:
            bearers.setdefault(category.name.lower(), set()).add(category.code.lower())
    for archive, codes in _members_by_archive().items():
        bearers.setdefault(_categories()[codes[-1]].group.lower(), set()).add(archive)
    return {name: found.pop() for name, found in bearers.items() if len(found) == 1}


@cache
def _twins() -> dict[str, list[str]]:
    """Say under which other codes the papers of a category may be listed."""
    twins: dict[str, list[str]] = {}
    for category in _categories().values():
        if category.alias_of:
            twins.setdefault(category.code, []).append(category.alias_of)
            if not category.retired:
                twins.setdefault(category.alias_of, []).append(category.code)
    return twins


def _nearest(wanted: str) -> list[str]:
    """Find up to three categories or archives most like what was written, by code or by name."""
    archives = {
        archive: _categories()[codes[-1]].group for archive, codes in _members_by_archive().items()
    }
    named = archives | {kind.code: kind.name for kind in _categories().values() if not kind.retired}
    likeness = {code: _likeness(wanted, code.lower(), name.lower()) for code, name in named.items()}
    beginning = {code: _shared_beginning(wanted, code.lower()) for code in likeness}
    ranked = sorted(likeness, key=lambda code: (-likeness[code], -beginning[code], code))
    enough = max(SIMILAR, likeness[ranked[0]] - MUCH_LESS)
    return [code for code in ranked[:3] if likeness[code] >= enough]


def _likeness(wanted: str, code: str, name: str) -> float:
    """Say how surely a category is meant, from 0 to 1."""
    words = [code.rpartition(".")[2], *re.findall(r"\w+", name)]
    part = 0.9 + 0.1 * len(wanted) / len(name) if len(wanted) > 2 and wanted in name else 0.0
    by_word = max(0.9 * _ratio(wanted, word) for word in words)
    return max(_ratio(wanted, code), _ratio(wanted, name), by_word, part)


def _ratio(left: str, right: str) -> float:
    return SequenceMatcher(None, left, right).ratio()


def _shared_beginning(left: str, right: str) -> int:
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False))
    )
