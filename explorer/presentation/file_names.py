"""Names of the files that pages offer, in letters that every system takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_NAME = 80
"""Characters of a file's name before its ending."""


def file_name(slugs: Sequence[str]) -> str:
    """Name a file after niches, without its ending."""
    kept = "-and-".join(
        "".join(c for c in slug if c.isascii() and c not in '/\\:*?"<>|') for slug in slugs
    )
    return kept[:LONGEST_NAME].strip(". -") or "niche"
