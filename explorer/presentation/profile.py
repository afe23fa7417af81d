"""A profile in words, a line for each part of which something was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.plans.profile import LEVELS, PARTS
from explorer.presentation.numbers import counted, day_name, listed

if TYPE_CHECKING:
    from datetime import date

    from explorer.plans.profile import Profile

LABELS = {
    "skills": "Skills",
    "interests": "Interests",
    "abstracts": "Abstracts you pasted",
    "works": "Papers from a BibTeX file",
    "author": "Your name on arXiv",
    "hours_per_week": "Hours a week",
    "compute": "Compute within reach",
    "people": "People within reach",
    "data": "Data within reach",
    "languages": "Languages",
    "deadlines": "Deadlines",
}

SHOWN, LONGEST = 3, 160
"""Entries of a long list, and characters of a long text, that a line has room for."""


def profile_lines(profile: Profile) -> dict[str, str]:
    """Say what each part holds, by its label; parts that are empty are left out."""
    lines = {name: _line(profile, name) for name in PARTS}
    return {LABELS[name]: line for name, line in lines.items() if line}


def days_left(day: date, today: date) -> str:
    """Say how far a day is."""
    days = (day - today).days
    if days < 0:
        return "over"
    return "today" if not days else f"in {counted(days, 'day')}"


def _line(profile: Profile, name: str) -> str:
    if name == "skills":
        return _skills(profile)
    if name == "abstracts":
        return listed([_short(each, 60) for each in profile.abstracts], most=SHOWN)
    if name == "works":
        return listed([_short(each.title, 60) for each in profile.works], most=SHOWN)
    if name == "hours_per_week":
        return "" if profile.hours_per_week is None else f"{profile.hours_per_week:g}"
    if name == "languages":
        return ", ".join(profile.languages)
    if name == "deadlines":
        days = [f"{day_name(each.day)} {each.what}".strip() for each in profile.deadlines]
        return "; ".join(days)
    if name == "interests":
        return _short(", ".join(profile.phrases), LONGEST)
    return _short(str(getattr(profile, name)), LONGEST)


def _skills(profile: Profile) -> str:
    by_level = {
        level: [skill for skill, said in profile.skills.items() if said == level]
        for level in LEVELS
    }
    return "; ".join(f"{level}: {', '.join(own)}" for level, own in by_level.items() if own)


def _short(text: str, most: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"
