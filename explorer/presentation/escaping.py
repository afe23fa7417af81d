"""Text from papers and people, made to read as text where Markdown is rendered."""

from __future__ import annotations

import re

from explorer.corpus.searching import BEGIN, END

JOINER = "\N{WORD JOINER}"
"""Invisible and without width: keeps two characters from being read as one sign."""

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")

SIGNS = re.compile(
    r"(?<=[-<>~=])(?=[->=])|(?<=:)(?=\S)|(?<=@)(?=\S)|(?<=\bwww)(?=\.)", re.IGNORECASE
)
"""Where Streamlit would make an arrow, a dash, an icon, an emoji or a link of plain text.

It does so after Markdown was parsed, so that a backslash is no help.
"""


FOUND = re.compile(rf"{BEGIN}(\w|\w[^{BEGIN}{END}]*\w){END}")


def plain(text: str) -> str:
    """Escape a text for one line of Streamlit's Markdown, in which it looks as it was written.

    Markup of all kinds stays visible: emphasis, links, HTML, LaTeX, colours, icons, emoji codes.
    Line breaks become spaces, and characters that cannot be seen are dropped.
    """
    seen = str(text)
    if not seen.isprintable():
        seen = "".join(c if c.isprintable() else " " for c in seen)
    flat = " ".join(seen.split())
    return PUNCTUATION.sub(r"\\\1", SIGNS.sub(JOINER, flat))


def marked(text: str) -> str:
    """Escape a text as ``plain`` does, and set in bold what stands between ``BEGIN`` and ``END``.

    What was found begins and ends with a letter or digit, so that nothing else can become bold.
    """
    pieces = FOUND.split(text)
    return "".join(
        f"**{plain(piece)}**" if number % 2 else _between_bold(piece)
        for number, piece in enumerate(pieces)
    ).strip()


def _between_bold(piece: str) -> str:
    """Escape a piece of a line, and keep the blanks at its ends."""
    before = " " if piece[:1].isspace() else ""
    after = " " if piece[-1:].isspace() else ""
    return f"{before}{plain(piece)}{after}"
