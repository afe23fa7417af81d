import re
from dataclasses import replace
from datetime import date

import pytest

from explorer.plans.digest import Digest, Event, Moved, NewPapers
from explorer.presentation.digest import digest_markdown, sections, summary
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import ratio

NASTY = "$x$ *b* [c](http://d.e) <b>f</b> # :smile:"


@pytest.fixture
def digest():
    move = Moved(name="grasping", growth_before=1.0, growth=1.5, score_before=40, score=60)
    return Digest(
        since=date(2024, 11, 30),
        as_of=date(2024, 12, 31),
        joined=1204,
        papers=20_000,
        anew="",
        saved=(
            NewPapers(name="walking", papers=("2412.00001", "2412.00002"), count=7),
            NewPapers(name="swimming", papers=(), count=0, gone=True),
        ),
        moved={"rose": (move,), "cooled": (replace(move, name="flying"),), "up": (), "down": ()},
        opened=("grasping",),
        closed=("flying", "crawling"),
        events=(
            Event(kind="born", name="soft hands", others=(), words=("soft", "silicone")),
            Event(kind="died", name="old hands", others=(), words=("steel",)),
            Event(kind="split", name="hands", others=("hands", "fingers"), words=()),
            Event(kind="merged", name="arms", others=("arms", "elbows"), words=()),
            Event(kind="drifted", name="legs", others=(), words=("knee",)),
        ),
        holes=("cs.RO: arXiv announced 90 papers and sent 80",),
        invented=False,
    )


TITLES = {"2412.00001": "Walking on ice", "2412.00002": NASTY}


def test_a_digest_tells_everything_once(digest):
    text = digest_markdown(digest, TITLES)
    assert text.startswith("# What changed since 30 November 2024\n\n1,204 papers joined;")
    assert text.endswith("\n")
    for told in (
        "- **walking**: 7 new papers\n  - [Walking on ice](https://arxiv.org/abs/2412.00001)",
        "  - and 5 more",
        "- **swimming**: not in this analysis any more",
        f"- **grasping**: growth a year {ratio(1.0)} before, {ratio(1.5)} now; score 40 before",
        "Now an opening: grasping",
        "No opening any more: flying, crawling",
        "New: **soft hands** (soft, silicone)",
        "Gone: **old hands** (steel)",
        "Split: **hands** came apart into hands, fingers",
        "Merged: arms, elbows came together as **arms**",
        "Changed: **legs** goes on with other papers (knee)",
        "cs.RO: arXiv announced 90 papers and sent 80",
    ):
        assert text.count(told) == 1, told
    assert re.findall(r"^#+ ", text, re.MULTILINE) == ["# ", *["## "] * 6]


def test_parts_that_have_nothing_to_say_are_left_out(digest):
    empty = replace(
        digest,
        saved=(),
        moved={"rose": (), "cooled": (), "up": (), "down": ()},
        opened=(),
        closed=(),
        events=(),
        holes=(),
    )
    assert sections(empty, {}, escape=plain) == []
    assert "No niche moved beyond its interval" in summary(empty, escape=plain)
    assert "No niche moved" not in summary(digest, escape=plain)


def test_text_of_others_stays_text(digest):
    text = digest_markdown(digest, TITLES)
    (line,) = [line for line in text.splitlines() if "2412.00002" in line]
    assert "<b>" not in line
    assert r"\$x\$ \*b\* \[c\](http" in line
    page = "\n".join(s.text for s in sections(digest, TITLES, escape=plain))
    assert plain(NASTY) in page
    nasty = replace(digest, opened=(NASTY,), anew=NASTY, holes=(NASTY,))
    shown = sections(nasty, {}, escape=plain)
    for name in ("Openings", "What did not come from arXiv"):
        (found,) = [section for section in shown if section.heading == name]
        assert plain(NASTY) in found.text
    assert plain(NASTY) in summary(nasty, escape=plain)


def test_a_paper_without_a_title_is_called_by_its_id(digest):
    assert "[2412.00001](https://arxiv.org/abs/2412.00001)" in digest_markdown(digest, {})


def test_invented_papers_are_not_linked_and_called_invented(digest):
    text = digest_markdown(replace(digest, invented=True), TITLES)
    assert "arxiv.org" not in text
    assert "invented papers" in text
    assert "Walking on ice (arXiv:2412.00001)" in text


def test_why_niches_were_found_anew_is_told(digest):
    text = digest_markdown(replace(digest, anew="niches were found long ago"), TITLES)
    assert "Niches were found anew and matched by their papers: niches were found long ago." in text
