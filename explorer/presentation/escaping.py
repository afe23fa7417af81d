"""Text from papers and people, made to read as text where Markdown is rendered."""

from __future__ import annotations

import re

JOINER = "\N{WORD JOINER}"
"""Invisible and without width: keeps two characters from being read as one sign."""

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")

SIGNS = re.compile(
    r"(?<=[-<>~=])(?=[->=])|(?<=:)(?=\S)|(?<=@)(?=\S)|(?<=\bwww)(?=\.)", re.IGNORECASE
)
"""Where Streamlit would make an arrow, a dash, an icon, an emoji or a link of plain text.

It does so after Markdown was parsed, so that a backslash is no help.
"""


def plain(text: str) -> str:
    """Escape a text for one line of Streamlit's Markdown, in which it looks as it was written.

    Markup of all kinds stays visible: emphasis, links, HTML, LaTeX, colours, icons, emoji codes.
    Line breaks become spaces, and characters that cannot be seen are dropped.
    """
    flat = " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
    return PUNCTUATION.sub(r"\\\1", SIGNS.sub(JOINER, flat))
