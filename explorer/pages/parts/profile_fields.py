"""The fields of a profile for skills, time and means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.plans.profile import (
    COMPUTE,
    LEVELS,
    LONGEST_WORDS,
    PEOPLE,
    SKILLS,
)
from explorer.plans.profile_typed import deadlines_as_typed
from explorer.plans.records import WEEKLY_HOURS

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
        deadlines_as_typed(profile.deadlines),
        placeholder="2027-03-01 Thesis",
        help="One a line: the day, then what it is",
        key=f"profile-deadlines-{key}",
    )
    return {"data": data, "languages": languages, "deadlines": deadlines}
