"""The words of the demonstration: its invented subfields, techniques and sentences.

Reads two JSON files that lie beside it; what is done with the words is for others to say.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Subfield:
    """One planted subfield and the phrases that are its own.

    ``methods``, ``objects`` and ``data`` are plural and ``measures`` singular, because sentences
    put verbs after them; ``problems``, ``settings`` and ``fields`` never meet one.
    """

    name: str
    area: str
    fields: tuple[str, ...]
    """Phrases that all subfields of the area share."""
    kind: str
    """rising, flat, declining, faded or newborn."""
    category: str
    crosslists: tuple[str, ...]
    neighbours: tuple[str, ...]
    """Names of the subfields that phrases are borrowed from."""
    growing: tuple[str, ...]
    """Names of the growing techniques that fit here."""
    fading: tuple[str, ...]
    problems: tuple[str, ...]
    methods: tuple[str, ...]
    objects: tuple[str, ...]
    data: tuple[str, ...]
    measures: tuple[str, ...]
    settings: tuple[str, ...]
    collection: str
    """Name of an invented database or challenge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique:
    """A way of working that spreads over the whole corpus, or leaves it."""

    name: str
    trend: str
    """growing or fading."""
    middle: str
    """Month in which half of its course is run."""
    donor: str
    """Name of the mature subfield that a growing technique comes from; else empty."""
    phrases: tuple[str, ...]


def read_subfields() -> list[Subfield]:
    """Read the planted subfields, neighbours side by side."""
    topics = _read("topics")
    return [
        Subfield(**_frozen(entry | {"fields": topics["areas"][entry["area"]]}))
        for entry in topics["subfields"]
    ]


def read_techniques() -> list[Technique]:
    """Read the techniques, growing ones first."""
    return [Technique(**_frozen(entry)) for entry in _read("topics")["techniques"]]


def read_sentences() -> dict[str, list[str]]:
    """Read sentence patterns by their role in an abstract, and the parts of people's names."""
    return dict(_read("sentences"))


def _read(name: str) -> dict[str, Any]:
    path = files("explorer.corpus.demonstration").joinpath(f"{name}.json")
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _frozen(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in entry.items()}
