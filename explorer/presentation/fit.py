"""How a niche fits a person, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explorer.plans.fit import LEAST_NEAR
from explorer.plans.profile import COMPUTE, PEOPLE
from explorer.presentation.numbers import counted, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.plans.profile import Profile

PARTS = {
    "near": "how near its papers are to your interests",
    "light_compute": "how few of its papers speak of heavy equipment",
    "small_teams": "how many of its papers are by small teams",
}
"""What a fit is made of, in words."""

LONGEST = 60


def made_of(parts: Mapping[str, float]) -> str:
    """Say what a fit is made of, with the weights."""
    return ", ".join(f"{PARTS[part]} ({percent(weight)})" for part, weight in parts.items())


def because(row: Mapping[Any, Any]) -> str:
    """Say in one line why a niche fits or does not, by its row of a table of fits."""
    near, words = float(row["near"]), [word for word, _ in row["shared"]]
    if near != near:
        return ""
    shares = f"shares {', '.join(words)}" if words else ""
    if near >= LEAST_NEAR:
        return shares or f"near “{short(str(row['nearest']))}”"
    return f"far, though it {shares}" if shares else "far from your interests"


def moved_text(places: int) -> str:
    """Say how far a niche moved by its fit."""
    if not places:
        return "="
    return f"{'▲' if places > 0 else '▼'} {abs(places):,}"


def near_text(near: float, nearest: str) -> str:
    """Say how near a niche is to what a person wrote."""
    if near != near:
        return ""
    if near < LEAST_NEAR:
        return f"Nothing you wrote lies near it: the nearest, “{short(nearest)}”, at {near:.2f}."
    return f"Nearest to what you wrote: “{short(nearest)}” (cosine {near:.2f}; 1 is the same)."


def reach_lines(profile: Profile, niche: Mapping[str, Any]) -> list[str]:
    """Say what the niche's papers need beside what the person has within reach."""
    lines = []
    if profile.compute in COMPUTE[:-1]:
        light = percent(float(niche["light_compute"]))
        lines.append(f"You have {profile.compute}: {light} of its papers name no heavy equipment.")
    if profile.people in PEOPLE[:-1]:
        few = percent(float(niche["small_teams"]))
        who = "You work alone" if profile.people == PEOPLE[0] else f"You have {profile.people}"
        lines.append(f"{who}: {few} of its papers are by at most three authors.")
    return lines


def rare_text(papers: int, term: str, near: str) -> str:
    """Say what only the person would bring, both names made ready for the page."""
    used = "no paper here uses it" if not papers else f"{counted(papers, 'paper')} here"
    return f"**{term}**: {used}; {near} lives by it"


def short(text: str) -> str:
    """Cut a text to what a line has room for."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
