"""What a refresh changed for a person: their niches, and those that rose, opened, split or came."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from explorer.plans.heirs import Ended, handed_on
from explorer.trends.changes import MOVES, niche_changes

if TYPE_CHECKING:
    import pandas as pd

    from explorer.plans.drift import PlanCheck
    from explorer.plans.records import SavedNiche
    from explorer.plans.wish import Wish

MOST_PAPERS, MOST_NICHES = 10, 10
"""New papers named of one saved niche, and niches named in one list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPapers:
    """What came to a saved niche."""

    name: str
    papers: tuple[str, ...]
    """Ids of the new papers that are named, most central first."""
    count: int
    """All of them."""
    gone: bool = False
    """The niche is in this analysis no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A niche whose growth or score moved."""

    name: str
    growth_before: float
    growth: float
    score_before: float
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened to a niche when niches were found anew."""

    kind: str
    """``born``, ``died``, ``split``, ``merged`` or ``drifted``."""
    name: str
    others: tuple[str, ...]
    """Names of the niches it split into, or of those that merged into it."""
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inherited:
    """What a person wanted of a niche that ended, and of the niche that it went over to."""

    ended: str
    """The name of the one that ended."""
    name: str
    """The name of its heir."""
    named: bool
    """The heir bears the name that the person gave."""
    hidden: bool
    part_of: str
    """The name of the niche that the heir is part of now; empty if it is of none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What one analysis did with a niche."""

    kind: str
    """``found`` in the oldest analysis kept, ``born``, ``split off`` another, ``continued`` or
    ``drifted`` when niches were found anew, ``split``, or ``merged`` with others."""
    as_of: date
    """The day from which that analysis looked."""
    others: tuple[str, ...] = ()
    """Names of the niches it came from, came apart into, or took in."""
    kept: float = 1.0
    """Of its papers before, the part that it still has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What changed between an analysis and the one that it goes on from."""

    since: date
    as_of: date
    joined: int
    """Papers that are in this analysis and were not in the one before."""
    papers: int
    anew: str
    """Why niches were found anew; empty if they only grew."""
    saved: tuple[NewPapers, ...]
    moved: Mapping[str, tuple[Moved, ...]]
    """Niches that ``rose``, ``cooled``, or whose score alone went ``up`` or ``down``."""
    opened: tuple[str, ...]
    """Names of niches that are openings now and were none."""
    closed: tuple[str, ...]
    events: tuple[Event, ...]
    handed_on: tuple[Inherited, ...] = ()
    """What went over from niches that ended, as far as the person has not said that they know."""
    holes: tuple[str, ...]
    """What did not come from arXiv, in words."""
    invented: bool
    """Whether the papers are those of the demonstration."""
    judged: date | None = None
    """The day from which niches were judged, if papers only joined them since."""
    plans: tuple[PlanCheck, ...] = ()
    """Each held against what came since; none if the run does not keep what that needs."""


def new_papers(
    saved: Sequence[SavedNiche], members: pd.DataFrame, held: pd.Series
) -> tuple[NewPapers, ...]:
    """List what came to each saved niche.

    Parameters
    ----------
    members : DataFrame
        ``members.parquet`` of the new run.
    held : Series
        Ids of the papers of the run before.
    """
    theirs = members[members["niche_id"].isin([niche.niche_id for niche in saved])]
    before = held[held.isin(theirs["paper_id"])]  # a million ids are looked up, never looked into
    new = theirs[~theirs["paper_id"].isin(before)]
    new = new.sort_values(["similarity", "paper_id"], ascending=[False, True])
    known = set(theirs["niche_id"])
    ids = {key: tuple(group) for key, group in new.groupby("niche_id")["paper_id"]}
    return tuple(
        NewPapers(
            name=niche.name,
            papers=ids.get(niche.niche_id, ())[:MOST_PAPERS],
            count=len(ids.get(niche.niche_id, ())),
            gone=niche.niche_id not in known,
        )
        for niche in saved
    )


def moves(before: pd.DataFrame, after: pd.DataFrame) -> Mapping[str, tuple[Moved, ...]]:
    """List the niches of each of ``MOVES``, those that moved most first.

    Parameters
    ----------
    before, after : DataFrame
        Niches of the finest level of either run.
    """
    changes = niche_changes(before, after)
    ratio = changes["growth"] / changes["growth_before"]
    step = (changes["score"] - changes["score_before"]).abs()
    by_growth = changes["move"].isin(["rose", "cooled"])
    changes = changes.assign(weight=ratio.where(ratio > 1, 1 / ratio).where(by_growth, step))
    changes = changes.sort_values(["weight", "niche_id"], ascending=[False, True])
    found = {move: changes[changes["move"] == move].head(MOST_NICHES) for move in MOVES}
    return {move: tuple(map(_moved, rows.to_dict("records"))) for move, rows in found.items()}


def _moved(row: Mapping[Hashable, Any]) -> Moved:
    return Moved(
        name=row["name"],
        growth_before=row["growth_before"],
        growth=row["growth"],
        score_before=row["score_before"],
        score=row["score"],
    )


def openings(before: pd.DataFrame, after: pd.DataFrame) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the niches that are openings now and were none, new niches too, and the opposite."""
    was = dict(zip(before["niche_id"], before["opening"].astype(bool), strict=True))
    now = dict(zip(after["niche_id"], after["opening"].astype(bool), strict=True))
    names = _names(before, after)
    opened = tuple(names[key] for key, is_one in now.items() if is_one and not was.get(key))
    closed = tuple(names[key] for key, was_one in was.items() if was_one and not now.get(key))
    return opened, closed


def happened(events: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> tuple[Event, ...]:
    """Put names to what happened to niches."""
    names = _names(before, after)
    return tuple(
        Event(
            kind=row["kind"],
            name=names.get(row["niche_id"], row["niche_id"]),
            others=tuple(names.get(each, each) for each in row["others"]),
            words=tuple(row["words"]),
        )
        for row in events.to_dict("records")
    )


def inherited(wishes: Sequence[Wish], ended: Ended, niches: pd.DataFrame) -> tuple[Inherited, ...]:
    """List what went over from niches that ended to those of an analysis.

    Parameters
    ----------
    wishes : sequence of Wish
        As they are kept.
    ended
        As in the manifest of the run.
    niches : DataFrame
        Of the run, with wishes applied.
    """
    came = [wish for wish in handed_on(wishes, ended) if wish.came_from]
    if not came:
        return ()
    names = dict(zip(niches["niche_id"], niches["name"], strict=True))
    return tuple(
        Inherited(
            ended=wish.came_from,
            name=names[wish.niche_id],
            named=bool(wish.own_name),
            hidden=wish.hidden,
            part_of=names.get(wish.part_of, ""),
        )
        for wish in came
        if wish.niche_id in names
    )


def _names(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, str]:
    tables = (before, after)
    return {
        key: name
        for each in tables
        for key, name in zip(each["niche_id"], each["name"], strict=True)
    }
