"""The four scenarios of a forecast, in words; their chances sum to one."""

from __future__ import annotations

import math
from numbers import Real
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

CROWDED = 3.0
"""A niche with so many times today's papers a year has become crowded."""

TITLES = {"booms": "Booms", "crowded": "Gets crowded", "steady": "Steady", "stalls": "Stalls"}
"""By name, as in the columns ``chance_booms`` and so on of ``niches.parquet``."""

MEANINGS = {
    "booms": "its share grows by more than 8 % a year, and there is still room",
    "crowded": f"the same, and {CROWDED:.0f} times today's papers a year or more",
    "steady": "its share stays within 8 % a year up or down",
    "stalls": "its share falls by more than 8 % a year",
}


def chances(row: Mapping[str, Any]) -> dict[str, float]:
    """Return the chance of each scenario of a niche; none where there was no forecast."""
    found = {name: _number(row.get(f"chance_{name}")) for name in TITLES}
    return {} if any(map(math.isnan, found.values())) else found


def _number(value: Any) -> float:
    """Read a chance, also of a file that somebody else wrote."""
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    return float(value) if is_number else math.nan
