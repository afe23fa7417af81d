"""What a person brings: skills, interests, time, means. All of it may be left empty."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from explorer.errors import BadProfileError
from explorer.plans.records import WEEKLY_HOURS, clean_text, is_blank, sane_hours

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

SKILLS = ("read", "code", "idea", "write", "speak", "network")
LEVELS = ("have", "yet to develop", "willing to develop")
COMPUTE = ("a laptop", "one GPU", "several GPUs or more")
PEOPLE = ("alone", "one or two others", "a group")

LONGEST_LINE, LONGEST_WORDS, LONGEST_TEXT = 200, 2_000, 10_000
"""Characters of a name, of words, and of a pasted abstract."""
MOST_ABSTRACTS, MOST_WORKS, MOST_ENTRIES = 20, 1_000, 20
"""How many abstracts, papers of a BibTeX file, and languages or deadlines are kept."""
YEARS_AHEAD = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A paper that a person named in a BibTeX file."""

    title: str
    text: str = ""
    """Abstract and keywords, as far as the file has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day by which something has to be."""

    day: date
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a person says of themselves; a part that is empty has no effect anywhere."""

    skills: Mapping[str, str] = field(default_factory=dict)
    """One of ``LEVELS`` by skill; a skill of which nothing is said is not in it."""
    interests: str = ""
    """Words and phrases, parted by commas or lines."""
    abstracts: tuple[str, ...] = ()
    """Texts of what the person likes or works on."""
    works: tuple[Work, ...] = ()
    """Papers of a BibTeX file."""
    author: str = ""
    """The person's name on arXiv."""
    hours_per_week: float | None = None
    compute: str = ""
    """One of ``COMPUTE``, or empty."""
    people: str = ""
    """One of ``PEOPLE``, or empty."""
    data: str = ""
    """Data within reach, in words."""
    languages: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    """The earliest first."""
    changed: datetime | None = None
    """When it was saved; ``None`` if never."""

    @property
    def is_empty(self) -> bool:
        """Whether the person said nothing at all."""
        return replace(self, changed=None) == Profile()

    @property
    def phrases(self) -> tuple[str, ...]:
        """Interests one by one, each once."""
        parts = self.interests.replace("\n", ",").replace(";", ",").split(",")
        return tuple(dict.fromkeys(part for part in map(str.strip, parts) if part))


PARTS = tuple(each.name for each in fields(Profile) if each.name != "changed")


def clean_profile(
    profile: Profile, *, today: date | None = None, known: Collection[Deadline] = ()
) -> Profile:
    """Return a profile as it will be stored, or say what in it cannot be kept.

    Parameters
    ----------
    today : date, optional
        Deadlines before it are refused; without it, days are not looked at.
    known : collection of Deadline
        Kept although their day is over: they were there before.

    Raises
    ------
    BadProfileError
        With the part that is at fault.
    BadHoursError
        If no week has so many hours.
    """
    hours = profile.hours_per_week
    return Profile(
        skills=_skills(profile.skills),
        interests=_text(profile.interests, "interests", LONGEST_WORDS),
        abstracts=_texts(profile.abstracts, "abstracts", MOST_ABSTRACTS, LONGEST_TEXT),
        works=_works(profile.works),
        author=_line(profile.author, "author"),
        hours_per_week=None if hours is None else sane_hours(hours, "a week", WEEKLY_HOURS),
        compute=_one_of(profile.compute, "compute", COMPUTE),
        people=_one_of(profile.people, "people", PEOPLE),
        data=_text(profile.data, "data", LONGEST_WORDS),
        languages=tuple(
            " ".join(each.split())
            for each in _texts(profile.languages, "languages", MOST_ENTRIES, LONGEST_LINE)
        ),
        deadlines=_deadlines(profile.deadlines, today, known),
        changed=profile.changed,
    )


def _skills(skills: Mapping[str, str]) -> dict[str, str]:
    for skill, level in skills.items():
        if skill not in SKILLS:
            raise BadProfileError(
                part="skills", reason=f"{skill[:40]!r} is none of {', '.join(SKILLS)}"
            )
        _one_of(level, f"skill {skill!r}", LEVELS)
    return {skill: skills[skill] for skill in SKILLS if skills.get(skill)}


def _one_of(value: str, part: str, allowed: Sequence[str]) -> str:
    if value and value not in allowed:
        raise BadProfileError(part, f"{value[:40]!r} is none of {', '.join(allowed)}")
    return value


def _text(text: str, part: str, most: int) -> str:
    """Return a text without what no store keeps; one of which nothing can be seen is empty."""
    cleaned = clean_text(text).strip()
    if len(cleaned) > most:
        raise BadProfileError(part, f"it has {len(cleaned):,} characters and {most:,} fit")
    return "" if is_blank(cleaned) else cleaned


def _line(text: str, part: str) -> str:
    return " ".join(_text(text, part, LONGEST_LINE).split())


def _texts(texts: Sequence[str], part: str, most: int, longest: int) -> tuple[str, ...]:
    kept = tuple(dict.fromkeys(each for each in (_text(t, part, longest) for t in texts) if each))
    _few_enough(kept, part, most)
    return kept


def _works(works: Sequence[Work]) -> tuple[Work, ...]:
    _few_enough(works, "works", MOST_WORKS)
    cleaned = (
        Work(
            title=_text(each.title, "works", LONGEST_WORDS),
            text=_text(each.text, "works", LONGEST_TEXT),
        )
        for each in works
    )
    return tuple(dict.fromkeys(each for each in cleaned if each.title or each.text))


def _deadlines(
    deadlines: Sequence[Deadline], today: date | None, known: Collection[Deadline]
) -> tuple[Deadline, ...]:
    _few_enough(deadlines, "deadlines", MOST_ENTRIES)
    kept = {replace(each, what=_line(each.what, "deadlines")) for each in deadlines}
    for each in sorted(kept - set(known), key=_by_day):
        if today is not None and each.day < today:
            raise BadProfileError(part="deadlines", reason=f"{each.day} is over")
        if today is not None and each.day.year > today.year + YEARS_AHEAD:
            reason = f"{each.day} is more than {YEARS_AHEAD} years ahead"
            raise BadProfileError(part="deadlines", reason=reason)
    return tuple(sorted(kept, key=_by_day))


def _by_day(deadline: Deadline) -> tuple[date, str]:
    return deadline.day, deadline.what


def _few_enough(entries: Sequence[Any], part: str, most: int) -> None:
    if len(entries) > most:
        raise BadProfileError(part, f"it has {len(entries):,} entries and {most:,} fit")
