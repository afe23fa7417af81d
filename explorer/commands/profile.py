"""``explorer profile``: what a person brings; it stays in their own store."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.commands.command import Command, add_data_dir, add_format
from explorer.commands.printing import print_table
from explorer.errors import BadProfileError, ProfileFileError
from explorer.plans.profile import COMPUTE, LEVELS, PARTS, PEOPLE, SKILLS
from explorer.settings import Settings

if TYPE_CHECKING:
    from explorer.plans.profile import Profile

TEXTS = ("interests", "author", "compute", "people", "data", "hours_per_week")
"""Parts that an option sets as it is given."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    show = actions.add_parser("show", help="print what you said of yourself")
    add_format(show)
    show.set_defaults(action=_show)
    change = actions.add_parser("set", help="say more, or otherwise; what is not named stays")
    _add_parts(change)
    change.set_defaults(action=_set)
    clear = actions.add_parser("clear", help="forget some parts, or all")
    clear.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    clear.set_defaults(action=_clear)
    for action in (show, change, clear):
        add_data_dir(action, default=argparse.SUPPRESS)


def _add_parts(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--file", metavar="JSON", help="all parts, as `show --format json` prints them; - is stdin")
    add(
        "--skill",
        action="append",
        metavar="SKILL=LEVEL",
        help=f"{', '.join(SKILLS)}; each {', '.join(LEVELS)}",
    )
    add("--interests", metavar="WORDS", help="words and phrases, parted by commas")
    add("--abstract", action="append", type=Path, metavar="FILE", help="a text that you like")
    add("--bibtex", type=Path, metavar="FILE", help="papers that you like")
    add("--author", metavar="NAME", help="your name on arXiv")
    add("--hours-per-week", type=float, metavar="H")
    add("--compute", choices=COMPUTE)
    add("--people", choices=PEOPLE)
    add("--data", metavar="WORDS", help="data within your reach")
    add("--language", action="append", metavar="NAME")
    add("--deadline", action="append", metavar="DAY=WHAT", help="e.g. 2027-03-01=Thesis")


def _run(arguments: argparse.Namespace, settings: Settings) -> None:
    arguments.action(arguments, settings)


def _show(arguments: argparse.Namespace, settings: Settings) -> None:
    import pandas as pd

    from explorer.plans.profile_json import profile_json
    from explorer.plans.profile_store import read_profile
    from explorer.presentation.profile import profile_lines

    profile = read_profile(settings.user)
    if arguments.format == "json":
        print(profile_json(profile))
    elif profile.is_empty and arguments.format == "table":
        print("nothing is said yet; `explorer profile set --interests 'WORDS'` begins")
    else:
        lines = profile_lines(profile)
        print_table(pd.DataFrame({"part": list(lines), "content": list(lines.values())}), "table")


def _set(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.plans.profile_json import parts_of, profile_of, read_profile_json
    from explorer.plans.profile_store import read_profile, save_profile

    before = read_profile(settings.user)
    parts = parts_of(before)
    if arguments.file is not None:
        parts |= parts_of(read_profile_json(_bytes(arguments.file), name=arguments.file))
    given = _given(arguments)
    parts |= given
    if arguments.skill:
        parts["skills"] = {**parts.get("skills", {}), **_pairs(arguments.skill)}
    if not given and not arguments.skill and arguments.file is None:
        raise BadProfileError(part="nothing", reason="no option was given that says anything")
    _say(
        save_profile(settings.user, profile_of(parts), now=datetime.now(UTC), opened=before.changed)
    )


def _given(arguments: argparse.Namespace) -> dict[str, Any]:
    """Gather the parts that options set, as JSON has them."""
    from dataclasses import asdict

    from explorer.plans.bibtex_reading import read_bibtex

    parts = {name: getattr(arguments, name) for name in TEXTS}
    parts = {name: value for name, value in parts.items() if value is not None}
    if arguments.abstract:
        texts = [_bytes(path).decode("utf-8", "replace") for path in arguments.abstract]
        parts["abstracts"] = texts
    if arguments.bibtex:
        works = read_bibtex(_bytes(arguments.bibtex), name=str(arguments.bibtex))
        parts["works"] = [asdict(work) for work in works]
    if arguments.language:
        parts["languages"] = arguments.language
    if arguments.deadline:
        days = [each.partition("=") for each in arguments.deadline]
        parts["deadlines"] = [{"day": day, "what": what} for day, _, what in days]
    return parts


def _pairs(given: list[str]) -> dict[str, str]:
    """Read ``skill=level``; a level that is empty says nothing of the skill any more."""
    pairs = {}
    for each in given:
        skill, sign, level = each.partition("=")
        if not sign:
            raise BadProfileError(part="skills", reason=f"{each[:40]!r} is not skill=level")
        pairs[skill.strip()] = level.strip()
    return pairs


def _clear(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.plans.profile_json import parts_of, profile_of
    from explorer.plans.profile_store import read_profile, remove_profile, save_profile

    for name in arguments.parts:
        if name not in PARTS:
            raise BadProfileError(repr(name[:40]), f"the parts are {', '.join(PARTS)}")
    if not arguments.parts:
        remove_profile(settings.user)
        print("nothing is kept of you")
        return
    before = read_profile(settings.user)
    parts = {k: v for k, v in parts_of(before).items() if k not in arguments.parts}
    _say(
        save_profile(settings.user, profile_of(parts), now=datetime.now(UTC), opened=before.changed)
    )


def _say(profile: Profile) -> None:
    from explorer.presentation.profile import profile_lines

    lines = profile_lines(profile)
    print(f"your profile has {len(lines)} of {len(PARTS)} parts; it stays in your own store")


def _bytes(path: str | Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ProfileFileError(str(path), reason) from error


PROFILE = Command(
    name="profile",
    help="Say what you bring: skills, interests, time, means. It never leaves this machine.",
    examples=(
        "explorer profile set --interests 'soft grippers, tactile sensing' --hours-per-week 6",
        "explorer profile set --skill code=have --skill 'write=willing to develop'",
        "explorer profile set --bibtex library.bib --deadline '2027-03-01=Thesis'",
        "explorer profile show --format json > me.json",
        "explorer profile set --file me.json",
    ),
    add_arguments=_add_arguments,
    run=_run,
)
