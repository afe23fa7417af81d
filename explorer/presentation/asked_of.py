"""What is said of people who bridge two things or began near a person, and of their paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.presentation.numbers import counted, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.plans.whom_to_ask import Bridge, Scope, Start

MOST_NAMED = 3
"""Subfields named of a path."""


def bridge_text(bridge: Bridge) -> str:
    """Say which two things somebody bridges, by how many papers."""
    (one, other), (ones, others) = bridge.sides, bridge.papers
    return f"bridges {one} and {other}: {counted(ones, 'paper')} on one, {others:,} on the other"


def start_text(start: Start, text: str, title: str) -> str:
    """Say where somebody began who came to the niche from near a person's text."""
    return f"began near you ({text}; cosine {start.near:.2f}): wrote “{title}” before coming here"


def scope_text(scope: Scope) -> str:
    """Say how the scope of somebody's work rose, over all papers held."""
    early, late = scope.teams
    said = f"Path: {counted(scope.papers, 'paper')} held{_where(scope.subfields)}"
    if scope.papers == 1:
        return f"{said}."
    return f"{said}; teams of {early:.1f} at first, of {late:.1f} of late."


def _where(subfields: Sequence[str]) -> str:
    if len(subfields) <= 1:
        return "".join(f", in {name}" for name in subfields)
    named = listed(list(subfields), most=MOST_NAMED)
    return f" in {len(subfields)} subfields, in order: {named}"
