"""What is said of people who bridge two things or began near a person, and of their paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.presentation.numbers import counted, listed

if TYPE_CHECKING:
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
    teams = f"teams of {early:.1f} at first, of {late:.1f} of late" if scope.papers > 1 else ""
    where = (
        ""
        if not scope.subfields
        else f", in order: {listed(list(scope.subfields), most=MOST_NAMED)}"
    )
    said = f"{counted(scope.papers, 'paper')} held in {counted(len(scope.subfields), 'subfield')}"
    return f"Path: {said}{where}{f'; {teams}' if teams else ''}."
