"""Which of the six skills a rung grows, and what the person said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.plans.profile import Profile

GROWS = {
    "learning": ("read", "code"),
    "personal": ("code", "idea"),
    "creating value": ("write", "network"),
    "larger scale": ("idea", "speak", "network"),
}
"""Reproducing a paper is read and built; carrying it over needs an idea of one's own; what others
use is written down and handed to them; what is larger is told and done together."""

SAID = {
    "have": "which you have: begin with it",
    "yet to develop": "which you have yet to develop: find somebody who has it",
    "willing to develop": "which you want to develop",
}


def skills_line(kind: str, profile: Profile) -> str:
    """Say what a rung grows; nothing for a person who said nothing of their skills."""
    grown = GROWS.get(kind, ())
    if not profile.skills or not grown:
        return ""
    parts = [
        f"{skill} ({SAID[profile.skills[skill]]})" if skill in profile.skills else skill
        for skill in grown
    ]
    return f"It grows: {', '.join(parts)}."
