import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pandas as pd
import pytest

from explorer.presentation import comparison
from explorer.presentation.comparison import Side
from explorer.presentation.html_page import INVENTED, Source, comparison_page, niche_page
from explorer.presentation.niche_tables import growth_curve, month_totals
from explorer.presentation.reading_list import reading_list
from explorer.runs import read_run, read_table

NASTY = '"><script>alert(1)</script><img src=x onerror=y> & \u202e $x$'


class Reader(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.texts, self.wrong = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br", "path"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        self.wrong += [tag] if not self.open or self.open.pop() != tag else []

    def handle_data(self, data):
        self.texts.append(data)


@pytest.fixture(scope="module")
def sides(demonstration):
    run = read_run(demonstration.runs)
    niches, series = read_table(run, "niches"), read_table(run, "series")
    words, totals = read_table(run, "words"), month_totals(niches, series)
    rows = niches[niches["level"] == "niche"].head(3).to_dict("records")
    return [
        Side(
            label=label,
            niche=row,
            path=["one", "two"],
            curve=growth_curve(series, row["niche_id"], totals),
            words=words[words["niche_id"] == row["niche_id"]],
            papers=papers("2101.00001"),
        )
        for label, row in zip(comparison.labels(rows), rows, strict=True)
    ]


def papers(*ids, title="A survey"):
    return pd.DataFrame(
        {
            "id": list(ids),
            "title": title,
            "abstract": "",
            "published": pd.Timestamp("2021-01-01"),
            "primary_category": "cs.RO",
            "categories": "cs.RO",
            "authors": "Ada Byron; Bo Li",
            "comments": "",
            "similarity": 0.5,
        }
    )


def source(**more):
    facts = {"papers": 7445, "scope": "cs.RO", "as_of": date(2024, 12, 31)}
    return Source(**{**facts, "last_month": "2024-12", "invented": False, **more})


def pages(sides, source, title="A survey"):
    shelves = reading_list(papers("2101.00001", "hep-th/9901001", title=title))
    return [niche_page(sides[0], shelves, source), comparison_page(sides, source)]


def test_a_page_has_no_script_and_asks_nobody_for_anything(sides):
    for text in pages(sides, source()):
        found = Reader(text)
        assert not found.wrong
        assert not found.open
        tags = {tag for tag, _ in found.tags}
        assert not tags & {"script", "img", "link", "iframe", "object", "form", "base", "input"}
        attributes = {name for _, attrs in found.tags for name in attrs}
        assert not {name for name in attributes if name.startswith("on")} | (attributes & {"src"})
        links = [attrs["href"] for tag, attrs in found.tags if "href" in attrs]
        assert links
        assert all(link.startswith("https://arxiv.org/abs/") for link in links)
        assert "default-src 'none'" in text
        assert not re.search(r"url\(|@import", text)


def test_text_of_others_is_shown_as_text(sides):
    named = {**sides[0].niche, "name": f"{NASTY}\ud800"}
    words = sides[0].words.assign(term=NASTY)
    nasty = replace(sides[0], label=NASTY, niche=named, words=words, path=[NASTY])
    held = papers("2101.00001", title=NASTY).assign(authors=NASTY)
    both = [replace(nasty, papers=held), replace(sides[1], papers=held)]
    for text in (
        niche_page(nasty, reading_list(held), source(scope=NASTY)),
        comparison_page(both, source(scope=NASTY)),
    ):
        found = Reader(text)
        assert not found.wrong
        assert {tag for tag, _ in found.tags} & {"script", "img"} == set()
        assert any("<script>alert(1)</script>" in data for data in found.texts)
        assert "\u202e" not in text
        text.encode()


def test_a_page_says_what_was_looked_at_and_when(sides):
    for text in pages(sides, source()):
        assert "7,445 papers on arXiv" in text
        assert "as of 31 December 2024" in text
        assert "last whole month December 2024" in text
        assert "growth is not quality" in text
        assert INVENTED not in text


def test_invented_papers_are_marked_and_lead_nowhere(sides):
    for text in pages(sides, source(invented=True)):
        assert INVENTED in text
        assert "href" not in text


def test_a_page_follows_the_theme_and_can_be_printed(sides):
    for text in pages(sides, source()):
        assert "prefers-color-scheme: dark" in text
        assert "@media print" in text
        assert 'name="viewport"' in text


def test_every_side_stands_in_the_comparison(sides):
    text = comparison_page(sides, source())
    for side in sides:
        assert text.count(f">{side.label}</th>") == 1
    assert text.count('class="line c') == 2 * len(sides)


def test_a_niche_of_less_than_a_year_has_a_page_too(sides):
    young = replace(sides[0], curve=sides[0].curve.head(5))
    assert "less than 12 months" in niche_page(young, [], source())
