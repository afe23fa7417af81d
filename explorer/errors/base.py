"""The root of the tree."""

from __future__ import annotations


class ExplorerError(Exception):
    """Anything this program raises on purpose."""
