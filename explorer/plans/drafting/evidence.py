"""What a niche's own papers offer to a plan, counted once and cited by all rungs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import log, log1p
from typing import TYPE_CHECKING, Any

from explorer.errors import TooFewPapersError
from explorer.plans.drafting.combining import Combination, read_combinations
from explorer.plans.drafting.cues import read_cues
from explorer.plans.drafting.phrases import (
    CENTRAL,
    Phrase,
    normal,
    read_imports,
    read_phrases,
    stem,
)
from explorer.plans.drafting.sentences import data_named_in, metrics_of, quote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The papers of a niche with their cues, and what is common among them."""

    name: str
    as_of: date
    papers: pd.DataFrame
    """With the columns of ``read_cues``, the most central paper first."""
    approaches: tuple[Phrase, ...]
    """Phrases that act as methods, the likeliest first."""
    subjects: tuple[Phrase, ...]
    """Phrases that say what the methods are used on."""
    rising: tuple[Phrase, ...]
    """Terms that took a larger share of late, here or next door, the steepest first."""
    combinations: tuple[Combination, ...]
    """Pairs that no paper has joined, the likeliest to be joined soon first."""
    beside: pd.DataFrame
    """Papers near the niche that hold a side of a combination, with the columns of ``papers``."""
    metrics: tuple[tuple[str, int], ...]
    data: tuple[tuple[str, int], ...]


def gather_evidence(
    niche: Mapping[str, Any],
    papers: pd.DataFrame,
    *,
    as_of: date | None = None,
    neighbours: Sequence[Mapping[str, Any]] = (),
    words: pd.DataFrame | None = None,
    combinations: pd.DataFrame | None = None,
    beside: pd.DataFrame | None = None,
) -> Evidence:
    """Read a niche's papers for what a plan can stand on.

    Raises
    ------
    TooFewPapersError
        If the niche has no paper at all.
    """
    name = str(niche.get("name") or niche.get("slug") or "this niche")
    if papers.empty:
        raise TooFewPapersError(0, 1, name)
    day = as_of or papers["published"].max().date()
    table = read_cues(papers, as_of=day)
    own = read_phrases(table, niche, words=words)
    imports = read_imports(table, neighbours, own=own)
    near = table.head(0) if beside is None or beside.empty else read_cues(beside, as_of=day)
    means = [phrase for phrase in own if phrase.as_method or len(own) < 4]
    return Evidence(
        name=name,
        as_of=day,
        papers=table,
        approaches=tuple((means if len(means) >= 2 else own)[:8]),
        subjects=_subjects(own, normal(name)),
        rising=_rising([*own, *imports], papers=len(table)),
        combinations=read_combinations(table, near, combinations),
        beside=near,
        metrics=tuple(metrics_of(table["plain"].head(CENTRAL))),
        data=tuple(data_named_in((table["title"] + ". " + table["abstract"]).head(CENTRAL))),
    )


def paper(evidence: Evidence, arxiv_id: str) -> Any:
    """Return the row of one paper of the niche, or near it."""
    ids = evidence.papers["id"].tolist()
    if arxiv_id in ids:
        return evidence.papers.iloc[ids.index(arxiv_id)]
    return evidence.beside.iloc[evidence.beside["id"].tolist().index(arxiv_id)]


def cite(row: Any, *, longest: int = 110) -> str:
    """Name a paper so that it can be found: its title and its arXiv id."""
    return f"“{quote(row['title'].rstrip('.'), longest=longest)}” (arXiv:{row['id']})"


def count(number: int) -> str:
    """Write small numbers as words."""
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"


def of_papers(evidence: Evidence, number: int) -> str:
    """Say ``7 of 42 papers``."""
    papers = len(evidence.papers)
    return f"{number:,} of {papers:,} paper{'' if papers == 1 else 's'}"


def papers_that(evidence: Evidence, number: int, verb: str) -> str:
    """Say ``7 of 42 papers say``, and ``1 of 42 papers says``."""
    return f"{of_papers(evidence, number)} {verb}{'s' if number == 1 else ''}"


def metric_for(evidence: Evidence, row: Any) -> str:
    """Name the measure of success: the paper's own, else the niche's commonest."""
    own = metrics_of([row["plain"]])
    if own:
        return own[0][0]
    return evidence.metrics[0][0] if evidence.metrics else "the figure its abstract claims"


def apart(one: Phrase, two: Phrase) -> bool:
    """Tell whether two phrases share no word."""
    return not {stem(w) for w in one.text.split()} & {stem(w) for w in two.text.split()}


def _subjects(own: Sequence[Phrase], name: str) -> tuple[Phrase, ...]:
    """Rank phrases that papers hold without using them as a means; the niche's name comes last."""
    return tuple(
        sorted(
            own,
            key=lambda phrase: (
                phrase.text == name,
                -log1p(len(phrase.ids)) * (1 - phrase.as_method / (len(phrase.ids) + 1)),
                phrase.text,
            ),
        )
    )


def _rising(phrases: Sequence[Phrase], *, papers: int) -> tuple[Phrase, ...]:
    least = 1 if papers < 12 else 2 if papers < 40 else 3
    weights: dict[str, float] = {}
    for phrase in phrases:
        if phrase.home and (phrase.home_growth or 0.0) > 1.0:
            weights[phrase.text] = log(min(phrase.home_growth or 1.0, 4.0)) + 0.1 * log1p(
                phrase.recent
            )
        elif phrase.recent >= least and phrase.rise > 1.0:
            weights[phrase.text] = log(phrase.rise) * log1p(phrase.recent)
    risen = [phrase for phrase in phrases if phrase.text in weights]
    return tuple(sorted(risen, key=lambda phrase: (-weights[phrase.text], phrase.text)))
