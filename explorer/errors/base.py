"""The root of the tree."""

from __future__ import annotations


class ExplorerError(Exception):
    """Anything this program raises on purpose."""


class RefreshIncompleteError(ExplorerError):
    """A refresh went wrong, wholly or in part; says what its process told."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told

    def __str__(self) -> str:
        return f"{self.told} (what was finished is kept; `explorer refresh` goes on from there)"
