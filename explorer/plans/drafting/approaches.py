"""Candidate approaches of a rung: phrases seen in the niche's papers, each with an example."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from explorer.plans.drafting.evidence import cite, of_papers, paper
from explorer.plans.drafting.sentences import quote, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.plans.drafting.evidence import Evidence
    from explorer.plans.drafting.phrases import Phrase
    from explorer.plans.records import Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """One way to go at a rung's problem."""

    name: str
    line: str
    """Its evidence: how many papers, and one of them in its own words."""
    phrase: Phrase | None
    """``None`` where a paper had to stand for an approach that no phrase names."""
    examples: tuple[str, ...] = ()
    """Papers that hold it, the one shown first."""


def find_approaches(
    evidence: Evidence,
    main: str,
    *,
    earlier: Sequence[Rung] = (),
    first: Sequence[Phrase | None] = (),
    most: int = 3,
) -> tuple[Approach, ...]:
    """Find two approaches or more for a rung.

    Parameters
    ----------
    evidence : Evidence
        What the niche offers.
    main : arXiv id
        The rung's main paper; approaches that it holds come early.
    earlier : rungs
        Approaches and examples that these have shown come late.
    first : phrases
        Phrases that must lead.
    most : int
        How many to name.
    """
    leading = [phrase for phrase in first if phrase is not None]
    told = "\n".join(rung.approaches for rung in earlier)
    rest = sorted(
        evidence.approaches,
        key=lambda phrase: (main not in phrase.ids, f"- {phrase.text}:" in told),
    )
    chosen = list({phrase.text: phrase for phrase in [*leading, *rest]}.values())[:most]
    shown = {main, *(cited.arxiv_id for rung in earlier for cited in rung.papers)}
    found: list[Approach] = []
    for phrase in chosen:
        example = next((each for each in phrase.ids if each not in shown), "".join(phrase.ids[:1]))
        shown.add(example)
        line = _line(evidence, phrase, example)
        examples = tuple(dict.fromkeys([example, *phrase.ids])) if example else phrase.beside
        found.append(Approach(name=phrase.text, line=line, phrase=phrase, examples=examples))
    return tuple(found) if len(found) >= 2 else _with_papers(evidence, main, found)


def list_approaches(approaches: Sequence[Approach], advice: str) -> str:
    """Write the approaches as a list, and which to try first."""
    return "\n".join([*(f"- {approach.line}" for approach in approaches), "", advice])


def _with_papers(evidence: Evidence, main: str, found: Sequence[Approach]) -> tuple[Approach, ...]:
    """Let papers stand for approaches where no phrase recurs."""
    ways = list(found)
    for paper_id in dict.fromkeys([main, *evidence.papers["id"]]):
        row = paper(evidence, paper_id)
        name = f"the way of “{quote(row['title'], longest=60)}”"
        ways.append(Approach(name=name, line=f"{name}: {_words(row)}", phrase=None))
        if len(ways) >= 2:
            return tuple(ways)
    yardstick = "a plain yardstick"
    line = f"{yardstick}: the simplest rule that could answer the same question"
    return (*ways, Approach(name=yardstick, line=line, phrase=None))


def _line(evidence: Evidence, phrase: Phrase, example: str) -> str:
    if not example and phrase.beside:
        row = paper(evidence, phrase.beside[0])
        return f"{phrase.text}: in no paper here yet, but near it, e.g. {cite(row)}: {_words(row)}"
    if not example:
        return f"{phrase.text}: in no paper here yet, but next door in {phrase.home}"
    row = paper(evidence, example)
    seen = of_papers(evidence, len(phrase.ids))
    return f"{phrase.text}: {seen}, e.g. {cite(row)}: {_words(row)}"


def _words(row: Any) -> str:
    told = tell(row["abstract"])
    return f"“{quote(told.method or told.claim or told.question, longest=220)}”"
