"""The map as it is drawn: what stands on it, and which names fit without covering each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explorer.presentation.niche_tables import NEWBORN
from explorer.presentation.numbers import counted, growth_range, listed

if TYPE_CHECKING:
    import pandas as pd

LEVELS = {"area": "Areas", "subfield": "Subfields", "niche": "Niches"}
"""From the coarsest, with their names in the plural."""

RISING, STEADY, FALLING = "Rising", "No clear change", "Falling"
"""Of a share of papers: whether its 80 % interval lies above 1, holds it, or lies below."""

AXES = ["x", "y"]

HEIGHT, LEGEND = 640, 110
"""Pixels of the chart, and of what its legend takes of them."""

WIDTHS = (250, 640, 1_150)
"""Pixels across, from the narrowest screen: names that fit one fit all wider ones."""

MOST_NAMES = (8, 24, 45)
"""Names written at most, by width."""

LETTER, LINE, BELOW = 6.4, 15.0, 13.0
"""Pixels: width of a letter, height of a line, and how far below its point a name stands."""

MARGIN = 0.09
"""Of the map, left free at each side."""


def has_map(niches: pd.DataFrame) -> bool:
    """Tell whether a run has places; those of an older program have none."""
    return set(AXES) <= set(niches.columns)


def on_map(niches: pd.DataFrame, *, level: str, inside: str = "") -> pd.DataFrame:
    """List the groups of one level as they are drawn, the largest first; debris is left out.

    Parameters
    ----------
    niches : DataFrame
        The table of a run.
    level : str
        A key of ``LEVELS``.
    inside : str
        Slug of a group above that they have to lie in; empty means all.

    Returns
    -------
    DataFrame
        ``slug``, ``name``, ``x``, ``y``, ``papers``, ``papers_recent``, ``growth``,
        ``primary_category``, and ``growth_text``, ``direction``, ``part_of``, and ``named_from``:
        pixels across from which there is room for the name; never, where it is not a number.
    """
    table = niches[niches["level"] == level]
    if "debris" in table:
        table = table[table["debris"].fillna("") == ""]
    if inside:
        table = table[table["niche_id"].isin(_below(niches, inside))]
    table = table.sort_values(["papers", "niche_id"], ascending=[False, True], ignore_index=True)
    ranges = zip(table["growth"], table["growth_low"], table["growth_high"], strict=True)
    names = niches.set_index("niche_id")["name"]
    table = table.assign(
        growth_text=[growth_range(*each) for each in ranges],
        direction=_directions(table),
        part_of=table["parent_id"].map(names).fillna(""),
        kind=np.where(table["kind"] == NEWBORN, "Newborn", ""),
    )
    table["named_from"] = _room_for_names(table)
    told = ["papers", "papers_recent", "growth", "primary_category", "kind"]
    shown = ["growth_text", "direction", "part_of", "named_from"]
    return table[["slug", "name", *AXES, *told, *shown]]


def frames(table: pd.DataFrame) -> tuple[list[float], list[float]]:
    """Return the ends of both axes, with some room around."""
    across, up = (_ends(table[axis].to_numpy(dtype=float)) for axis in AXES)
    return across, up


def groups_above(niches: pd.DataFrame, level: str) -> dict[str, str]:
    """Return the names of the groups that one could look inside of, by slug, larger ones first."""
    above = list(LEVELS)[: list(LEVELS).index(level)]
    table = niches[niches["level"].isin(above)].sort_values(
        ["level", "papers", "niche_id"], ascending=[True, False, True]
    )
    kind = {"area": "Area", "subfield": "Subfield"}
    labels = [f"{kind[a]}: {b}" for a, b in zip(table["level"], table["name"], strict=True)]
    return dict(zip(table["slug"], labels, strict=True))


def described(table: pd.DataFrame, level: str) -> str:
    """Say in words what the map shows, for who does not see it."""
    rising = table[table["direction"] == RISING].sort_values("growth", ascending=False)
    text = f"Map of {counted(len(table), LEVELS[level].lower()[:-1])}; like stands by like. "
    text += f"The largest: {listed(table['name'].head(5).tolist(), most=5)}."
    if len(rising):
        text += f" Rising fastest: {listed(rising['name'].head(5).tolist(), most=5)}."
    return text


def _below(niches: pd.DataFrame, slug: str) -> set[str]:
    """Return the ids of everything inside a group."""
    ids: set[str] = set(niches.loc[niches["slug"] == slug, "niche_id"])
    inside: set[str] = set()
    while ids:
        ids = set(niches.loc[niches["parent_id"].isin(ids), "niche_id"]) - inside
        inside |= ids
    return inside


def _directions(table: pd.DataFrame) -> np.ndarray:
    rising, falling = table["growth_low"] > 1, table["growth_high"] < 1
    return np.select([rising, falling], [RISING, FALLING], STEADY)


def _ends(values: np.ndarray) -> list[float]:
    if not len(values):
        return [-1.0, 1.0]
    low, high = float(values.min()), float(values.max())
    room = MARGIN * (high - low) or 1.0
    return [low - room, high + room]


def _room_for_names(table: pd.DataFrame) -> np.ndarray:
    """Choose names greedily, the largest group first, for the narrowest screen first.

    Returns
    -------
    ndarray of shape (n_groups,)
        The width from which a name is written; not a number where it never is.
    """
    named_from = np.full(len(table), np.nan)
    half = LETTER * table["name"].str.len().to_numpy(dtype=float) / 2
    (left, right), (bottom, top) = frames(table)
    part = (table["x"].to_numpy(dtype=float) - left) / (right - left)
    down = (HEIGHT - LEGEND) * (top - table["y"].to_numpy(dtype=float)) / (top - bottom) + BELOW
    for width, most in zip(WIDTHS, MOST_NAMES, strict=True):
        across = width * part
        chosen = np.isfinite(named_from)
        for row in np.flatnonzero(~chosen):
            if chosen.sum() >= most:
                break
            if across[row] < half[row] or across[row] + half[row] > width:
                continue
            beside = np.abs(across - across[row]) < half + half[row]
            if not (chosen & beside & (np.abs(down - down[row]) < LINE)).any():
                chosen[row], named_from[row] = True, width
    return named_from
