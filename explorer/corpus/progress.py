"""How long work says how far it is; who shows it is the caller's business."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int | None], None]
"""Called as ``progress(step, done, total)``; ``total`` is ``None`` while unknown."""


def silent(step: str, done: int, total: int | None) -> None:
    """Show nothing."""
