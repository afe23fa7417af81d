"""An invented corpus whose growth is known: what the first visit shows and the tests count on.

Forty subfields over ten years, in our own words, by invented people. Each has a planted kind that
also holds when its papers are counted: ``rising``, ``flat`` (a constant share of a growing whole),
``declining``, ``faded`` (a burst that is over) or ``newborn``. It says nothing about real research.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from explorer.corpus.demonstration.authors import Community
from explorer.corpus.demonstration.growth import MONTHS, draw_counts, plant_curves
from explorer.corpus.demonstration.signals import plant_signals
from explorer.corpus.demonstration.texts import Writer
from explorer.corpus.demonstration.topics import read_sentences, read_subfields, read_techniques
from explorer.corpus.months import last_day
from explorer.corpus.papers import Paper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from explorer.corpus.demonstration.signals import Signals
    from explorer.corpus.demonstration.topics import Subfield, Technique

MARK = "Demonstration: invented paper."
"""How the comments of every paper of the demonstration begin."""
LAST_DAY = date(2024, 12, 31)
FIRST_NUMBER = 90_001
"""No month of arXiv has come near so many papers, so that no id here is one of a real paper."""
EESS_BEGAN = date(2017, 9, 18)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """Invented papers and the truth that was planted in them."""

    papers: list[Paper]
    """Sorted by id, which is also by day."""
    truth: pd.DataFrame
    """``arxiv_id``, ``subfield`` and ``kind``, one row a paper, in the order of the papers."""


def make_demonstration(*, seed: int = 0) -> Demonstration:
    """Make about 7,000 invented papers from January 2015 to December 2024.

    The same seed gives the same papers. Other seeds give other papers, authors and curves for the
    same subfields with the same kinds.
    """
    import pandas as pd

    rng = np.random.default_rng(seed)
    subfields, techniques = read_subfields(), read_techniques()
    curves = plant_curves(subfields, {t.donor for t in techniques}, rng)
    counts = draw_counts([s.kind for s in subfields], curves, rng)
    signals = plant_signals(subfields, techniques, curves, rng)
    written = list(_write_papers(subfields, techniques, counts, signals, rng))
    truth = {
        "arxiv_id": [paper.arxiv_id for paper, _ in written],
        "subfield": [subfield.name for _, subfield in written],
        "kind": [subfield.kind for _, subfield in written],
    }
    return Demonstration(
        papers=[paper for paper, _ in written], truth=pd.DataFrame(truth, dtype="str")
    )


def _write_papers(
    subfields: Sequence[Subfield],
    techniques: Sequence[Technique],
    counts: np.ndarray,
    signals: Signals,
    rng: np.random.Generator,
) -> Iterator[tuple[Paper, Subfield]]:
    """Write the papers in the order of their days, since careers build on what came before."""
    writer = Writer(rng)
    community = Community(len(subfields), read_sentences(), rng)
    for month, name in enumerate(MONTHS):
        rows = rng.permutation(np.repeat(np.arange(len(subfields)), counts[:, month])).tolist()
        for row, (arxiv_id, day) in zip(rows, _ids_and_days(name, len(rows), rng), strict=True):
            used = _techniques_used(techniques, signals.techniques[row, :, month], rng)
            is_open = bool(rng.random() < signals.openness[row, month])
            title, abstract = writer.write(
                subfields[row],
                used,
                neighbour=_one_of(subfields, signals.borrowing[row, :, month], rng),
                is_open=is_open,
                is_heavy=bool(rng.random() < signals.heavy[row]),
            )
            drawn = signals.newcomers[row, month], signals.movers[row, month]
            authors = community.team(row, month, size=signals.team_size[row], drawn=drawn)
            paper = Paper(
                arxiv_id=arxiv_id,
                title=title,
                abstract=abstract,
                submitted=day,
                updated=_last_change(day, rng),
                primary_category=subfields[row].category,
                categories=_categories(subfields[row], day, rng),
                authors=authors,
                comments=_comments(subfields[row], arxiv_id, rng, is_open=is_open),
            )
            yield paper, subfields[row]


def _ids_and_days(month: str, count: int, rng: np.random.Generator) -> Iterator[tuple[str, date]]:
    """Yield ids numbered within their month as arXiv does, with gaps, later days higher."""
    last = last_day(month)
    days = np.sort(rng.integers(1, last.day + 1, count)).tolist()
    numbers = FIRST_NUMBER + np.cumsum(rng.integers(1, 60, count))
    for number, day in zip(numbers.tolist(), days, strict=True):
        yield f"{last:%y%m}.{number:05d}", last.replace(day=day)


def _techniques_used(
    techniques: Sequence[Technique], chances: np.ndarray, rng: np.random.Generator
) -> list[Technique]:
    used = np.flatnonzero(rng.random(len(techniques)) < chances)
    if len(used) > 1:
        used = rng.permutation(used)
    return [techniques[i] for i in used.tolist()]


def _one_of(
    subfields: Sequence[Subfield], chances: np.ndarray, rng: np.random.Generator
) -> Subfield | None:
    """Choose at most one subfield."""
    place = int(np.searchsorted(np.cumsum(chances), rng.random()))
    return subfields[place] if place < len(subfields) else None


def _last_change(day: date, rng: np.random.Generator) -> date:
    """Return the day of the latest version, which for most papers is the first."""
    if rng.random() < 0.65:
        return day
    return min(day + timedelta(days=1 + int(rng.exponential(90))), LAST_DAY)


def _categories(subfield: Subfield, day: date, rng: np.random.Generator) -> tuple[str, ...]:
    others = [c for c in subfield.crosslists if rng.random() < 0.35]
    if day < EESS_BEGAN:
        others = [c for c in others if not c.startswith("eess.")]
    return (subfield.category, *others)


def _comments(subfield: Subfield, arxiv_id: str, rng: np.random.Generator, *, is_open: bool) -> str:
    parts = [MARK]
    pages, figures = 6 + int(rng.random() * 22), 2 + int(rng.random() * 10)
    if rng.random() < 0.8:
        parts.append(f"{pages} pages, {figures} figures.")
    if is_open and rng.random() < 0.5:
        place = f"{subfield.name.replace(' ', '-')}/{arxiv_id}"
        parts.append(f"Code is available at https://example.org/{place}")
    return " ".join(parts)
