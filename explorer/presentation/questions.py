"""Questions for a talk with somebody who works in a niche, in the terms of their own papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from explorer.plans.markdown import inline
from explorer.presentation.numbers import day_name

if TYPE_CHECKING:
    from explorer.plans.records import Rung

MOST_PAPERS = 5


def path_lines(papers: pd.DataFrame) -> list[str]:
    """Tell the last papers of somebody in a niche, in their order, each with its team."""
    rows = _last(papers)
    return [
        f"{day_name(row['published'].date())}: “{row['title']}”, {_team(str(row['authors']))}"
        for row in rows
    ]


def question_sheet(name: str, papers: pd.DataFrame, rung: Rung, *, niche: str) -> str:
    """Write a sheet of questions as Markdown.

    Parameters
    ----------
    papers : table of papers
        Those of this person in the niche.
    rung : Rung
        What the person who asks means to do.
    """
    rows = _last(papers)
    first, last = rows[0], rows[-1]
    lines = [
        f"# Questions for {inline(name)}",
        f"About {inline(niche)}, for: {inline(rung.title)}",
        "## What they wrote",
        "\n".join(f"- {inline(line)}" for line in path_lines(papers)),
        "## Questions",
        f"1. What was hardest in {_quoted(last)}, and what would you do otherwise today?",
        f"2. {_turn(first, last)}",
        f"3. I mean to do this: {inline(rung.title)}. Who has tried it, and where did it stop?",
        f"4. I would call it done when: {inline(rung.done_when)} Would that convince you?",
        f"5. What code or data of {_quoted(last)} can somebody outside your group use?",
        "6. Whom else should I ask, and what should I read that I have not found?",
        "## What was said",
        "",
    ]
    return "\n\n".join(lines)


def papers_by(papers: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the papers that bear a name, as it is written on them."""
    signed = [name in map(str.strip, str(each).split(";")) for each in papers["authors"]]
    return papers[pd.Series(signed, index=papers.index, dtype=bool)]


def _last(papers: pd.DataFrame) -> list[dict[Any, Any]]:
    return papers.sort_values(["published", "id"]).tail(MOST_PAPERS).to_dict("records")


def _quoted(row: dict[Any, Any]) -> str:
    return f"“{inline(str(row['title']))}”"


def _turn(first: dict[Any, Any], last: dict[Any, Any]) -> str:
    if first["id"] == last["id"]:
        return f"What led you to {_quoted(first)}, and what comes after it?"
    return f"What led you from {_quoted(first)} to {_quoted(last)}?"


def _team(authors: str) -> str:
    others = len([name for name in authors.split(";") if name.strip()]) - 1
    return "alone" if others <= 0 else f"with {others} other{'s' if others > 1 else ''}"
