"""A profile as JSON, and back: what the store keeps, and what the command prints and reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from explorer.errors import BadProfileError, ProfileFileError
from explorer.plans.profile import PARTS, Deadline, Profile, Work

LARGEST = 20_000_000
"""Bytes of a file."""


def parts_of(profile: Profile) -> dict[str, Any]:
    """Return the parts of a profile that are not empty, as JSON has them."""
    values = asdict(profile)
    parts = {name: values[name] for name in PARTS if values[name] not in ("", (), {}, None)}
    if "deadlines" in parts:
        parts["deadlines"] = [{**each, "day": str(each["day"])} for each in parts["deadlines"]]
    return parts


def profile_of(parts: Mapping[str, Any]) -> Profile:
    """Make a profile of parts as JSON has them.

    Raises
    ------
    BadProfileError
        If there is no such part, or what it holds is of another kind.
    """
    for name in parts:
        if name not in PARTS:
            raise BadProfileError(repr(name[:40]), f"the parts are {', '.join(PARTS)}")
    read = {name: _read(name, READERS[name], parts[name]) for name in PARTS if name in parts}
    return Profile(**read)


def profile_json(profile: Profile) -> str:
    """Write a profile as it is read by ``read_profile_json``."""
    return json.dumps(parts_of(profile), indent=2, ensure_ascii=False)


def read_profile_json(data: bytes, *, name: str) -> Profile:
    """Read a profile from a file that a person gives.

    Raises
    ------
    ProfileFileError
        If it is no JSON, or not a profile.
    """
    try:
        if len(data) > LARGEST:
            raise ProfileFileError(name, f"it is larger than {LARGEST // 1_000_000} MB")
        parts = json.loads(data.decode("utf-8-sig"))
        if not isinstance(parts, dict):
            raise ProfileFileError(name, "it is not a JSON object of parts")
        return profile_of(parts)
    except UnicodeDecodeError as error:
        raise ProfileFileError(name, "it is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        reason = f"it is not whole JSON ({error.msg}, line {error.lineno})"
        raise ProfileFileError(name, reason) from error
    except (RecursionError, ValueError) as error:
        raise ProfileFileError(name, "it is nested too deep, or a value is too long") from error
    except BadProfileError as error:
        raise ProfileFileError(name, f"{error.part}: {error.reason}") from error


def read_day(text: str) -> date:
    """Read ``2027-03-01``.

    Raises
    ------
    BadProfileError
        If there is no such day.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        reason = f"{text[:40]!r} is no day such as 2027-03-01"
        raise BadProfileError(part="deadlines", reason=reason) from error


def _read(name: str, reader: Callable[[Any], Any], value: Any) -> Any:
    try:
        return reader(value)
    except (TypeError, KeyError, AttributeError) as error:
        raise BadProfileError(name, f"a value is not of its kind ({error})") from error


def _string(value: Any) -> str:
    if not isinstance(value, str):
        msg = "text expected"
        raise TypeError(msg)
    return value


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(_string(each) for each in _list(value))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        msg = "a list expected"
        raise TypeError(msg)
    return list(value)


def _number(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        msg = "a number expected"
        raise TypeError(msg)
    try:
        return float(value)
    except OverflowError:
        return float("inf")


def _skills(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        msg = "an object of skills expected"
        raise TypeError(msg)
    return {_string(key): _string(level) for key, level in value.items()}


def _works(value: Any) -> tuple[Work, ...]:
    return tuple(
        Work(title=_string(each["title"]), text=_string(each.get("text", "")))
        for each in _list(value)
    )


def _deadlines(value: Any) -> tuple[Deadline, ...]:
    return tuple(
        Deadline(day=read_day(_string(each["day"])), what=_string(each.get("what", "")))
        for each in _list(value)
    )


READERS: dict[str, Callable[[Any], Any]] = {
    "skills": _skills,
    "interests": _string,
    "abstracts": _strings,
    "works": _works,
    "author": _string,
    "hours_per_week": _number,
    "compute": _string,
    "people": _string,
    "data": _string,
    "languages": _strings,
    "deadlines": _deadlines,
}
"""How each part is read."""
