"""A digest in Markdown, for a file, a terminal or a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from explorer.plans.digest import Digest, Event, Inherited, Moved, NewPapers
from explorer.plans.drift import PlanCheck
from explorer.plans.markdown import inline
from explorer.presentation.drift import alert_lines, check_lines, scenario_line
from explorer.presentation.numbers import counted, day_name, listed, ratio
from explorer.trends.changes import MOVED as SCORE_MOVED

LISTED = re.compile(r"^( *)")

MOVED = {
    "rose": "Rose: growth above the interval it had",
    "cooled": "Cooled: growth below the interval it had",
    "up": f"Score up by {SCORE_MOVED:.0f} points or more",
    "down": f"Score down by {SCORE_MOVED:.0f} points or more",
}

MOST_NAMES = 12
"""Names in one line."""

INVENTED = "These are the invented papers of the demonstration; their ids lead nowhere."


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading, and lines of Markdown under it."""

    heading: str
    lines: tuple[str, ...]
    """Without the sign of a list; those of a lower level are indented."""

    @property
    def text(self) -> str:
        """The lines as a list in Markdown."""
        return "\n".join(LISTED.sub(r"\1- ", line, count=1) for line in self.lines)


def digest_markdown(digest: Digest, titles: Mapping[str, str]) -> str:
    """Write a digest as one Markdown document that ends with a line break.

    Parameters
    ----------
    titles : mapping
        Titles of the papers it names, by id.
    """
    blocks = [f"# {heading(digest)}", summary(digest, escape=inline)]
    for section in sections(digest, titles, escape=inline):
        blocks += [f"## {section.heading}", section.text]
    return "\n\n".join(blocks) + "\n"


def heading(digest: Digest) -> str:
    """Say since when."""
    return f"What changed since {day_name(digest.since)}"


def summary(digest: Digest, *, escape: Callable[[str], str]) -> str:
    """Say in a few sentences how much came, and whether niches only grew."""
    text = (
        f"{counted(digest.joined, 'paper')} joined; the analysis as of {day_name(digest.as_of)} "
        f"counts {counted(digest.papers, 'paper')}."
    )
    if digest.anew:
        text += f" Niches were found anew and matched by their papers: {escape(digest.anew)}."
    if digest.invented:
        text += f" {INVENTED}"
    if digest.judged is not None:
        text += f" Scores, flags and names are those of {day_name(digest.judged)}."
    if digest.judged == digest.since:
        return text
    return text if any(digest.moved.values()) else f"{text} No niche moved beyond its interval."


def sections(
    digest: Digest, titles: Mapping[str, str], *, escape: Callable[[str], str]
) -> list[Section]:
    """Write the parts of a digest that have something to say.

    Parameters
    ----------
    escape : function
        Makes text of others safe where the lines are rendered.
    """
    link = not digest.invented
    found = {
        "Your niches": [
            line for each in digest.saved for line in _saved(each, titles, escape, link=link)
        ],
        "Your plans": [line for each in digest.plans for line in _plan(each, titles, escape)],
        **{name: [_moved(x, escape) for x in digest.moved[key]] for key, name in MOVED.items()},
        "Openings": [
            *_named("Now an opening", digest.opened, escape),
            *_named("No opening any more", digest.closed, escape),
        ],
        "Niches that came, went or changed": [_event(each, escape) for each in digest.events],
        "What you wanted of niches that ended": [
            inherited_line(each, escape) for each in digest.handed_on
        ],
        "What did not come from arXiv": [escape(hole) for hole in digest.holes],
    }
    return [Section(heading=name, lines=tuple(lines)) for name, lines in found.items() if lines]


def _saved(
    niche: NewPapers, titles: Mapping[str, str], escape: Callable[[str], str], *, link: bool
) -> Iterator[str]:
    name = escape(niche.name)
    if niche.gone:
        yield f"**{name}**: not in this analysis any more; what you saved of it is kept"
        return
    yield f"**{name}**: {counted(niche.count, 'new paper')}"
    for paper_id in niche.papers:
        title = escape(titles.get(paper_id, "")) or paper_id
        named = f"[{title}](https://arxiv.org/abs/{paper_id})" if link else title
        yield f"  {named} (arXiv:{paper_id})"
    if niche.count > len(niche.papers):
        yield f"  and {niche.count - len(niche.papers):,} more"


def _plan(
    check: PlanCheck, titles: Mapping[str, str], escape: Callable[[str], str]
) -> Iterator[str]:
    told = [*check_lines(check)[1:], *filter(None, [scenario_line(check)])]
    told += alert_lines(check, titles)
    came = counted(check.new_papers, "new paper")
    quiet = "" if told else "; none of them is like a rung, and the niche goes on as it did"
    yield f"**{escape(check.title)}** (plan {check.plan_id}): {came}{quiet}"
    yield from (f"  {escape(line)}" for line in told)


def _moved(niche: Moved, escape: Callable[[str], str]) -> str:
    return (
        f"**{escape(niche.name)}**: growth a year {ratio(niche.growth_before)} before, "
        f"{ratio(niche.growth)} now; score {niche.score_before:.0f} before, {niche.score:.0f} now"
    )


def _named(what: str, names: tuple[str, ...], escape: Callable[[str], str]) -> Iterator[str]:
    if names:
        yield f"{what}: {listed([escape(name) for name in names], most=MOST_NAMES)}"


def inherited_line(found: Inherited, escape: Callable[[str], str]) -> str:
    """Say what went over from a niche that ended."""
    name = f"**{escape(found.name)}**"
    wanted = [
        *(["bears the name that you gave it"] if found.named else []),
        *(["is hidden"] if found.hidden else []),
        *([f"is part of **{escape(found.part_of)}**"] if found.part_of else []),
    ]
    if wanted:
        return f"“{escape(found.ended)}” went over into {name}, which {' and '.join(wanted)}"
    return (
        f"“{escape(found.ended)}” went over into {name}, which stands in lists: it holds papers of "
        "niches for which you did not want the same"
    )


def _event(event: Event, escape: Callable[[str], str]) -> str:
    name, words = f"**{escape(event.name)}**", ", ".join(escape(word) for word in event.words[:5])
    others = listed([escape(each) for each in event.others], most=MOST_NAMES)
    told = {
        "born": f"New: {name} ({words})",
        "died": f"Gone: {name} ({words})",
        "drifted": f"Changed: {name} goes on with other papers ({words})",
        "split": f"Split: {name} came apart into {others}",
        "merged": f"Merged: {others} came together as {name}",
    }
    return told[event.kind]
