"""The ledger of flags in words: which were made, which are open, and what became of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from explorer.plans.flag_ledger import GREW, HORIZON, due_month
from explorer.presentation.numbers import TIMES, counted, day_name, month_name

if TYPE_CHECKING:
    import pandas as pd

    from explorer.plans.flag_ledger import Spell

NO_FLAGS = "No flag was entered yet: an analysis enters each opening that it shows."


def ledger_table(spells: Sequence[Spell]) -> pd.DataFrame:
    """List flags, the newest first.

    Returns
    -------
    DataFrame
        ``niche_id``, ``name``, ``flagged`` and ``dropped`` (days, of the papers looked at),
        ``scope``, ``run_id``, ``score``, ``achievable``, ``due`` (a month), ``outcome`` (``grew``,
        ``did not grow``, or empty), ``realised`` (growth of its share a year), ``became``: that in
        words; and the values of its parts then.
    """
    import pandas as pd

    rows = [_row(spell) for spell in reversed(spells)]
    columns = list(rows[0]) if rows else ["niche_id", "name", "flagged", "dropped", "became"]
    return pd.DataFrame(rows, columns=columns)


def became_text(spell: Spell) -> str:
    """Say what became of a flag, or until when it is open."""
    due = month_name(due_month(spell.flag))
    if spell.outcome is None:
        return f"open until {due}"
    growth = float(spell.outcome.evidence["growth"])
    rate = f"{growth:.2f}{TIMES} a year up to {due}"
    return f"came true: its share grew {rate}" if spell.outcome.event == GREW else f"failed: {rate}"


def ledger_sentence(spells: Sequence[Spell]) -> str:
    """Count flags by what became of them."""
    if not spells:
        return NO_FLAGS
    grew = sum(each.outcome is not None and each.outcome.event == GREW for each in spells)
    scored = sum(each.outcome is not None for each in spells)
    return (
        f"**{counted(len(spells), 'flag')}** since {day_name(spells[0].flag.as_of)}: "
        f"{len(spells) - scored:,} open, {grew:,} came true, {scored - grew:,} failed. A flag "
        "comes true if the niche's share of all papers grows by more than 8 % a year over "
        f"{HORIZON} years. No flag is ever changed or deleted."
    )


def since_text(spells: Sequence[Spell], niche_id: str) -> str:
    """Say since when a niche is flagged, and of earlier flags what became of them."""
    own = [each for each in spells if each.flag.niche_id == niche_id]
    standing = [each for each in own if each.dropped is None]
    past = [each for each in own if each.dropped is not None]
    said = []
    if standing:
        flag = standing[-1].flag
        said.append(f"Flagged since {day_name(flag.as_of)}, {became_text(standing[-1])}.")
    for each in past:
        assert each.dropped is not None  # noqa: S101 (for the type)
        said.append(
            f"Flagged on {day_name(each.flag.as_of)}, and no more on "
            f"{day_name(each.dropped.as_of)}: {became_text(each)}."
        )
    return " ".join(said)


def _row(spell: Spell) -> dict[str, object]:
    flag, outcome = spell.flag, spell.outcome
    evidence: Mapping[str, object] = flag.evidence
    return {
        "niche_id": flag.niche_id,
        "name": flag.name,
        "flagged": flag.as_of.isoformat(),
        "dropped": spell.dropped.as_of.isoformat() if spell.dropped else "",
        "became": became_text(spell),
        "scope": flag.scope,
        "run_id": flag.run_id,
        "entered": flag.told.isoformat(timespec="seconds"),
        "score": flag.score,
        "achievable": flag.achievable,
        "due": due_month(spell.flag),
        "outcome": outcome.event if outcome else "",
        "realised": outcome.evidence["growth"] if outcome else None,
        **{name: value for name, value in evidence.items() if name != "last_month"},
    }
