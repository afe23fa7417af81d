"""Parts of a profile as a person types them: several texts or lines in one field, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from explorer.plans.profile import Deadline
from explorer.plans.profile_json import read_day

if TYPE_CHECKING:
    from collections.abc import Sequence


def abstracts_as_typed(abstracts: Sequence[str]) -> str:
    """Write texts with an empty line between two; empty lines within a text are left out."""
    return "\n\n".join(re.sub(r"\n\s*\n", "\n", text) for text in abstracts)


def split_abstracts(typed: str) -> tuple[str, ...]:
    """Part texts at empty lines."""
    return tuple(filter(None, map(str.strip, re.split(r"\n[^\S\n]*\n", typed))))


def deadlines_as_typed(deadlines: Sequence[Deadline]) -> str:
    """Write one deadline a line: the day, then what it is."""
    return "\n".join(f"{each.day} {each.what}".strip() for each in deadlines)


def split_deadlines(typed: str) -> tuple[Deadline, ...]:
    """Read a day and what it is from each line.

    Raises
    ------
    BadProfileError
        If a line does not begin with a day.
    """
    lines = [line.strip().partition(" ") for line in typed.splitlines() if line.strip()]
    return tuple(Deadline(day=read_day(day), what=what.strip()) for day, _, what in lines)
