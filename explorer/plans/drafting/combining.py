"""Open combinations as a plan tells them: a method and a problem that no paper has joined."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from explorer.plans.drafting.phrases import Phrase, find_phrase, normal, usable

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

MOST_TOLD = 2
"""Combinations that a ladder speaks of."""

NEXT_DOOR = "a niche near it"
"""Where a phrase lives that no paper of the niche holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """A method and a problem, both alive near the niche, that no paper held has joined."""

    method: Phrase
    problem: Phrase
    likelier: float
    """Part of pairs of concepts never joined that are less likely to be joined soon."""
    method_papers: int
    """Papers that hold the method, in all that were analysed."""
    problem_papers: int
    method_recent: int
    """The same of the last twelve months."""
    problem_recent: int


def read_combinations(
    papers: pd.DataFrame, beside: pd.DataFrame, found: pd.DataFrame | None
) -> tuple[Combination, ...]:
    """Find both sides of each combination in the niche's papers, or else in papers near it.

    Parameters
    ----------
    papers, beside : tables of papers
        Of the niche and near it, with the columns of ``read_cues``.
    found : table, optional
        Rows of ``combinations.parquet`` of this niche, the likeliest first.
    """
    if found is None:
        return ()
    near = set(beside["id"])
    read = (_combination(papers, near, row) for _, row in found.iterrows())
    return tuple(islice((each for each in read if each is not None), MOST_TOLD))


def ids_beside(found: pd.DataFrame | None, papers: pd.DataFrame) -> list[str]:
    """List the papers of combinations that are not of the niche."""
    if found is None:
        return []
    sides = [*found["method_ids"], *found["problem_ids"]]
    named = dict.fromkeys(paper_id for ids in sides for paper_id in ids)
    return [paper_id for paper_id in named if paper_id not in set(papers["id"])]


def why_open(combination: Combination) -> str:
    """Say what is known of both sides, and how likely they are to be joined soon."""
    return (
        f"{_alive(combination.problem, combination.problem_papers, combination.problem_recent)}; "
        f"{_alive(combination.method, combination.method_papers, combination.method_recent)}. "
        f"No paper held joins them, and they are likelier to be joined soon than "
        f"{_percent(combination.likelier)} of the pairs that none has joined."
    )


def _alive(phrase: Phrase, papers: int, recent: int) -> str:
    here = f"{len(phrase.ids):,} here" if phrase.ids else "none here yet"
    late = f"{recent:,} of them in the last twelve months"
    return f"{phrase.text} is in {papers:,} papers, {late}, {here}"


def _percent(part: float) -> str:
    return f"{min(100 * part, 99.9):.1f} %"


def _combination(papers: pd.DataFrame, beside: set[str], row: Any) -> Combination | None:
    method = _side(papers, row["method"], [each for each in row["method_ids"] if each in beside])
    problem = _side(papers, row["problem"], [each for each in row["problem_ids"] if each in beside])
    shown = all(usable(each.text) and (each.ids or each.beside) for each in (method, problem))
    if not shown or not (method.ids or problem.ids) or set(method.ids) & set(problem.ids):
        return None
    counts = ("method_papers", "problem_papers", "method_recent", "problem_recent")
    return Combination(
        method=method,
        problem=problem,
        likelier=float(row["likelier"]),
        **{name: int(row[name]) for name in counts},
    )


def _side(papers: pd.DataFrame, text: str, beside: Iterable[str]) -> Phrase:
    phrase = find_phrase(papers, normal(text))
    return phrase if phrase.ids else replace(phrase, beside=tuple(beside), home=NEXT_DOOR)
