"""Sentences about feasibility, data, compute and people that every rung needs, from evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explorer.plans.drafting.cues import team_of
from explorer.plans.drafting.evidence import cite, count, metric_for, of_papers, paper, papers_that
from explorer.plans.drafting.sentences import data_named_in, quote, tell
from explorer.plans.drafting.steps import Ground
from explorer.plans.hours import weeks
from explorer.plans.records import RungPaper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.plans.drafting.approaches import Approach
    from explorer.plans.drafting.choosing import Choice
    from explorer.plans.drafting.evidence import Evidence
    from explorer.plans.drafting.phrases import Phrase
    from explorer.plans.records import Rung

MOST_PAPERS = 3
"""A main paper and up to two that support it."""


def points(choice: Choice) -> str:
    """Say how a main paper scored, and why."""
    return f"{choice.score:.1f} of {choice.out_of}: {'; '.join(choice.reasons)}"


def why_feasible(evidence: Evidence, choice: Choice) -> str:
    """Say why this paper was chosen, and which could take its place."""
    others = " or ".join(cite(paper(evidence, spare)) for spare in choice.next_in_line)
    return f"Scores {points(choice)}." + (f" Next in line: {others}." if others else "")


def cited_papers(
    evidence: Evidence, choice: Choice, ways: Sequence[Approach], *, first: Phrase | None = None
) -> tuple[RungPaper, ...]:
    """List the main paper with its reasons, then up to two that show a phrase at work."""
    wanted = [(first.text, first.ids or first.beside)] if first is not None else []
    wanted += [(way.phrase.text, way.examples) for way in ways if way.phrase is not None]
    main = paper(evidence, choice.arxiv_id)
    why = f"Main paper; scores {points(choice)}."
    if choice.reused:
        held = len(evidence.papers)
        papers = f"{count(held)} paper{'' if held == 1 else 's'}"
        why += f" It stands on another rung too, because this niche has only {papers}."
    found = [RungPaper(arxiv_id=choice.arxiv_id, title=main["title"], why=why)]
    cited = {choice.arxiv_id}
    for text, ids in wanted:
        fresh = next((paper_id for paper_id in ids if paper_id not in cited), None)
        if fresh is not None and len(cited) < MOST_PAPERS:
            cited.add(fresh)
            row = paper(evidence, fresh)
            told = "; says that code is available" if row["says_code"] else ""
            why = f"Shows {text} at work{told}."
            found.append(RungPaper(arxiv_id=fresh, title=row["title"], why=why))
    return tuple(found)


def main_papers(rungs: Sequence[Rung]) -> set[str]:
    """Return the papers that rungs stand on."""
    return {rung.papers[0].arxiv_id for rung in rungs}


def ground_of(evidence: Evidence, row: Any, ways: Sequence[Approach], *, where: str) -> Ground:
    """Collect the words of the niche that a rung's steps are made of."""
    told = tell(row["abstract"])
    named = {way.name for way in ways[:2]}
    words = [phrase.text for phrase in evidence.subjects if phrase.text not in named][:5]
    return Ground(
        contribution=row["contribution"],
        claim=quote(told.claim or told.question or row["title"], longest=180).rstrip("."),
        one=ways[0].name,
        two=ways[1].name,
        metric=metric_for(evidence, row),
        where=where,
        authors=whom_to_ask(row),
        words=", ".join(words or [evidence.name]),
    )


def capital(text: str) -> str:
    """Begin with a capital letter and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def data_for(evidence: Evidence, row: Any) -> str:
    """Say which data a rung can begin with."""
    named = [name for name, _ in data_named_in([f"{row['title']}. {row['abstract']}"])]
    if named:
        return f"{', '.join(named[:3])}, named in the abstract"
    if row["says_data"]:
        return "open, as the abstract says"
    if row["mentions_data"]:
        return "described in the abstract; ask for it if it cannot be downloaded"
    if evidence.data and evidence.data[0][1] > 1:
        name, papers = evidence.data[0]
        return f"none named by the paper; {name} serves {of_papers(evidence, papers)}"
    return "made-up cases with known answers first; this abstract names no set"


def compute_for(evidence: Evidence, row: Any) -> str:
    """Say how much compute a rung needs."""
    heavy = int(evidence.papers["heavy"].sum())
    if row["heavy"]:
        return f"the paper used much, like {of_papers(evidence, heavy)}; cut its size tenfold"
    if row["light"]:
        return "light by its own words"
    return "one ordinary machine" + (
        f" ({papers_that(evidence, heavy, 'ask')} for more)" if heavy else ""
    )


def whom_to_ask(row: Any) -> str:
    """Name the first and last author."""
    team = team_of(row["authors"])
    if not team:
        return "the authors"
    return team[0] if len(team) == 1 else f"{team[0]} or {team[-1]}"


def budget(
    evidence: Evidence,
    row: Any,
    *,
    hours: float,
    hours_per_week: float,
    people: str,
) -> str:
    """Write the four lines of a budget."""
    count_of_weeks = weeks(hours, hours_per_week)
    span = f"{count_of_weeks} week{'' if count_of_weeks == 1 else 's'} at {hours_per_week:.3g} h"
    return "\n".join(
        (
            f"- Hours: {hours:.0f}, {span}",
            f"- Data: {data_for(evidence, row)}",
            f"- Compute: {compute_for(evidence, row)}",
            f"- People: {people}",
        )
    )
