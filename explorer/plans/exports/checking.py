"""Values of a plan file held against what a store can keep; what does not fit is refused."""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from explorer.plans.exports.plan_json import VERSION
from explorer.plans.exports.plan_rows import carried
from explorer.plans.plan_store import stamp
from explorer.plans.records import clean_text

if TYPE_CHECKING:
    from sqlalchemy import Table

MOST = 1_000_000
"""Items of a list without a limit of its own."""


class UnfitError(Exception):
    """Why a file cannot be used, in words."""


def refuse(reason: str) -> NoReturn:
    """Say why a file cannot be used."""
    raise UnfitError(reason)


def checked_row(table: Table, values: dict[str, Any], where: str) -> dict[str, Any]:
    """Hold values against the columns of a table: none too many, none missing, each of its type."""
    columns = {column.name: column for column in carried(table)}
    only(values, columns.keys(), where)
    row = {}
    for name, column in columns.items():
        if name in values:
            row[name] = _typed(values[name], column.type.python_type, f"{name} of {where}")
        elif not (column.nullable or column.default or column.server_default):
            refuse(f"{where} has no {name}")
    return row


def _typed(value: Any, kind: type, where: str) -> Any:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind is float and number and math.isfinite(value):
        return float(value)
    if kind is not float and isinstance(value, kind) and (kind is bool or number or kind is str):
        return clean_text(value) if isinstance(value, str) else value
    refuse(f"{where} is not {_TYPES.get(kind, 'what it should be')}")


_TYPES = {str: "text", float: "a number", int: "a whole number", bool: "true or false"}


def with_times(row: dict[str, Any], where: str, *names: str) -> dict[str, Any]:
    """Write times in UTC, or refuse them."""
    try:
        return row | {name: stamp(datetime.fromisoformat(row[name])) for name in names}
    except (ValueError, OverflowError):
        refuse(f"a time of {where} is not written like 2026-11-24T09:30:00+00:00")


def as_object(value: Any, where: str) -> dict[str, Any]:
    """Return a copy of an object."""
    if not isinstance(value, dict):
        refuse(f"{where} is not an object")
    return dict(value)


def as_list(value: Any, where: str, what: str, *, most: int = MOST) -> list[Any]:
    """Return a list of at most so many items."""
    if not isinstance(value, list):
        refuse(f"{where} has no list of {what}")
    if len(value) > most:
        refuse(f"{where} has more than {most:,} {what}")
    return value


def only(values: dict[str, Any], known: Any, where: str) -> None:
    """Refuse names that are not known, rather than lose them."""
    unknown = sorted(values.keys() - known)
    if unknown:
        refuse(f"{where} has “{unknown[0][:40]}”, which version {VERSION} of the format does not")


def clean_all(value: Any, where: str) -> Any:
    """Clean every text of nested values."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        refuse(f"a number in {where} is too large")
    if isinstance(value, dict):
        return {clean_text(key): clean_all(each, where) for key, each in value.items()}
    return [clean_all(each, where) for each in value] if isinstance(value, list) else value
