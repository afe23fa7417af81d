"""A niche, or niches side by side, as one HTML page that needs nothing else.

It has no script, asks nobody for anything, follows the theme of the reader and can be printed. All
text is escaped; links to arXiv are the only ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from explorer.plans.exports.page_frame import whole_page
from explorer.presentation import comparison
from explorer.presentation.curve_svg import curves_svg, legend_svg
from explorer.presentation.html_style import NICHE_STYLE
from explorer.presentation.niche_texts import growth_sentence, reference
from explorer.presentation.numbers import counted, day_name, listed, month_name
from explorer.presentation.score_parts import verdict

if TYPE_CHECKING:
    import pandas as pd

    from explorer.presentation.comparison import Side
    from explorer.presentation.reading_list import Shelf

AXIS = "Share of papers (%), mean of 12 months with its 80 % interval"

LIMITS = (
    "Growth is that of a niche's share of papers, in whole months, by the day of a paper's first "
    "version. Ranks are among all niches of the analysis. Preprints are not all of science, and "
    "growth is not quality."
)

INVENTED = "Demonstration corpus: these papers are invented, and their ids lead nowhere."


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What an analysis looked at, said on everything that is taken along."""

    papers: int
    scope: str
    as_of: date
    last_month: str
    invented: bool
    judged: date | None = None
    """The day from which niches were judged, if papers joined them since."""

    @property
    def line(self) -> str:
        """One line of plain text."""
        of = "invented papers of a demonstration" if self.invented else "papers on arXiv"
        line = (
            f"{self.papers:,} {of} · {self.scope} · as of {day_name(self.as_of)} · "
            f"last whole month {month_name(self.last_month)}"
        )
        return line if self.judged is None else f"{line} · scores as of {day_name(self.judged)}"


def niche_page(side: Side, shelves: Sequence[Shelf], source: Source) -> str:
    """Write a niche as a page: what it is, its figures, its curve, its words, what to read."""
    return _page(
        str(side.niche["name"]),
        [
            _paragraph(verdict(side.niche)),
            "<h2>Growth</h2>",
            _paragraph(growth_sentence(side.niche, last_month=source.last_month)),
            *_curves([side]),
            "<h2>Figures</h2>",
            _table(comparison.scorecard([side], last_month=source.last_month)),
            "<h2>Words</h2>",
            _words(side),
            "<h2>What to read</h2>",
            *(part for shelf in shelves for part in _shelf(shelf, source)),
        ],
        source,
    )


def comparison_page(sides: Sequence[Side], source: Source) -> str:
    """Write niches side by side as a page."""
    names = [side.label for side in sides]
    return _page(
        f"Compared: {listed(names, most=comparison.MOST)}",
        [
            "<h2>Growth</h2>",
            *_curves(sides),
            "<h2>Side by side</h2>",
            _table(comparison.scorecard(sides, last_month=source.last_month)),
            "<h2>Words in common</h2>",
            *_shared_words(sides),
            "<h2>Words that set each apart</h2>",
            *(
                f"<h3{AUTO}>{_text(label)}</h3>{_terms(terms)}"
                for label, terms in comparison.words_apart(sides).items()
            ),
            "<h2>Papers and people in common</h2>",
            *_in_common(sides, source),
        ],
        source,
    )


AUTO = ' dir="auto"'
"""The direction of a text follows its own letters."""


def _page(title: str, blocks: Sequence[str], source: Source) -> str:
    mark = f'<p class="mark">{escape(INVENTED)}</p>' if source.invented else ""
    parts = [
        f"<h1{AUTO}>{_text(title)}</h1>",
        mark,
        f'<p class="facts">{_text(source.line)}</p>',
        *blocks,
        f'<p class="foot">{escape(LIMITS)}</p>',
    ]
    whole = whole_page(_flat(title), parts, style=NICHE_STYLE)
    return whole.encode(errors="replace").decode()


def _curves(sides: Sequence[Side]) -> Iterator[str]:
    curves = comparison.curves(sides)
    if curves.empty:
        yield _paragraph("There are less than 12 months of papers.")
        return
    told = _flat(comparison.ends_text(sides, unit="share"))
    drawn = curves["niche"].drop_duplicates().tolist()
    if len(sides) > 1:
        keys = (f"<li>{legend_svg(i)} {_text(name)}</li>" for i, name in enumerate(drawn))
        yield f'<ul class="keys">{"".join(keys)}</ul>'
    yield f"<figure>{curves_svg(curves, unit='share', title=told, axis=AXIS)}</figure>"


def _table(table: pd.DataFrame) -> str:
    head = "".join(f'<th scope="col"{AUTO}>{_text(name)}</th>' for name in table.columns)
    rows = [
        f'<tr><th scope="row">{_text(row[0])}</th>'
        + "".join(f"<td{AUTO}>{_text(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in table.itertuples(index=False, name=None)
    ]
    return (
        f'<div class="wide"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _words(side: Side) -> str:
    meanings = {"own": "Its own", "rising": "Rising", "imported": "Imported"}
    return "".join(
        f"<h3>{meaning}</h3>{_terms(side.words.loc[side.words['role'] == role, 'term'].tolist())}"
        for role, meaning in meanings.items()
    )


def _terms(terms: Sequence[str]) -> str:
    return f"<p{AUTO}>{_text(', '.join(terms)) or 'None.'}</p>"


def _shared_words(sides: Sequence[Side]) -> Iterator[str]:
    shared = comparison.shared_words(sides)
    if not shared:
        yield _paragraph("None: they speak of different things.")
    for niches, terms in shared.items():
        yield f"<h3{AUTO}>{_text(', '.join(niches))}</h3>{_terms(terms)}"


def _shelf(shelf: Shelf, source: Source) -> Iterator[str]:
    yield f"<h3>{escape(shelf.title)}</h3>"
    yield _paragraph(f"{shelf.why[:1].upper()}{shelf.why[1:]}.")
    yield _papers(shelf.papers, source)


def _papers(papers: pd.DataFrame, source: Source) -> str:
    rows = papers.to_dict("records")
    lines = (
        f"<li{AUTO}>{_title(row['id'], row['title'], source)}"
        f'<br><span class="facts">{_text(reference(row))}</span></li>'
        for row in rows
    )
    return f"<ul>{''.join(lines)}</ul>"


def _title(paper_id: str, title: str, source: Source) -> str:
    if source.invented:
        return _text(title)
    return f'<a href="https://arxiv.org/abs/{quote(paper_id)}">{_text(title) or paper_id}</a>'


def _in_common(sides: Sequence[Side], source: Source) -> Iterator[str]:
    papers, people = comparison.shared_papers(sides), comparison.shared_people(sides)
    yield _paragraph(f"{counted(len(papers), 'paper')} in two or more of them.")
    if len(papers):
        yield _papers(papers, source)
    yield _paragraph(
        f"{counted(len(people), 'person', 'people')} who wrote in two or more of them, those with "
        "most papers first; told apart by name alone."
    )
    lines = (
        f"<li{AUTO}>{_text(name)}: {_text(niches)}</li>"
        for name, niches in zip(people["name"], people["niches"], strict=True)
    )
    yield f"<ul>{''.join(lines)}</ul>"


def _paragraph(text: str) -> str:
    return f"<p>{_text(text)}</p>"


def _text(text: object) -> str:
    """Escape a text for HTML."""
    return escape(_flat(str(text)))


def _flat(text: str) -> str:
    """Write a text in one line; characters that cannot be seen become blanks."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
