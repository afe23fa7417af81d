"""TeX's accents, read as the letters that they stand for.

Titles, abstracts and names reach arXiv as TeX or as Unicode, as their authors liked; a person who
looks for Poincaré means both. Formulas stay as they are.
"""

from __future__ import annotations

import re
import unicodedata

MARKS = {
    '"': "\u0308",
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "d": "\u0323",
    "b": "\u0331",
    "k": "\u0328",
    "r": "\u030a",
}
"""Combining marks by the commands that set them."""

LETTERS = {
    "AA": "Å",
    "AE": "Æ",
    "DH": "Ð",
    "DJ": "Đ",
    "L": "Ł",
    "NG": "Ŋ",
    "O": "Ø",
    "OE": "Œ",
    "TH": "Þ",
    "aa": "å",
    "ae": "æ",
    "dh": "ð",
    "dj": "đ",
    "i": "\N{LATIN SMALL LETTER DOTLESS I}",
    "l": "ł",
    "ng": "ŋ",
    "o": "ø",
    "oe": "œ",
    "ss": "ß",
    "th": "þ",
}
"""Letters by the commands that make them."""

_KEPT = r"\\[\\${}]|\$[^$]*\$|/\\~"
_BASE = r"[A-Za-z]|\\[ij](?![A-Za-z]) ?"
_ACCENT = rf"\\(?:[\"'`^~=.]|[uvHcdbkr](?: |(?=[{{\\])))(?:\{{ ?(?:{_BASE}) ?\}}|{_BASE})"
_LETTER = rf"\\(?:{'|'.join(LETTERS)})(?![A-Za-z(])(?:\{{\}}| )?"
_WRITTEN = re.compile(rf"(?P<kept>{_KEPT})|\{{(?:{_ACCENT}|{_LETTER})\}}|{_ACCENT}|{_LETTER}")
_MAYBE = re.compile(rf"\\(?:[\"'`^~=.]|(?:[uvHcdbkr]|{'|'.join(LETTERS)})(?![A-Za-z]))")
"""Found quickly, and hardly ever in a text without accents."""


def letters(text: str) -> str:
    r"""Replace what TeX makes a letter of: ``Poincar\'e``, ``G{\"o}del``, ``\L{}ojasiewicz``.

    Escaped signs, addresses such as ``/\~ada`` and everything between dollars stay; so do accents
    that no single letter bears.
    """
    return _WRITTEN.sub(_letter, text) if _MAYBE.search(text) else text


def _letter(found: re.Match[str]) -> str:
    written = found[0]
    if found["kept"]:
        return written
    command = written.translate(_BRACES).strip()[1:]
    if command in LETTERS:
        return LETTERS[command]
    letter = unicodedata.normalize("NFC", command[1:].strip(" \\") + MARKS[command[0]])
    return letter if len(letter) == 1 else written


_BRACES = str.maketrans("", "", "{}")
