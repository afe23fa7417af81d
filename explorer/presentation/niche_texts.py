"""What is said of a niche in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explorer.corpus.withdrawals import is_withdrawn
from explorer.presentation.numbers import counted, day_name, listed, month_name, percent, ratio

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from explorer.plans.digest import Past

PATH_SIGN = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "

NEWBORN_MEANING = (
    "Newborn: found by a phrase that is new or newly rising, that titles use, and that several "
    "groups of authors share. It holds the papers that use it and their nearest neighbours, so its "
    "papers stand in other niches too. Nine in ten of them came since the month named."
)

MOST_OTHERS = 6
"""Niches named of those that one came from, came apart into, or took in."""

RELIABLE = 20
"""Papers in two years below which a growth is said to rest on few."""


def growth_sentence(niche: Any, *, last_month: str) -> str:
    """Say how a niche's share grew, how sure that is, and on how many papers it rests.

    Parameters
    ----------
    niche : mapping
        A row of ``niches.parquet``.
    last_month : str
        The newest whole month of the analysis.
    """
    low, high = float(niche["growth_low"]), float(niche["growth_high"])
    recent, before = int(niche["papers_recent"]), int(niche["papers_before"])
    interval = f"80 % interval {ratio(low)} to {ratio(high)}"
    if low > 1:
        verdict = f"Its share of papers grew {ratio(niche['growth'])} a year ({interval})"
    elif high < 1:
        verdict = f"Its share of papers shrank to {ratio(niche['growth'])} a year ({interval})"
    else:
        verdict = (
            f"Its share of papers changed {ratio(niche['growth'])} a year, which may be no growth "
            f"at all ({interval}; 1 is a constant share)"
        )
    counts = (
        f"{counted(recent, 'paper')} in the 12 months to {month_name(last_month)} "
        f"against {before:,} in the 12 before"
    )
    few = (
        ". So few papers are drawn towards the field's growth" if recent + before < RELIABLE else ""
    )
    return f"{verdict}: {counts}{few}."


def holes_note(curve: pd.DataFrame) -> str:
    """Say which months of a niche's curve have holes, and what that means; empty if none has."""
    torn = curve[curve["hole"]]
    if torn.empty:
        return ""
    months = [
        f"{name} ({percent(part)} held)"
        for name, part in zip(torn["month_name"], torn["coverage"], strict=True)
    ]
    return (
        f"Not all papers are held of {listed(months[::-1], most=4)}: hollow bars show about how "
        "many there were. Growth, mean and interval count such a month by what is held of it, so a "
        "hole is no dip. Data and method tells how to mend it."
    )


def path_text(parents: list[str]) -> str:
    """Write what a niche is part of, the largest first."""
    return PATH_SIGN.join(parents)


def reference(row: Any) -> str:
    """Name a paper's authors, day and category in one line of plain text.

    Parameters
    ----------
    row : mapping
        A row of a table of papers, with text.
    """
    names = [name.strip() for name in str(row["authors"]).split(";") if name.strip()]
    authors = ", ".join(names[:3]) + (f" and {len(names) - 3:,} more" if len(names) > 3 else "")
    day = f"{row['published'].day} {row['published']:%B %Y}"
    gone = "withdrawn" if is_withdrawn(row["title"], row["abstract"], row["comments"]) else ""
    return " · ".join(filter(None, [gone, authors, day, str(row["primary_category"])]))


def past_line(past: Past, *, escape: Callable[[str], str]) -> str:
    """Say what one analysis did with a niche."""
    day = f"Analysis as of {day_name(past.as_of)}"
    others = listed([escape(name) for name in past.others], most=MOST_OTHERS)
    kept = f"{100 * past.kept:.0f} % of the papers that it had"
    told = {
        "found": "in the oldest one that is kept",
        "born": "born",
        "split off": f"split off {others}",
        "continued": f"found anew, and continued with {kept}",
        "drifted": f"changed; it goes on with {kept}",
        "split": f"came apart; what left it is now {others}" if others else "came apart",
        "merged": f"took in {others}" if others else "took in others",
    }
    return f"{day}: {told[past.kind]}."
