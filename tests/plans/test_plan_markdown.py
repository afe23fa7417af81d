import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from explorer.plans.markdown import inline, paragraphs, plan_markdown
from explorer.plans.records import Plan, RungPaper, SavedNiche

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE = (
    "<script>alert(1)</script> **bold** _it_ `code` [x](javascript:alert(1)) ![i](http://a.b/c.png)"
    " # no | cell $x$ ~~s~~ &amp; \\"
)
MARKUP = {"html_block", "html_inline", "image", "em_open", "s_open", "code_inline", "fence"}
"""What none of our own text makes."""
typed = st.text(
    st.one_of(st.sampled_from("*_`[]()<>#|~$\\!&-+=1.>\n \t:h"), st.characters()), max_size=80
)


def tokens(document):
    for token in READER.parse(document):
        yield token
        yield from token.children or ()


def headings(document):
    found = READER.parse(document)
    return [
        (int(token.tag[1]), found[place + 1].content)
        for place, token in enumerate(found)
        if token.type == "heading_open"
    ]


def links(document):
    return [token.attrGet("href") for token in tokens(document) if token.type == "link_open"]


def visible(document):
    """Return the words that a reader of the rendered document sees."""
    page = re.sub(r"<[^>]*>", " ", READER.render(document))
    return unescape(page).split()


@pytest.fixture
def kept(now):
    return SavedNiche(
        niche_id="n1",
        slug="tide-pool-robots",
        name="tide pool robots",
        run_id="2026-11-22-a",
        as_of=date(2024, 12, 31),
        kind="real",
        terms=("soft limbs", "wave surge"),
        phrases=(),
        paper_ids=("2301.10001", "hep-th/9901001"),
        shown={"papers": 1234567, "growth": 1.31, "score": 77.5, "novel": None, "rising": True},
        note="Near the sea.",
        saved_at=now,
        plan_id=1,
    )


@pytest.fixture
def plan(rung, now):
    old = RungPaper(arxiv_id="hep-th/9901001", title="Strings", why="")
    rungs = (rung(), rung(kind="personal", title="Own pool", hours=42.5, papers=(old,), position=2))
    return Plan(
        plan_id=1,
        niche_id="n1",
        title="Plan: tide pool robots",
        hours_per_week=5.0,
        created=now,
        updated=now,
        rungs=rungs,
    )


def hostile_everywhere(plan):
    parts = ("title", "problem", "approaches", "feasibility_and_value", "milestones", "budget")
    paper = RungPaper(arxiv_id="2301.10001", title=HOSTILE, why=HOSTILE)
    rungs = tuple(
        replace(rung, papers=(paper,), done_when=HOSTILE, **dict.fromkeys(parts, HOSTILE))
        for rung in plan.rungs
    )
    return replace(plan, title=HOSTILE, rungs=rungs)


def test_a_document_says_everything_that_is_in_the_plan(plan, kept):
    words = visible(plan_markdown(plan, kept))
    for rung in plan.rungs:
        for part in ("title", "problem", "feasibility_and_value", "budget", "done_when"):
            assert set(getattr(rung, part).removeprefix("- ").split()) <= set(words)
    assert {"2024-12-31", "2026-11-22", "1,234,567", "1.31", "77.5", "sea.", "surge"} <= set(words)
    assert "None" not in words


def test_headings_have_one_root_and_no_gap(plan, kept):
    found = headings(plan_markdown(plan, kept))
    levels = [level for level, _ in found]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [text for level, text in found if level == 3][:7] == [
        "Problem",
        "Candidate approaches",
        "Feasibility and value",
        "Milestones",
        "Budget",
        "Done when",
        "Papers",
    ]


def test_every_paper_is_linked_to_arxiv(plan, kept):
    found = links(plan_markdown(plan, kept))
    assert set(found) == {
        "https://arxiv.org/abs/2301.10001",
        "https://arxiv.org/abs/hep-th/9901001",
    }


def test_an_id_in_a_text_is_linked_too(plan, kept):
    told = replace(plan.rungs[0], problem="See (arXiv:2107.05580) and arXiv:math.GT/0309136.")
    found = links(plan_markdown(replace(plan, rungs=(told,)), kept))
    assert "https://arxiv.org/abs/2107.05580" in found
    assert "https://arxiv.org/abs/math.GT/0309136" in found


def test_a_demonstration_is_marked_and_links_nowhere(plan, kept):
    told = replace(plan.rungs[0], problem="See arXiv:2107.05580 and https://example.org/a.")
    document = plan_markdown(replace(plan, rungs=(told,)), replace(kept, kind="demonstration"))
    assert "demonstration corpus" in document.split("\n\n")[1]
    assert links(document) == []


def test_hostile_text_changes_nothing_but_itself(plan, kept):
    plain = plan_markdown(plan, kept)
    document = plan_markdown(hostile_everywhere(plan), kept)
    kinds = {token.type for token in tokens(document)}
    assert not kinds & {
        "html_block",
        "html_inline",
        "image",
        "em_open",
        "strong_open",
        "s_open",
    } - {"strong_open"}
    assert [level for level, _ in headings(document)] == [level for level, _ in headings(plain)]
    assert all(
        link.startswith("https://arxiv.org/abs/") or "a.b" in link for link in links(document)
    )
    assert "<script" not in document


@given(typed)
@settings(max_examples=50, deadline=None)
def test_a_title_is_read_as_it_was_typed(text):
    seen = READER.renderInline(f"Title: {inline(text)}")
    shown = "".join(c if c.isprintable() or c.isspace() else " " for c in text)
    assert unescape(seen).split() == ["Title:", *shown.split()]


@given(st.lists(typed, max_size=5))
@settings(max_examples=50, deadline=None)
def test_a_text_never_makes_headings_code_tables_or_html(lines):
    document = f"# A\n\n{paragraphs(chr(10).join(lines), linked=True)}\n\n## B\n"
    assert [text for _, text in headings(document)] == ["A", "B"]
    kinds = {token.type for token in tokens(document)}
    allowed = ("paragraph", "text", "inline", "heading", "list", "bullet", "ordered", "link")
    breaks = {"softbreak", "hardbreak"}
    assert {k for k in kinds if not k.startswith(allowed)} <= breaks


@pytest.mark.parametrize(
    "line", ["===", "---", "- - -", "+ plus", "    four spaces", "~~~", "```", "1) a", "> q", "# h"]
)
def test_no_line_turns_the_one_above_into_something_else(line):
    kinds = {token.type for token in tokens(paragraphs(f"Above.\n{line}\nbelow"))}
    assert not kinds & {"heading_open", "hr", "code_block", "fence", "blockquote_open"}
    assert visible(paragraphs(f"Above.\n{line}"))[0] == "Above."


def test_paragraphs_and_lists_keep_their_form():
    text = "First.\nSecond.\n\n- one\n- two\nAfter.\n1. a\n2) b"
    page = READER.render(paragraphs(text))
    assert page.count("<li>") == 4
    assert page.count("<ul>") == page.count("<ol>") == 1
    assert "First.<br />\nSecond." in page
    assert "<p>After.</p>" in page


def test_an_address_stays_an_address():
    page = READER.render(paragraphs("See https://example.org/a_b?c=d&e=*f*, please.", linked=True))
    assert '<a href="https://example.org/a_b?c=d&amp;e=*f">' in page


def test_dates_follow_the_weekly_hours(plan, kept):
    slow = replace(plan, hours_per_week=2.5, created=datetime(2026, 1, 1, tzinfo=UTC))
    rows = [line for line in plan_markdown(slow, kept).splitlines() if line.startswith("| 1. ")]
    assert rows == [
        "| 1. Repeat the surge filter | learning | 20 | 2026-01-01 | 2026-02-26 | planned |"
    ]


def test_a_plan_beyond_the_calendar_is_still_written(plan, kept, rung):
    rungs = tuple(rung(hours=10_000) for _ in range(9))
    document = plan_markdown(replace(plan, hours_per_week=1 / 6, rungs=rungs), kept)
    assert "after 9999" in document


def test_an_empty_plan_and_a_rung_without_papers_are_written(plan, kept, rung):
    bare = rung(papers=(), no_papers=True, title="", problem=" ")
    document = plan_markdown(replace(plan, rungs=(bare,), title=""), kept)
    assert "None: this rung stands on no paper." in document
    assert "Nothing written yet." in document
    assert "No rung yet." in plan_markdown(replace(plan, rungs=()), kept)


def test_a_document_ends_with_one_line_break(plan, kept):
    document = plan_markdown(plan, kept)
    assert document.endswith("\n")
    assert not document.endswith("\n\n")
    assert "\n\n\n" not in document
