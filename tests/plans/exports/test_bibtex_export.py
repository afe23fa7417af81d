import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.corpus.accents import letters
from explorer.plans.exports.bibtex import plans_bibtex
from explorer.plans.exports.latex import latex
from explorer.plans.records import RungPaper

HELD = {
    "2301.10001": {
        "title": "Surge filters for é & 50% of $\\ell_1$ robots",
        "authors": "Ada Quill; Łukasz Żółć; Martin King Jr.; The ATLAS and CMS Collaboration",
        "published": date(2023, 1, 5),
        "primary_category": "cs.RO",
    }
}


def entries(file):
    """Read entries as BibTeX does: braces count, whatever stands before them."""
    text, found = file.decode(), {}
    for match in re.finditer(r"^@misc\{(?P<key>[^,\s{}]+),\n", text, re.MULTILINE):
        depth, end = 1, match.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        body = text[match.end() : end - 1]
        pairs = re.findall(r"^  (\w+) = (.*),$", body, re.MULTILINE)
        found[match["key"]] = dict(pairs)
        assert len(pairs) == len(body.splitlines())
    assert text.count("@misc{arXiv:") == len(found)
    return found


def test_every_paper_is_there_once_as_arxiv_writes_it(plain):
    found = entries(plans_bibtex([plain], HELD))
    assert list(found) == ["arXiv:2301.10001", "arXiv:hep-th/9901001"]
    assert found["arXiv:2301.10001"] == {
        "title": r"{{Surge filters for {\'{e}} \& 50\% of $\ell_1$ robots}}",
        "author": r"{Ada Quill and {\L}ukasz {\.{Z}}{\'{o}}{\l}{\'{c}} and King, Jr., Martin and "
        r"{The ATLAS and CMS Collaboration}}",
        "year": "{2023}",
        "month": "jan",
        "eprint": "{2301.10001}",
        "archivePrefix": "{arXiv}",
        "primaryClass": "{cs.RO}",
        "url": "{https://arxiv.org/abs/2301.10001}",
    }


def test_of_a_paper_that_is_not_held_its_id_says_what_it_can(plain):
    old = entries(plans_bibtex([plain], {}))["arXiv:hep-th/9901001"]
    assert (old["title"], old["year"], old["month"]) == ("{{Strings}}", "{1999}", "jan")
    assert old["primaryClass"] == "{hep-th}"
    assert "author" not in old


def test_invented_papers_say_so_and_lead_nowhere(keeping, rung):
    kept = keeping([rung()], kind="demonstration")
    (entry,) = entries(plans_bibtex([kept], HELD)).values()
    assert "eprint" not in entry
    assert "url" not in entry
    assert entry["note"].startswith("{Invented for the demonstration")


def test_a_plan_without_papers_is_a_file_that_says_so(keeping, rung):
    kept = keeping([rung(papers=(), no_papers=True)])
    assert plans_bibtex([kept], {}) == b"% No rung of this plan names a paper.\n"


def test_a_month_that_an_id_does_not_have_is_left_out(keeping, rung):
    kept = keeping([rung(papers=(RungPaper(arxiv_id="2399.10001", title="t", why=""),))])
    (entry,) = entries(plans_bibtex([kept], {})).values()
    assert {"year", "month"}.isdisjoint(entry)


def test_hostile_titles_stay_text(nasty):
    (entry,) = entries(plans_bibtex([nasty], {})).values()
    assert r"\input" not in entry["title"]
    assert r"\textbackslash{}input\textbraceleft{}x\textbraceright{}" in entry["title"]
    assert "$x^2$" in entry["title"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("50% of #1_a", r"50\% of \#1\_a"),
        ("$5 and $6", r"\$5 and \$6"),
        ("$\\input{x}$", r"\$\textbackslash{}input\textbraceleft{}x\textbraceright{}\$"),
        ("$\\mathcal{O}(n^2)$ time", r"$\mathcal{O}(n^2)$ time"),
        ("$}{$", r"\$\textbraceright{}\textbraceleft{}\$"),
        ("a $\\alpha", r"a \$\textbackslash{}alpha"),
        ("“naïve” — Erdős", r"``na{\"{i}}ve'' --- Erd{\H{o}}s"),
        ("漢字 🦀", "漢字 🦀"),
        ("a\nb\tc\0", "a b c"),
    ],
)
def test_text_for_latex(text, written):
    assert latex(text) == written


@given(st.text(max_size=60))
def test_braces_balance_and_no_sign_is_left_that_latex_would_obey(text):
    written = latex(text)
    depth = 0
    for sign in written:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    if "$" not in text:
        bare = re.sub(r"\\(?:[%#&_$]|text\w+\{\})|\{\\\S\{?.*?\}+", "", written)
        assert not re.search(r"(?<!\\)[%#&$]", bare)


@given(st.text("aeiouñçÉüőžŁøßæ xyz", max_size=20))
def test_letters_with_accents_are_read_back(text):
    assert letters(latex(text)) == " ".join(text.split())


def test_a_long_row_of_commands_takes_no_long_time():
    text = "$" + "\\alphabeta" * 2_000 + "%"
    assert latex(text).startswith(r"\$\textbackslash{}alphabeta")
