"""Tables as CSV that a spreadsheet reads as data and never as formulas."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

FORMULA = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""What a cell begins with that a spreadsheet would reckon; full-width signs count as well."""

NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")

GUARD = "'"
"""Put before such a cell; spreadsheets take the rest for text."""


def safe_csv(table: pd.DataFrame) -> str:
    """Write a table as CSV with a line of names; all text is quoted, numbers are not.

    A text that a spreadsheet would take for a formula gets an apostrophe before it, unless it is a
    number. Lists are joined by semicolons, days are written as 2024-12-31.
    """
    named = table.rename(columns=lambda name: safe_cell(str(name)))
    texts = {
        name: named[name].map(_written)
        for name in named.columns
        if named[name].dtype.kind not in "iufb"
    }
    # Quoted text cannot be split at a semicolon, where that is what parts cells.
    return named.assign(**texts).to_csv(
        index=False, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n"
    )


def safe_cell(text: str) -> str:
    """Guard a text that a spreadsheet would take for a formula; drop what no file can hold."""
    whole = text.replace("\0", "").encode(errors="replace").decode()
    return f"{GUARD}{whole}" if FORMULA.match(whole) and not NUMBER.fullmatch(whole) else whole


def _written(value: Any) -> Any:
    if isinstance(value, str):
        return safe_cell(value)
    if hasattr(value, "__iter__"):
        return safe_cell("; ".join(map(str, value)))
    if value is None or value != value:
        return ""
    if isinstance(value, bool | int | float):
        return value
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return safe_cell(str(value))
