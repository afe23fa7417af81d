"""A plan as a Markdown document: complete, readable, and safe whatever was typed into it.

Typed text stays text: only paragraphs, "- " lists, addresses and ``arXiv:`` ids keep a meaning.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from explorer.corpus.papers import ARXIV_ID
from explorer.plans.belongings import Belongings, scenarios_of
from explorer.plans.hours import day_reached, weeks
from explorer.plans.outcomes import PARTS as LEFT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.plans.contacts import Contact
    from explorer.plans.outcomes import Outcome
    from explorer.plans.records import Plan, Rung, RungPaper, SavedNiche

PARTS = (
    ("Problem", "problem"),
    ("Candidate approaches", "approaches"),
    ("Feasibility and value", "feasibility_and_value"),
    ("Milestones", "milestones"),
    ("Budget", "budget"),
    ("Done when", "done_when"),
)
"""Heading and field of each part of a rung, in the order of scoping."""

SHOWN = (
    ("papers", "Papers"),
    ("papers_recent", "Papers in the last twelve whole months"),
    ("papers_before", "Papers in the twelve months before"),
    ("growth", "Growth of share a year (ratio)"),
    ("growth_low", "Growth, lower end of the 80 % interval"),
    ("growth_high", "Growth, upper end of the 80 % interval"),
    ("score", "Score, 0 to 100 (ranks by expected growth)"),
    ("novel", "Novel, 0 to 100"),
    ("achievable", "Achievable, 0 to 100"),
)
ADDRESS = r"https?://[^\s<>\"“”()\[\]]*[^\s<>\"“”()\[\].,;:!?'`*_|\\]"
LINKED = re.compile(rf"(?P<address>{ADDRESS})|\barXiv:(?P<id>{ARXIV_ID.pattern})(?![\w/])")
MARKS = re.compile(r"[\\`*_\[\]#|~$]")
LISTED = re.compile(r"\s*([-*+•]|\d{1,3}[.)])\s+(\S.*)")
LIMITS = (
    "The figures describe preprints on arXiv up to the day named, and growth is not quality. "
    "The ladder was drafted from titles and abstracts; read the papers before you trust a line."
)
INVENTED = (
    "This plan belongs to the demonstration corpus: its papers are invented, and their ids lead "
    "nowhere."
)


def plan_markdown(plan: Plan, niche: SavedNiche, belongings: Belongings | None = None) -> str:
    """Write a plan as one Markdown document that ends with a line break.

    It is the person's own: what they noted of talks is in it.

    Headings go from one title over sections and rungs to the parts of a rung, without a gap. The
    papers of a demonstration are not linked, because their ids belong to other papers on arXiv.
    """
    linked, belongings = niche.kind == "real", belongings or Belongings()
    blocks = [
        f"# {inline(plan.title) or 'Plan'}",
        *([f"> {INVENTED}"] if not linked else []),
        _facts(plan, niche),
        "## The niche",
        *_niche(niche),
        *_scenarios(niche, belongings),
        "## The ladder",
        _overview(plan),
    ]
    for number, rung in enumerate(plan.rungs, start=1):
        blocks += _rung(rung, number, linked=linked)
        blocks += _left(belongings.outcome_of(rung.rung_id), linked=linked)
        blocks += _talks(belongings.contacts_of(rung.rung_id), "### Talks", linked=linked)
    blocks += _talks(belongings.contacts_of(None), "## Talks about the whole plan", linked=linked)
    blocks += [
        "## Papers of this plan",
        _all_papers(plan, linked=linked),
        "## How to read this",
        LIMITS,
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def inline(text: str, *, linked: bool = False) -> str:
    """Escape a text for one line; ``linked`` turns addresses and arXiv ids into links."""
    flat = " ".join(_visible(text).split())
    pieces, end = [], 0
    for match in LINKED.finditer(flat) if linked else ():
        pieces += [_escape(flat[end : match.start()]), _link(match)]
        end = match.end()
    return "".join([*pieces, _escape(flat[end:])])


def paragraphs(text: str, *, linked: bool = False) -> str:
    """Escape a text of many lines; blank lines part paragraphs, "- " and "1. " make lists."""
    lines: list[str] = []
    for raw in re.split(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", text):
        item = LISTED.fullmatch(raw)
        if item:
            bullet = item[1] if item[1][0].isdigit() else "-"
            line = f"{bullet.replace(')', '.')} {_guard(inline(item[2], linked=linked))}"
        else:
            line = _guard(inline(raw, linked=linked))
        if lines and line and lines[-1] and bool(item) != bool(LISTED.match(lines[-1])):
            lines.append("")
        lines.append(line)
    return "\n".join(_with_breaks(lines)).strip("\n")


def _facts(plan: Plan, niche: SavedNiche) -> str:
    hours = sum(rung.hours for rung in plan.rungs)
    needed = weeks(hours, plan.hours_per_week) if plan.rungs else 0
    rows = (
        ("Niche", inline(niche.name)),
        ("Papers as of", f"{niche.as_of}"),
        ("Analysis", inline(niche.run_id)),
        ("Saved", f"{niche.saved_at:%Y-%m-%d}"),
        ("Plan made", f"{plan.created:%Y-%m-%d}"),
        ("Last changed", f"{plan.updated:%Y-%m-%d}"),
        ("Effort", f"{hours:,g} hours, {needed:,} weeks at {plan.hours_per_week:.3g} hours a week"),
    )
    return "\n".join(f"- **{name}:** {value}" for name, value in rows)


def _niche(niche: SavedNiche) -> Iterator[str]:
    if niche.terms:
        yield f"Its words: {', '.join(inline(term) for term in niche.terms)}."
    found = [(label, niche.shown.get(key)) for key, label in SHOWN]
    numbers = [(label, value) for label, value in found if isinstance(value, int | float)]
    if numbers:
        rows = [f"| {label} | {_number(value)} |" for label, value in numbers]
        yield "\n".join([f"| As of {niche.as_of} | Value |", "| :-- | --: |", *rows])
    held = len(niche.paper_ids)
    yield f"{held:,} paper{'' if held == 1 else 's'} belonged to it when it was saved."
    if niche.note.strip():
        yield "Note: " + paragraphs(niche.note)


def _scenarios(niche: SavedNiche, belongings: Belongings) -> Iterator[str]:
    found = list(scenarios_of(niche.shown, belongings))
    if found:
        yield "## What may become of it"
        yield f"Chances by the forecast of {niche.as_of}, for the three years after it."
    for each in found:
        yield f"### {each.title}{f': {each.chance}' if each.chance else ''}"
        yield f"That is: {each.meaning}."
        yield paragraphs(f"What I would do: {each.response or 'nothing written yet.'}")


def _left(outcome: Outcome, *, linked: bool) -> Iterator[str]:
    for heading, field in LEFT:
        if text := getattr(outcome, field).strip():
            yield f"### {heading}"
            yield paragraphs(text, linked=linked)


def _talks(contacts: Sequence[Contact], heading: str, *, linked: bool) -> Iterator[str]:
    if contacts:
        yield heading
    for each in contacts:
        yield f"**{inline(each.name)}**, {each.day}"
        yield paragraphs(each.said, linked=linked)
        if each.next_step.strip():
            yield paragraphs(f"Next step: {each.next_step}", linked=linked)


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")


def _overview(plan: Plan) -> str:
    if not plan.rungs:
        return "No rung yet."
    lines = ["| Rung | Kind | Hours | From | To | State |", "| :-- | :-- | --: | :-- | :-- | :-- |"]
    spent = 0.0
    for number, rung in enumerate(plan.rungs, start=1):
        start = _day(plan, spent)
        spent += rung.hours
        cells = (
            f"{number}. {inline(rung.title) or 'Untitled'}",
            rung.kind,
            f"{rung.hours:,g}",
            start,
            _day(plan, spent),
            rung.state,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return (
        "\n".join(lines) + f"\n\nDates run from {plan.created:%Y-%m-%d} at the weekly hours above."
    )


def _day(plan: Plan, hours: float) -> str:
    day = day_reached(plan, hours)
    return f"{day}" if day < date.max else f"after {date.max.year}"


def _rung(rung: Rung, number: int, *, linked: bool) -> Iterator[str]:
    yield f"## {number}. {rung.kind.capitalize()}: {inline(rung.title) or 'untitled'}"
    yield from rung_blocks(rung, linked=linked)


def rung_blocks(rung: Rung, *, linked: bool) -> Iterator[str]:
    """Give what a rung says below its title, block by block."""
    yield f"{rung.hours:,g} hours, {rung.state}."
    for heading, field in PARTS:
        yield f"### {heading}"
        yield paragraphs(getattr(rung, field), linked=linked) or "Nothing written yet."
    yield "### Papers"
    if not rung.papers:
        yield "None: this rung stands on no paper."
    yield "\n".join(_paper(paper, linked=linked) for paper in rung.papers)


def _paper(paper: RungPaper, *, linked: bool) -> str:
    why = inline(paper.why, linked=linked)
    return f"- {_reference(paper, linked=linked)}" + (f". {why}" if why else "")


def _all_papers(plan: Plan, *, linked: bool) -> str:
    papers = {paper.arxiv_id: paper for rung in reversed(plan.rungs) for paper in rung.papers}
    if not papers:
        return "None."
    return "\n".join(f"- {_reference(papers[key], linked=linked)}" for key in sorted(papers))


def _reference(paper: RungPaper, *, linked: bool) -> str:
    title = inline(paper.title) or paper.arxiv_id
    if not linked:
        return f"{title} (arXiv:{paper.arxiv_id})"
    return f"[{title}](https://arxiv.org/abs/{paper.arxiv_id}) (arXiv:{paper.arxiv_id})"


def _link(match: re.Match[str]) -> str:
    if match["id"]:
        return f"[arXiv:{match['id']}](https://arxiv.org/abs/{match['id']})"
    return f"<{match['address']}>"


def _escape(text: str) -> str:
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return MARKS.sub(r"\\\g<0>", plain)


def _guard(line: str) -> str:
    """Keep the start of a line from reading as a list, a rule or a heading."""
    line = re.sub(r"^(?=[-+=])", r"\\", line)
    return re.sub(r"^(\d+)(?=[.)](?:\s|$))", r"\1\\", line)


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() or c.isspace() else " " for c in text)


def _with_breaks(lines: list[str]) -> Iterator[str]:
    """End a line with a hard break where the next one goes on in the same paragraph."""
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        goes_on = line and after and not LISTED.match(after)
        yield f"{line}\\" if goes_on and not line.endswith("\\") else line
