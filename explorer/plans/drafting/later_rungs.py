"""The text of the last two rungs: make something others use, then join two lines of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explorer.plans.drafting.approaches import find_approaches, list_approaches
from explorer.plans.drafting.choosing import choose_to_extend, choose_to_serve
from explorer.plans.drafting.combining import Combination, why_open
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
from explorer.plans.drafting.sentences import tell
from explorer.plans.drafting.steps import (
    COMPARISON,
    DATA_SET,
    EXAMPLES,
    TOOL,
    course_to_join,
    course_to_serve,
)
from explorer.plans.hours import milestones
from explorer.plans.records import Rung

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.plans.drafting.approaches import Approach
    from explorer.plans.drafting.evidence import Evidence
    from explorer.plans.drafting.phrases import Phrase

USUAL = {DATA_SET: 4.0, TOOL: 1.0, COMPARISON: 1.5}
"""Among computing abstracts a data set is named about four times as often as open code is, and a
benchmark one and a half times; what falls furthest behind is what a niche lacks."""
LACKS = {
    DATA_SET: "no common ground",
    TOOL: "most must be rebuilt",
    COMPARISON: "no fair contest",
}


def draft_creating_value(
    evidence: Evidence, earlier: Sequence[Rung], *, hours: float, hours_per_week: float
) -> Rung:
    """Draft the third rung: an open comparison, tool, data set or set of worked examples."""
    spanned = evidence.approaches[:3]
    choice = choose_to_serve(evidence.papers, approaches=spanned, taken=main_papers(earlier))
    row = paper(evidence, choice.arxiv_id)
    ways = find_approaches(evidence, choice.arxiv_id, earlier=earlier, first=spanned[:1])
    one, two = ways[0].name, ways[1].name
    gift, lack = _what_is_missing(evidence)
    where = next((p.text for p in evidence.subjects if p.text not in {one, two}), evidence.name)
    course = course_to_serve(gift, ground_of(evidence, row, ways, where=where))
    users = _who_would_use(evidence, ways, besides=choice.arxiv_id)
    asked = f"you, two testers, with questions to {whom_to_ask(row)}"
    return Rung(
        kind="creating value",
        title=f"{gift} for {where}: {one} beside {two}",
        problem=f"{lack} {_nearest(row)}",
        approaches=list_approaches(ways, f"{capital(one)} first, {two} beside it."),
        feasibility_and_value=f"{why_feasible(evidence, choice)} {users}{_opens(evidence)}",
        milestones=milestones(course.steps, hours=hours, hours_per_week=hours_per_week),
        budget=budget(evidence, row, hours=hours, hours_per_week=hours_per_week, people=asked),
        done_when=course.done_when,
        hours=hours,
        papers=cited_papers(evidence, choice, ways),
    )


def draft_larger_scale(
    evidence: Evidence, earlier: Sequence[Rung], *, hours: float, hours_per_week: float
) -> Rung:
    """Draft the fourth rung: a problem joined with a method that no paper has brought to it.

    Where no open combination is known, the leading approach is joined with a rising term.
    """
    open_pair = next(iter(evidence.combinations), None)
    leading, rising = _pair(evidence) if open_pair is None else _sides(open_pair)
    why = _why_the_pair(evidence, leading, rising) if open_pair is None else why_open(open_pair)
    choice = choose_to_extend(
        evidence.papers, leading=leading, rising=rising, taken=main_papers(earlier)
    )
    row = paper(evidence, choice.arxiv_id)
    ways = find_approaches(evidence, choice.arxiv_id, earlier=earlier, first=(leading, rising))
    one, two = ways[0].name, ways[1].name
    where = next((p.text for p in evidence.subjects if p.text not in {one, two}), evidence.name)
    course = course_to_join(ground_of(evidence, row, ways, where=where))
    asked = f"you and a person who knows {two}, such as {_expert(evidence, rising, row)}"
    alive = _alive(evidence, leading, rising)
    return Rung(
        kind="larger scale",
        title=f"Join {one} with {two}",
        problem=f"{why} {_asked_of(row, two)}",
        approaches=list_approaches(ways, f"{capital(two)} inside {one} first."),
        feasibility_and_value=f"{why_feasible(evidence, choice)} {alive}",
        milestones=milestones(course.steps, hours=hours, hours_per_week=hours_per_week),
        budget=budget(evidence, row, hours=hours, hours_per_week=hours_per_week, people=asked),
        done_when=course.done_when,
        hours=hours,
        papers=cited_papers(evidence, choice, ways, first=rising),
    )


def _what_is_missing(evidence: Evidence) -> tuple[str, str]:
    """Name what would serve several papers of the niche, and the counts that show the lack."""
    table, papers = evidence.papers, len(evidence.papers)
    code, data = int(table["says_code"].sum()), int(table["mentions_data"].sum())
    bench = int(table["mentions_benchmark"].sum())
    theory = int((table["contribution"] == "theory").sum())
    counted = (
        f"{papers_that(evidence, code, 'say')} that code is available; a benchmark is named in "
        f"{bench}, a data set in {data}"
    )
    if theory * 3 >= papers:
        argued = papers_that(evidence, theory, "argue")
        return EXAMPLES, f"{argued} by proof; {counted}: few cases to touch."
    held = {DATA_SET: data, TOOL: code, COMPARISON: bench}
    gift = min(held, key=lambda name: held[name] / USUAL[name])
    return gift, f"{counted}: {LACKS[gift]}."


def _nearest(row: Any) -> str:
    told = tell(row["abstract"])
    words = " ".join(f"“{part}”" for part in (told.question, told.method, told.claim) if part)
    return f"Nearest: {cite(row)}. {words}"


def _who_would_use(evidence: Evidence, ways: Sequence[Approach], *, besides: str) -> str:
    """Cite the newest papers that hold one of the approaches and do not offer code."""
    held = {paper_id for way in ways if way.phrase is not None for paper_id in way.phrase.ids}
    table = evidence.papers
    users = table[table["id"].isin(held - {besides}) & ~table["says_code"]]
    if users.empty:
        return f"Value: all of {evidence.name} could use it."
    newest = users.sort_values(["published", "id"], ascending=[False, True]).head(3)
    cited = "; ".join(cite(row) for _, row in newest.iterrows())
    papers = of_papers(evidence, len(users))
    return f"Value: {papers} could use it, lately {cited}."


def _opens(evidence: Evidence) -> str:
    """Name a combination, besides that of the next rung, that others could try on the gift."""
    if len(evidence.combinations) < 2:
        return ""
    method, problem = (each.text for each in reversed(_sides(evidence.combinations[1])))
    return f" It would also let others try {method} on {problem}, which no paper held has done."


def _sides(combination: Combination) -> tuple[Phrase, Phrase]:
    """Return the problem, and the method that is brought to it."""
    return combination.problem, combination.method


def _pair(evidence: Evidence) -> tuple[Phrase | None, Phrase | None]:
    """Pair the approach of most papers with a rising term not joined to it beyond chance."""
    if not evidence.approaches:
        return None, None
    leading = max(evidence.approaches[:4], key=lambda p: (len(p.ids), p.as_method, p.text))
    ranked = [p for p in evidence.rising if p.text != leading.text and apart(p, leading)]
    others = [p for p in evidence.approaches if p.text != leading.text]
    by_chance = max(0.5, 1.2 * len(leading.ids) / len(evidence.papers))
    fresh = [p for p in ranked if len(set(p.ids) & set(leading.ids)) <= by_chance * len(p.ids)]
    return leading, next(iter([*fresh, *ranked, *others]), None)


def _why_the_pair(evidence: Evidence, leading: Phrase | None, rising: Phrase | None) -> str:
    if leading is None or rising is None:
        return "No two phrases recur here, so the pair is one of papers."
    late = int((evidence.papers["age"] < 12).sum())
    before = len(evidence.papers) - late
    joint = len(set(leading.ids) & set(rising.ids))
    if rising.home:
        growth = rising.home_growth
        pace = "" if growth is None else f", whose share grows {growth:.2f}-fold a year"
        alive = f"{rising.text}, from next door ({rising.home}{pace}), is in {len(rising.ids)} here"
    else:
        alive = (
            f"{rising.text} is in {rising.recent} of {late} from the last twelve months, "
            f"{len(rising.ids) - rising.recent} of {before} before"
        )
    held = papers_that(evidence, len(leading.ids), "hold")
    return f"{held} {leading.text}; {alive}; {joint} hold both."


def _asked_of(row: Any, rising: str) -> str:
    told = tell(row["abstract"])
    way = f" Its way: “{told.method}”" if told.method else ""
    return (
        f"Nearest: {cite(row)}: “{told.question}”{way} "
        f"Would {rising} move “{told.claim or row['title']}”?"
    )


def _alive(evidence: Evidence, leading: Phrase | None, rising: Phrase | None) -> str:
    newest = evidence.papers.sort_values(["published", "id"], ascending=[False, True]).head(2)
    cited = " and ".join(cite(row) for _, row in newest.iterrows())
    late = of_papers(evidence, int((evidence.papers["age"] < 12).sum()))
    lively = f"{late} are of the last twelve months, lately {cited}."
    if leading is None or rising is None:
        return lively
    papers = of_papers(evidence, len(set(leading.ids) | set(rising.ids)))
    return f"{lively} Value: {papers} could use the answer."


def _expert(evidence: Evidence, rising: Phrase | None, row: Any) -> str:
    if rising is None or not (rising.ids or rising.beside):
        return whom_to_ask(row)
    return whom_to_ask(paper(evidence, (rising.ids or rising.beside)[0]))
