"""What makes somebody worth asking: a bridge between two sides, a start near a person, a path."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """Somebody with papers on both sides."""

    author: int
    """Number in the run."""
    sides: tuple[str, str]
    papers: tuple[int, int]
    """How many on each side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Somebody who wrote near a person's texts before they came to the niche."""

    author: int
    near: float
    """Cosine of the nearest of these papers with the nearest text."""
    text: int
    """Row of that text."""
    paper_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """How the work of somebody grew, over all papers held."""

    papers: int
    subfields: tuple[str, ...]
    """In the order in which they came to them."""
    teams: tuple[float, float]
    """Mean number of authors of the earlier half of their papers, and of the later."""
