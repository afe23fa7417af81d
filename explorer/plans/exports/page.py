"""Plans as one page of HTML: complete in itself, without scripts, asking nobody.

All that was typed is text. The page is the person's own; for others there is the portfolio.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from explorer.plans.belongings import scenarios_of
from explorer.plans.exports.kept import Kept, rung_days
from explorer.plans.exports.page_frame import whole_page
from explorer.plans.markdown import ADDRESS, INVENTED, LIMITS, LISTED, PARTS
from explorer.plans.outcomes import PARTS as LEFT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.plans.contacts import Contact
    from explorer.plans.records import Rung, RungPaper

UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Controls, and marks that turn the direction of what follows."""
OWN = (
    "This page is your own: it holds what you noted of talks with others. For others there is the "
    "portfolio."
)
BREAK = re.compile(r"\r\n|[\n\r\u2028\u2029]")


def plans_page(kept: Sequence[Kept]) -> bytes:
    """Write plans as one page: what is done stands beside what is planned."""
    title = kept[0].plan.title if len(kept) == 1 else "Research plans"
    parts = [] if len(kept) == 1 else [f"<h1>{one_line(title)}</h1>"]
    for each in kept:
        parts += _plan(each, 1 if len(kept) == 1 else 2)
    parts.append(f'<p class="foot">{escape(LIMITS)}</p>')
    return whole_page(" ".join(visible(title).split()) or "Plan", parts).encode()


def _plan(kept: Kept, level: int) -> Iterator[str]:
    plan, niche = kept.plan, kept.niche
    done = sum(rung.state == "done" for rung in plan.rungs)
    hours = sum(rung.hours for rung in plan.rungs)
    yield f'<h{level} dir="auto">{one_line(plan.title) or "Plan"}</h{level}>'
    yield (
        f'<p class="facts">Niche: <bdi>{one_line(niche.name)}</bdi>. Papers as of {niche.as_of}. '
        f"{done} of {len(plan.rungs)} rungs done; {hours:,g} hours at "
        f"{plan.hours_per_week:.3g} hours a week.</p>"
    )
    if niche.kind != "real":
        yield f'<p class="note">{escape(INVENTED)}</p>'
    if kept.belongings.contacts:
        yield f'<p class="note">{escape(OWN)}</p>'
    if niche.terms:
        words = ", ".join(f"<bdi>{one_line(term)}</bdi>" for term in niche.terms)
        yield f"<p>Its words: {words}.</p>"
    if niche.note.strip():
        yield from paragraphs(niche.note)
    yield from _scenarios(kept, level + 1)
    yield from _overview(kept)
    for rung in plan.rungs:
        yield from _rung(kept, rung, level + 1)
    yield from _talks(kept.belongings.contacts_of(None), level + 1, "Talks about the whole plan")


def _scenarios(kept: Kept, level: int) -> Iterator[str]:
    found = list(scenarios_of(kept.niche.shown, kept.belongings))
    if found:
        yield f"<h{level}>What may become of it</h{level}>"
        yield (
            f'<p class="facts">Chances by the forecast of {kept.niche.as_of}, for the three years '
            "after it.</p>"
        )
    for each in found:
        chance = f": {each.chance}" if each.chance else ""
        yield f"<h{level + 1}>{escape(each.title + chance)}</h{level + 1}>"
        yield f'<p class="facts">That is: {escape(each.meaning)}.</p>'
        yield from paragraphs(f"What I would do: {each.response or 'nothing written yet.'}")


def _overview(kept: Kept) -> Iterator[str]:
    yield "<table>"
    yield (
        '<thead><tr><th scope="col">Rung</th><th scope="col" class="number">Hours</th>'
        '<th scope="col">From</th><th scope="col">To</th><th scope="col">State</th></tr></thead>'
    )
    yield "<tbody>"
    for rung, start, end in rung_days(kept.plan):
        state = '<span class="done">done</span>' if rung.state == "done" else escape(rung.state)
        yield (
            f'<tr><td dir="auto">{rung.position}. {one_line(rung.title) or "Untitled"}</td>'
            f'<td class="number">{rung.hours:,g}</td><td>{start}</td><td>{end}</td>'
            f"<td>{state}</td></tr>"
        )
    yield "</tbody>"
    yield "</table>"


def _rung(kept: Kept, rung: Rung, level: int) -> Iterator[str]:
    title = one_line(rung.title) or "untitled"
    kind = escape(rung.kind.capitalize())
    yield f'<h{level} dir="auto">{rung.position}. {kind}: {title}</h{level}>'
    yield f'<p class="facts">{rung.hours:,g} hours, {escape(rung.state)}.</p>'
    for heading, field in PARTS:
        if text := getattr(rung, field).strip():
            yield f"<h{level + 1}>{heading}</h{level + 1}>"
            yield from paragraphs(text)
    if rung.papers:
        yield f"<h{level + 1}>Papers</h{level + 1}>"
        yield "<ul>"
        yield from (paper_item(paper, linked=kept.niche.kind == "real") for paper in rung.papers)
        yield "</ul>"
    outcome = kept.belongings.outcome_of(rung.rung_id)
    for heading, field in LEFT:
        if text := getattr(outcome, field).strip():
            yield f"<h{level + 1}>{heading}</h{level + 1}>"
            yield from paragraphs(text)
    yield from _talks(kept.belongings.contacts_of(rung.rung_id), level + 1, "Talks")


def _talks(contacts: Sequence[Contact], level: int, heading: str) -> Iterator[str]:
    if contacts:
        yield f"<h{level}>{heading}</h{level}>"
    for each in contacts:
        yield f'<p class="facts"><bdi>{one_line(each.name)}</bdi>, {each.day}</p>'
        yield from paragraphs(each.said)
        if each.next_step.strip():
            yield from paragraphs(f"Next step: {each.next_step}")


def paper_item(paper: RungPaper, *, linked: bool) -> str:
    """Write a paper as an item of a list."""
    title, number = one_line(paper.title) or escape(paper.arxiv_id), escape(paper.arxiv_id)
    if linked:
        title = f'<a href="https://arxiv.org/abs/{number}" rel="noopener">{title}</a>'
    why = f" <bdi>{one_line(paper.why)}</bdi>" if paper.why.strip() else ""
    return f"<li><bdi>{title}</bdi> (arXiv:{number}).{why}</li>"


def paragraphs(text: str) -> Iterator[str]:
    """Write typed text: blank lines part paragraphs, and "- " or "1. " make lists."""
    inside = ""
    for block in _blocks(text):
        tag = block[0]
        if inside and inside != tag:
            yield f"</{inside}>"
        if tag != "p" and inside != tag:
            yield f"<{tag}>"
        inside = tag if tag != "p" else ""
        inner = "<br>".join(map(_linked, block[1]))
        yield f'<p dir="auto">{inner}</p>' if tag == "p" else f'<li dir="auto">{inner}</li>'
    if inside:
        yield f"</{inside}>"


def _blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    lines: list[str] = []
    for raw in [*BREAK.split(text), ""]:
        item = LISTED.fullmatch(raw)
        if lines and (item or not raw.strip()):
            yield "p", lines
            lines = []
        if item:
            yield ("ol" if item[1][0].isdigit() else "ul"), [item[2]]
        elif raw.strip():
            lines.append(raw.strip())


def _linked(text: str) -> str:
    """Escape a line and make its addresses links."""
    pieces, end = [], 0
    for match in re.finditer(ADDRESS, text):
        address = escape(visible(match[0]))
        link = f'<a href="{address}" rel="noopener nofollow">{address}</a>'
        pieces += [escape(visible(text[end : match.start()])), link]
        end = match.end()
    return "".join([*pieces, escape(visible(text[end:]))])


def one_line(text: str) -> str:
    """Escape what was typed, as one line."""
    return escape(" ".join(visible(text).split()))


def visible(text: str) -> str:
    """Drop what cannot be seen, or turns the direction of what follows."""
    return UNSEEN.sub("", text)
