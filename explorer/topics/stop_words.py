"""Words that say nothing about a subject, or nothing alone."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def stop_words() -> frozenset[str]:
    """Return grammar, academic habit and style of the day: no term contains them."""
    return _read("stop_words.txt")


@cache
def weak_words() -> frozenset[str]:
    """Return words that are terms only together with a stronger one."""
    return _read("weak_words.txt")


@cache
def foreign_words() -> frozenset[str]:
    """Return function words of other languages that English hardly uses."""
    return _read("foreign_words.txt")


@cache
def means_cues() -> frozenset[str]:
    """Return words after which a method is likely to be named."""
    return _read("means_cues.txt")


def _read(name: str) -> frozenset[str]:
    text = files("explorer.topics").joinpath(name).read_text(encoding="utf-8")
    lines = (line.partition("#")[0] for line in text.splitlines())
    return frozenset(word for line in lines for word in line.split())
