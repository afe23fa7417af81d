import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from explorer.plans.exports.issues import JOINER, LONGEST_BODY, LONGEST_TITLE, plans_issues

FORMULA = re.compile(r"^[\s\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20|]")
"""How a cell begins that a spreadsheet would compute."""


def rows(file):
    header, *found = csv.reader(io.StringIO(file.decode(), newline=""))
    assert header == ["title", "description"]
    assert all(len(row) == 2 for row in found)
    return found


def with_rung(kept, **changes):
    (rung, *_) = kept.plan.rungs
    return replace(kept, plan=replace(kept.plan, rungs=(replace(rung, **changes),)))


def test_every_rung_is_an_issue_with_all_its_parts(plain):
    (one, said), (two, _) = rows(plans_issues([plain]))
    assert one == "1. Learning: Repeat the surge filter"
    assert two == "2. Personal: Own pool"
    assert said.startswith("From 2026-11-22 to 2026-12-20 at 5 hours a week. Plan: Plan: Mud.")
    for part in ("Waves push the robot off.", "Three papers share code.", "### Done when"):
        assert part in said
    assert "(https://arxiv.org/abs/2301.10001)" in said


def test_a_file_begins_with_its_header_and_quotes_every_cell(plain):
    file = plans_issues([plain])
    assert file.startswith(b'"title","description"\r\n"1. ')
    assert file.endswith(b'"\r\n')


def test_no_cell_is_a_formula_and_titles_are_as_they_were_typed(nasty, hostile):
    ((title, said),) = rows(plans_issues([nasty]))
    typed = hostile.replace("\u202e", " ").replace("\u202c", " ")
    assert " ".join(f"1. Learning: {typed}".split()) in title
    assert not FORMULA.match(title)
    assert not FORMULA.match(said)


@given(st.text("=+-@\t\r\n'\"|, a", max_size=20))
def test_whatever_is_typed_first_no_cell_begins_with_it(title):
    from explorer.plans.exports.issues import _title
    from explorer.plans.records import Rung

    rung = Rung(
        kind="learning",
        title=title,
        problem="",
        approaches="",
        feasibility_and_value="",
        milestones="",
        budget="",
        done_when="x",
        hours=1,
    )
    assert _title(rung).startswith("1. Learning: ")


def test_a_tracker_is_given_no_command_and_nobody_is_called(nasty):
    ((_, said),) = rows(plans_issues([nasty]))
    assert not re.search(r"^/", said, re.MULTILINE)
    assert not re.search(r"(?<![\w/])@\w", said)
    shown = re.sub("<[^>]*>", "", MarkdownIt("commonmark").render(said)).replace(JOINER, "")
    assert "/close" in shown
    assert "@root" in shown


@pytest.mark.parametrize("typed", ["see https://a.example/@me now", "write to ada@sea.example"])
def test_addresses_stay_whole(plain, typed):
    ((_, said),) = rows(plans_issues([with_rung(plain, problem=typed)]))
    assert JOINER not in said


def test_what_is_too_long_for_a_tracker_is_shortened_and_says_so(plain):
    long = with_rung(plain, title="é" * 400, problem="*" * 10_000, budget="_" * 10_000)
    longer = with_rung(long, approaches="#" * 10_000, milestones="`" * 10_000)
    ((title, said), *_) = rows(plans_issues([long]))
    assert len(title) == LONGEST_TITLE
    assert "é" * 400 in said
    ((_, cut), *_) = rows(plans_issues([longer]))
    assert len(cut) == LONGEST_BODY
    assert cut.endswith("the plan has the rest.")
