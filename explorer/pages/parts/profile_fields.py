"""The fields of a profile, and how what is typed into them is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.plans.profile import (
    COMPUTE,
    LEVELS,
    LONGEST_LINE,
    LONGEST_TEXT,
    LONGEST_WORDS,
    PEOPLE,
    SKILLS,
    Deadline,
)
from explorer.plans.profile_json import read_day
from explorer.plans.records import WEEKLY_HOURS
from explorer.presentation.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.plans.profile import Profile

NOT_SAID = "Not said"

MEANINGS = {
    "read": "Find, read and judge papers",
    "code": "Build what a paper describes, and measure it",
    "idea": "See what is not done yet and could be",
    "write": "Write it down so that others follow",
    "speak": "Tell it to a room",
    "network": "Find people, ask them, work with them",
}


def skills(profile: Profile, key: str) -> dict[str, str]:
    """Draw the six skills."""
    said = {}
    for at, column in enumerate(st.columns(3) * 2):
        skill = SKILLS[at]
        with column:
            level = profile.skills.get(skill, "")
            said[skill] = _choice(skill.capitalize(), LEVELS, level, skill, key, MEANINGS[skill])
    return {skill: level for skill, level in said.items() if level}


def _choice(
    label: str, options: Sequence[str], chosen: str, name: str, key: str, tip: str | None = None
) -> str:
    """Draw one choice, which may be none."""
    every = (NOT_SAID, *options)
    at = every.index(chosen) if chosen else 0
    found = st.selectbox(label, every, at, help=tip, key=f"profile-{name}-{key}")
    return "" if found == NOT_SAID else str(found)


def interests(profile: Profile, key: str) -> dict[str, Any]:
    """Draw what the person cares for: words, texts, papers, their name."""
    words = st.text_area(
        "Words and phrases",
        profile.interests,
        placeholder="soft grippers, tactile sensing, learning from few examples",
        help="Parted by commas or lines",
        max_chars=LONGEST_WORDS,
        key=f"profile-interests-{key}",
    )
    abstracts = st.text_area(
        "Abstracts you like or wrote",
        "\n\n".join(re.sub(r"\n\s*\n", "\n", text) for text in profile.abstracts),
        help="Pasted, with an empty line between two",
        max_chars=4 * LONGEST_TEXT,
        key=f"profile-abstracts-{key}",
    )
    left, right = st.columns(2)
    file = left.file_uploader("A BibTeX file of papers you like", "bib", key=f"profile-bib-{key}")
    forget = False
    if profile.works:
        left.caption(f"{counted(len(profile.works), 'paper')} of a BibTeX file are kept.")
        forget = left.checkbox("Forget them", key=f"profile-forget-{key}")
    author = right.text_input(
        "Your name on arXiv",
        profile.author,
        max_chars=LONGEST_LINE,
        help="Your own papers are looked for among those held",
        key=f"profile-author-{key}",
    )
    return {
        "interests": words,
        "abstracts": abstracts,
        "bibtex": file,
        "forget_works": forget,
        "author": author,
    }


def means(profile: Profile, key: str) -> dict[str, Any]:
    """Draw time, compute and people."""
    one, two, three = st.columns(3)
    # With no value of its own, the field can be emptied.
    st.session_state.setdefault(f"profile-hours-{key}", profile.hours_per_week)
    hours = one.number_input(
        "Hours a week",
        *WEEKLY_HOURS,
        value=None,
        step=1.0,
        format="%g",
        placeholder=NOT_SAID,
        help="New plans are drafted for so many",
        key=f"profile-hours-{key}",
    )
    with two:
        compute = _choice("Compute within reach", COMPUTE, profile.compute, "compute", key)
    with three:
        people = _choice("People within reach", PEOPLE, profile.people, "people", key)
    return {"hours_per_week": hours, "compute": compute, "people": people}


def more_means(profile: Profile, key: str) -> dict[str, Any]:
    """Draw data, languages and deadlines."""
    data = st.text_input(
        "Data within reach",
        profile.data,
        max_chars=LONGEST_WORDS,
        placeholder="ten years of hospital records, a weather station",
        key=f"profile-data-{key}",
    )
    left, right = st.columns(2)
    languages = left.text_input(
        "Languages", ", ".join(profile.languages), help="With commas", key=f"profile-tongues-{key}"
    )
    deadlines = right.text_area(
        "Deadlines",
        "\n".join(f"{each.day} {each.what}".strip() for each in profile.deadlines),
        placeholder="2027-03-01 Thesis",
        help="One a line: the day, then what it is",
        key=f"profile-deadlines-{key}",
    )
    return {"data": data, "languages": languages, "deadlines": deadlines}


def split_abstracts(typed: str) -> tuple[str, ...]:
    """Part texts at empty lines."""
    return tuple(filter(None, map(str.strip, re.split(r"\n[^\S\n]*\n", typed))))


def split_deadlines(typed: str) -> Sequence[Deadline]:
    """Read a day and what it is from each line."""
    lines = [line.strip().partition(" ") for line in typed.splitlines() if line.strip()]
    return tuple(Deadline(day=read_day(day), what=what.strip()) for day, _, what in lines)
