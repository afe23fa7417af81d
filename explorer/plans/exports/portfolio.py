"""What a person finished, as a page of HTML for others: learned, shared, and built on."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from explorer.plans.exports.page import one_line, paper_item, paragraphs, visible
from explorer.plans.exports.page_frame import whole_page
from explorer.plans.markdown import INVENTED
from explorer.plans.outcomes import PARTS
from explorer.plans.plan_log import read_log

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from explorer.plans.exports.kept import Kept
    from explorer.plans.outcomes import Outcome
    from explorer.plans.plan_log import Entry
    from explorer.plans.records import Rung


def portfolio_page(store: Path, kept: Sequence[Kept]) -> bytes:
    """Write the finished rungs of plans as one page; what is still planned is not on it."""
    title = f"Portfolio: {kept[0].niche.name}" if len(kept) == 1 else "Portfolio"
    parts = [f'<h1 dir="auto">{one_line(title)}</h1>']
    found = [
        line
        for each in kept
        for line in _finished(each, read_log(store, each.plan.plan_id), named=len(kept) > 1)
    ]
    parts += found or ["<p>Nothing is finished yet.</p>"]
    return whole_page(" ".join(visible(title).split()), parts).encode()


def _finished(kept: Kept, log: Sequence[Entry], *, named: bool) -> Iterator[str]:
    real = kept.niche.kind == "real"
    rungs = [rung for rung in kept.plan.rungs if rung.state == "done"]
    if rungs and named:
        yield f'<h2 dir="auto">{one_line(kept.niche.name)}</h2>'
    if rungs and not real:
        yield f'<p class="note">{escape(INVENTED)}</p>'
    for rung in rungs:
        yield from _rung(rung, kept.belongings.outcome_of(rung.rung_id), log, linked=real)


def _rung(rung: Rung, outcome: Outcome, log: Sequence[Entry], *, linked: bool) -> Iterator[str]:
    own = [entry for entry in log if entry.rung_id == rung.rung_id]
    yield f'<h3 dir="auto">{one_line(rung.title) or "Untitled"}</h3>'
    yield f'<p class="facts">{escape(_facts(own, rung.kind))}</p>'
    yield "<h4>Done when</h4>"
    yield from paragraphs(rung.done_when)
    for heading, part in PARTS:
        if text := getattr(outcome, part).strip():
            yield f"<h4>{heading}</h4>"
            yield from paragraphs(text)
    if rung.papers:
        yield "<h4>Built on</h4>"
        yield "<ul>"
        yield from (paper_item(paper, linked=linked) for paper in rung.papers)
        yield "</ul>"


def _facts(own: Sequence[Entry], kind: str) -> str:
    """Say what kind of project it was, when it was done, and the hours that were noted."""
    facts = [kind.capitalize()]
    days: list[date] = [entry.day for entry in own]
    if days:
        facts.append(f"{min(days)} to {max(days)}")
    if minutes := sum(entry.minutes for entry in own):
        facts.append(f"{minutes / 60:,.1f} hours noted")
    return " · ".join(facts)
