import unicodedata
from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from explorer.corpus.papers import Paper, one_line, problem_with, versionless

TODAY = date(2026, 11, 22)

GOOD = Paper(
    arxiv_id="2107.05580",
    title="Grasping with two fingers",
    abstract="We grasp.",
    submitted=date(2021, 7, 12),
    primary_category="cs.RO",
    categories=("cs.RO", "cs.AI"),
    authors=("Ada Byron",),
)


@given(st.text(st.characters()))
@settings(max_examples=50, deadline=None)
@example("\\La\u0301")
def test_any_text_fits_on_one_line_and_needs_no_second_pass(text):
    line = one_line(text)
    assert line == one_line(line)
    assert line == unicodedata.normalize("NFC", line)
    assert line == " ".join(line.split())
    assert not {unicodedata.category(c) for c in line} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    line.encode()


@given(st.lists(st.text("abcXYZ019${}^_'\"", min_size=1)))
@settings(max_examples=50, deadline=None)
def test_words_stay_as_they_are_whatever_parts_them(words):
    assert one_line(" \n\t\u00a0\x00 ".join(words)) == " ".join(words)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Schro\u0308dinger", "Schrödinger"),
        ("inter\u00adnational", "international"),
        ("\ufeffA title\u200b", "A title"),
        ("one\u2028two\x1fthree", "one two three"),
        ("a lone \ud800 half", "a lone half"),
        ("数学 and $\\alpha$", "数学 and $\\alpha$"),
        ('Schr\x7f\\"odinger,\nErd\\H{o}s', "Schrödinger, Erdős"),
    ],
)
def test_a_line_keeps_what_can_be_seen(text, line):
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("text", "arxiv_id"),
    [
        ("2107.05580v12", "2107.05580"),
        ("2107.05580", "2107.05580"),
        ("hep-th/9901001v2", "hep-th/9901001"),
        ("math/0309136", "math/0309136"),
        ("math.GT/0309136v3", "math/0309136"),
        ("arXiv:2107.05580v2", "2107.05580"),
        ("https://arxiv.org/pdf/2107.05580v2.pdf", "2107.05580"),
        (" http://arxiv.org/abs/hep-th/9901001v1\n", "hep-th/9901001"),
        ("https://arxiv.org/abs/2107.05580", "2107.05580"),
        ("solv-int/9901001", "solv-int/9901001"),
    ],
)
def test_an_id_loses_its_version_its_address_and_its_class(text, arxiv_id):
    assert versionless(text) == arxiv_id
    assert problem_with(replace(GOOD, arxiv_id=arxiv_id), today=TODAY) is None


@pytest.mark.parametrize(
    "arxiv_id",
    ["", "2107.055", "2107.05580v1", "2107/05580", "HEP-TH/9901001", "x" * 99, "210\uff17.05580"],
)
def test_what_is_no_id_is_not_accepted(arxiv_id):
    assert "is not an arXiv id" in problem_with(replace(GOOD, arxiv_id=arxiv_id), today=TODAY)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "no title"),
        ({"abstract": ""}, "no abstract"),
        ({"submitted": date(2026, 11, 23)}, "2026-11-23"),
        ({"submitted": date(1985, 12, 31)}, "1985-12-31"),
        ({"primary_category": ""}, "no primary category"),
        ({"primary_category": "cs.LG"}, "no primary category"),
        ({"categories": ()}, "no primary category"),
    ],
)
def test_each_fault_is_named_with_the_paper(changes, words):
    problem = problem_with(replace(GOOD, **changes), today=TODAY)
    assert words in problem
    assert GOOD.arxiv_id in problem


def test_a_whole_paper_has_no_problem_even_on_the_day_it_came():
    assert problem_with(GOOD, today=TODAY) is None
    assert problem_with(GOOD, today=GOOD.submitted) is None


def test_a_paper_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        GOOD.title = "Another"
