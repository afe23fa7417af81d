"""The text of the first two rungs: repeat a paper of the niche, then carry another one over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explorer.plans.drafting.approaches import find_approaches, list_approaches
from explorer.plans.drafting.choosing import choose_to_reproduce, choose_to_vary
from explorer.plans.drafting.evidence import apart, cite, of_papers, paper, papers_that
from explorer.plans.drafting.scoping import (
    budget,
    capital,
    cited_papers,
    ground_of,
    main_papers,
    whom_to_ask,
    why_feasible,
)
from explorer.plans.drafting.sentences import quote, tell
from explorer.plans.drafting.steps import course_to_repeat, course_to_vary
from explorer.plans.hours import milestones
from explorer.plans.records import Rung

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.plans.drafting.approaches import Approach
    from explorer.plans.drafting.evidence import Evidence
    from explorer.plans.drafting.phrases import Phrase


def draft_learning(
    evidence: Evidence, earlier: Sequence[Rung], *, hours: float, hours_per_week: float
) -> Rung:
    """Draft the first rung: reproduce one real paper, chosen for that."""
    choice = choose_to_reproduce(evidence.papers, taken=main_papers(earlier))
    row = paper(evidence, choice.arxiv_id)
    ways = find_approaches(evidence, choice.arxiv_id, earlier=earlier)
    course = course_to_repeat(ground_of(evidence, row, ways, where=evidence.name))
    asked = f"you, with questions to {whom_to_ask(row)}"
    feasible = why_feasible(evidence, choice)
    return Rung(
        kind="learning",
        title=f"Reproduce “{quote(row['title'], longest=80)}”",
        problem=_in_its_own_words(row),
        approaches=list_approaches(ways, _where_to_start(ways, choice.arxiv_id)),
        feasibility_and_value=f"{feasible} {_openness(evidence)} {_returns(evidence, ways)}",
        milestones=milestones(course.steps, hours=hours, hours_per_week=hours_per_week),
        budget=budget(evidence, row, hours=hours, hours_per_week=hours_per_week, people=asked),
        done_when=course.done_when,
        hours=hours,
        papers=cited_papers(evidence, choice, ways),
    )


def draft_personal(
    evidence: Evidence, earlier: Sequence[Rung], *, hours: float, hours_per_week: float
) -> Rung:
    """Draft the second rung: another paper's approach on ground that the person chooses."""
    taken = main_papers(earlier)
    before = next((phrase for phrase in evidence.approaches if taken & set(phrase.ids)), None)
    choice = choose_to_vary(evidence.papers, apart_from=before, taken=taken)
    row = paper(evidence, choice.arxiv_id)
    ways = find_approaches(evidence, choice.arxiv_id, earlier=earlier)
    fresh = _new_ground(evidence, choice.arxiv_id, ways)
    where = fresh.text if fresh else "data of your own"
    course = course_to_vary(ground_of(evidence, row, ways, where=where))
    asked = f"you and one person who knows {where}"
    room = _room(evidence, ways[0], fresh)
    return Rung(
        kind="personal",
        title=f"Carry “{quote(row['title'], longest=60)}” over to {where}",
        problem=f"{_in_its_own_words(row)} {_variant(evidence, fresh)}",
        approaches=list_approaches(ways, f"{capital(ways[0].name)} first."),
        feasibility_and_value=f"{why_feasible(evidence, choice)} {room}",
        milestones=milestones(course.steps, hours=hours, hours_per_week=hours_per_week),
        budget=budget(evidence, row, hours=hours, hours_per_week=hours_per_week, people=asked),
        done_when=course.done_when,
        hours=hours,
        papers=cited_papers(evidence, choice, ways, first=fresh),
    )


def _in_its_own_words(row: Any) -> str:
    told = tell(row["abstract"])
    parts = [f"{cite(row)}: “{told.question}”"]
    if told.method:
        parts.append(f"Its way: “{told.method}”")
    if told.claim:
        parts.append(f"Its claim: “{told.claim}”")
    return " ".join(parts)


def _where_to_start(ways: Sequence[Approach], main: str) -> str:
    own = [way.name for way in ways if way.phrase is not None and main in way.phrase.ids]
    if own:
        return f"{capital(own[0])} first, as in the paper."
    return f"The paper's way first, {ways[0].name} beside it."


def _openness(evidence: Evidence) -> str:
    table = evidence.papers
    small = int(((table["team"] > 0) & (table["team"] <= 3)).sum())
    code = papers_that(evidence, int(table["says_code"].sum()), "say")
    return (
        f"Up to {evidence.as_of}, {code} that code is available; "
        f"{small} have three authors or fewer."
    )


def _returns(evidence: Evidence, ways: Sequence[Approach]) -> str:
    named = [way.phrase for way in ways if way.phrase is not None]
    if not named:
        return f"It opens the rest of {evidence.name}."
    returns = ", ".join(f"{phrase.text} in {len(phrase.ids)}" for phrase in named)
    return f"Value: {returns}."


def _new_ground(evidence: Evidence, main: str, ways: Sequence[Approach]) -> Phrase | None:
    """Find a subject seen in other papers of the niche and not in this one."""
    named = [way.phrase for way in ways if way.phrase is not None]
    fresh = [phrase for phrase in evidence.subjects if main not in phrase.ids]
    clear = [phrase for phrase in fresh if all(apart(phrase, other) for other in named)]
    return next(iter([*clear, *fresh]), None)


def _variant(evidence: Evidence, ground: Phrase | None) -> str:
    if ground is None:
        return "New ground: data of your own."
    example = cite(paper(evidence, ground.ids[0]))
    seen = papers_that(evidence, len(ground.ids), "hold")
    return (
        f"New ground: {ground.text}, which {seen} ({example}) and this one does not, or data of "
        "your own."
    )


def _room(evidence: Evidence, first: Approach, ground: Phrase | None) -> str:
    way = first.phrase
    if way is None or ground is None:
        mention = papers_that(evidence, int(evidence.papers["mentions_data"].sum()), "mention")
        return f"Value: {mention} a data set; yours adds one."
    joint = len(set(way.ids) & set(ground.ids))
    return (
        f"Value: {of_papers(evidence, len(way.ids))} hold {way.text}, {len(ground.ids)} hold "
        f"{ground.text}, {joint if joint else 'none'} both."
    )
