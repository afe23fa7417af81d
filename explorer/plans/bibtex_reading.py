"""Titles, abstracts and keywords out of a BibTeX file, however it is written.

Nothing calls itself, and entries and values have a largest size, so that no file takes long. What
cannot be read as an entry is passed over.
"""

from __future__ import annotations

import re

from explorer.corpus.accents import letters
from explorer.errors import ProfileFileError
from explorer.plans.profile import LONGEST_TEXT, LONGEST_WORDS, MOST_WORKS, Work
from explorer.plans.records import clean_text

LARGEST = 5_000_000
"""Bytes of a file; a thousand entries with abstracts have about two."""

MOST_TRIED = 5_000
"""Entries, with or without a title."""

LONGEST_VALUE = 20_000
"""Characters of a field; one that is never closed is cut there, or where an entry begins a line."""

LONGEST_KEY, MOST_FIELDS, MOST_JOINED = 500, 200, 50
"""Of an entry: characters before its first field, fields, and values joined to one."""

NO_ENTRIES = frozenset({"comment", "preamble", "string"})

READ = ("title", "abstract", "keywords")

_ENTRY = re.compile(r"@\s*([A-Za-z]{1,40})\s*([{(])")
_FIELD = re.compile(r"([A-Za-z][\w:-]{0,40})\s*=\s*")
_COMMAND = re.compile(r"\\(?:emph|text\w{2,4}|mathrm|mathbf|url|href)\b|\\(?=[&%$#_{}])")


def read_bibtex(data: bytes, *, name: str) -> tuple[Work, ...]:
    """Read the works that a file names, each title once, in the order of the file.

    Raises
    ------
    ProfileFileError
        If it is too large, no text, or holds no title.
    """
    if len(data) > LARGEST:
        raise ProfileFileError(name, f"it is larger than {LARGEST // 1_000_000} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    works: dict[str, Work] = {}
    at = tried = 0
    while (entry := _ENTRY.search(text, at)) is not None:
        kind, at, tried = entry[1].lower(), entry.end(), tried + 1
        if tried > MOST_TRIED:
            raise ProfileFileError(name, f"it has more than {MOST_TRIED:,} entries")
        if kind in NO_ENTRIES:
            continue
        found, at = _fields(text, at)
        if found.get("title"):
            work = _work(found)
            works.setdefault(work.title.casefold(), work)
    if not works:
        raise ProfileFileError(name, "no entry with a title is in it; a BibTeX file is expected")
    if len(works) > MOST_WORKS:
        reason = f"it has {len(works):,} entries with a title and {MOST_WORKS:,} fit"
        raise ProfileFileError(name, reason)
    return tuple(works.values())


def _work(found: dict[str, str]) -> Work:
    text = " ".join(filter(None, (found.get("abstract", ""), found.get("keywords", ""))))
    return Work(title=found["title"][:LONGEST_WORDS].strip(), text=text[:LONGEST_TEXT].strip())


def _fields(text: str, at: int) -> tuple[dict[str, str], int]:
    """Read the fields of an entry that begins here; return them and where it ends.

    An entry that is cut off ends where the next begins a line.
    """
    found: dict[str, str] = {}
    comma = text.find(",", at, at + LONGEST_KEY)
    next_entry = text.find("\n@", at, at + LONGEST_KEY)
    if comma < 0 or 0 <= next_entry < comma:
        return found, at
    at = comma + 1
    for _ in range(MOST_FIELDS):
        at = _past_blanks(text, at)
        match = _FIELD.match(text, at)
        if match is None:
            return found, at
        value, at = _value(text, match.end())
        name = match[1].lower()
        if name in READ:
            found.setdefault(name, _plain(value))
    return found, at


def _value(text: str, at: int) -> tuple[str, int]:
    """Read braces, quotes, numbers and names, joined by ``#``; return it and what follows."""
    parts: list[str] = []
    for _ in range(MOST_JOINED):
        at = _past_blanks(text, at, also="")
        part, at = _braced(text, at) if text[at : at + 1] in {"{", '"'} else _bare(text, at)
        parts.append(part)
        after = _past_blanks(text, at, also="")
        if text[after : after + 1] != "#":
            return " ".join(parts), after
        at = after + 1
    return " ".join(parts), at


_MARKS = re.compile(r'\\.|[{}"]', re.DOTALL)
_BARE_END = re.compile(r'[\s,#{}()"=]')


def _braced(text: str, at: int) -> tuple[str, int]:
    """Read up to the brace or quote that closes; what is never closed ends with the next entry."""
    quoted, depth, start = text[at] == '"', 0, at + 1
    end = text.find("\n@", start, start + LONGEST_VALUE)
    end = min(len(text), start + LONGEST_VALUE) if end < 0 else end
    for mark in _MARKS.finditer(text, start, end):
        sign = mark[0]
        if sign == "{":
            depth += 1
        elif sign == "}" and depth:
            depth -= 1
        elif depth == 0 and sign == ('"' if quoted else "}"):
            return text[start : mark.start()], mark.end()
    return text[start:end], end


def _bare(text: str, at: int) -> tuple[str, int]:
    end = _BARE_END.search(text, at, at + LONGEST_VALUE)
    stop = min(len(text), at + LONGEST_VALUE) if end is None else end.start()
    return text[at:stop], stop


_BLANKS = re.compile(r"\s*")
_BLANKS_AND_COMMAS = re.compile(r"[\s,]*")


def _past_blanks(text: str, at: int, *, also: str = ",") -> int:
    found = (_BLANKS_AND_COMMAS if also else _BLANKS).match(text, at)
    return at if found is None else found.end()


def _plain(value: str) -> str:
    """Return a value as a person reads it: accents as letters, no braces, one line."""
    read = _COMMAND.sub("", letters(value)).replace("{", "").replace("}", "")
    return " ".join(clean_text(read).split())
