"""What a person keeps: a saved niche, its plan and its rungs; and what makes a rung whole."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from explorer.corpus.papers import ARXIV_ID, versionless
from explorer.errors import BadHoursError, RungIncompleteError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

KINDS = ("learning", "personal", "creating value", "larger scale")
"""The kinds of rung, in the order in which projects grow."""
STATES = ("planned", "started", "paused", "done")
LONGEST_TEXT = 10_000
"""Characters in one field."""
WEEKLY_HOURS = (1 / 6, 100.0)
"""From ten minutes to more than anybody should."""
RUNG_HOURS = (0.25, 10_000.0)
TEXT_FIELDS = (
    "kind",
    "title",
    "problem",
    "approaches",
    "feasibility_and_value",
    "milestones",
    "budget",
    "done_when",
    "state",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RungPaper:
    """A paper that a rung stands on."""

    arxiv_id: str
    title: str
    why: str
    """What the paper is to this rung, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One milestone of a plan, scoped in five parts."""

    kind: str
    """One of ``KINDS``."""
    title: str
    problem: str
    """The problem in its own terms."""
    approaches: str
    """Two candidate solutions or more."""
    feasibility_and_value: str
    milestones: str
    """Steps, each with a metric and a week counted from the rung's start."""
    budget: str
    """Hours, data, compute and people."""
    done_when: str
    """What can be checked at the end."""
    hours: float
    papers: tuple[RungPaper, ...] = ()
    """The main paper first."""
    no_papers: bool = False
    """The person said that this rung stands on no paper."""
    state: str = "planned"
    """One of ``STATES``."""
    position: int = 1
    """Place on the ladder, from 1."""
    rung_id: int | None = None
    """Number in the store; ``None`` for a draft."""
    version: int = 1
    """Grows with every saved change; a save names the version it started from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A ladder of rungs towards one saved niche."""

    plan_id: int
    niche_id: str
    title: str
    hours_per_week: float
    created: datetime
    updated: datetime
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedNiche:
    """A niche with its own definition, which lives on when the run it came from is gone."""

    niche_id: str
    slug: str
    """Unique among saved niches."""
    name: str
    run_id: str
    as_of: date
    kind: str
    """``real`` or ``demonstration``, as in the run's manifest."""
    terms: tuple[str, ...]
    phrases: tuple[str, ...]
    """Words and phrases that find its papers again without the run's model."""
    paper_ids: tuple[str, ...]
    """Its papers on the day it was saved."""
    shown: Mapping[str, Any]
    """Scores and counts that stood on screen on that day."""
    note: str
    saved_at: datetime
    plan_id: int
    query: str = ""
    """What a person typed to define it; empty for a niche that an analysis found."""


def clean_text(text: str) -> str:
    """Drop NUL and mend broken surrogates; every other character stays as it was typed."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def clean_rung(rung: Rung) -> Rung:
    """Return a rung as it will be stored, or say what it lacks.

    Raises
    ------
    RungIncompleteError
        If there is no done-when, or neither a paper nor the word that there is none, or a part
        that no store can keep.
    BadHoursError
        If the hours are not a sane number.
    """
    texts: dict[str, Any] = {name: clean_text(getattr(rung, name)) for name in TEXT_FIELDS}
    title = texts["title"]
    for name, text in texts.items():
        if len(text) > LONGEST_TEXT:
            part = name.replace("_", " ")
            missing = f"its {part} has {len(text):,} characters and {LONGEST_TEXT:,} fit"
            raise RungIncompleteError(title, missing)
    if rung.kind not in KINDS or rung.state not in STATES:
        missing = f"its kind must be one of {', '.join(KINDS)} and its state {', '.join(STATES)}"
        raise RungIncompleteError(title, missing)
    if is_blank(texts["done_when"]):
        raise RungIncompleteError(
            title, "it has no done-when; write what can be checked at the end"
        )
    if not rung.papers and not rung.no_papers:
        missing = "it names no paper; add one, or say that there is none"
        raise RungIncompleteError(title, missing)
    return replace(
        rung,
        **texts,
        hours=sane_hours(rung.hours, "a rung", RUNG_HOURS),
        papers=tuple(_clean_paper(paper, title) for paper in rung.papers),
        no_papers=rung.no_papers and not rung.papers,
    )


def sane_hours(hours: float, of_what: str, limits: tuple[float, float] = WEEKLY_HOURS) -> float:
    """Return the hours as a number, or raise ``BadHoursError``."""
    if not math.isfinite(hours) or not limits[0] <= hours <= limits[1]:
        raise BadHoursError(hours, of_what, *limits)
    return float(hours)


def is_blank(text: str) -> bool:
    """Tell whether nothing can be seen: only spaces, breaks, and marks without width."""
    return all(c.isspace() or unicodedata.category(c) in {"Cc", "Cf", "Cn"} for c in text)


def _clean_paper(paper: RungPaper, title: str) -> RungPaper:
    arxiv_id = versionless(clean_text(paper.arxiv_id))
    if not ARXIV_ID.fullmatch(arxiv_id):
        missing = f"{paper.arxiv_id[:40]!r} is not an arXiv id such as 2107.05580"
        raise RungIncompleteError(title, missing)
    return RungPaper(arxiv_id=arxiv_id, title=clean_text(paper.title), why=clean_text(paper.why))
