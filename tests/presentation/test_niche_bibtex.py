import re
from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from explorer.plans.exports.bibtex import INVENTED
from explorer.presentation.bibtex import bibtex

NASTY = r"\input{/etc/passwd} 50% of $x_1^2$ & {un}balanced} #1 ~ \write18{ls} @misc{x"


def papers(**more):
    row = {
        "id": "2107.05580",
        "title": "A title",
        "abstract": "",
        "published": pd.Timestamp("2021-07-12"),
        "primary_category": "cs.RO",
        "authors": "Ada Byron; Bo Li",
        "comments": "",
    }
    return pd.DataFrame([{**row, **more}])


def written(table, **more):
    return bibtex(table, as_of=date(2024, 12, 31), **more)


def balanced(text):
    """Tell whether braces are balanced as BibTeX counts them: a backslash hides none."""
    depth = 0
    for sign in text:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0


def test_an_entry_has_what_a_reference_needs():
    text = written(papers())
    assert text.startswith("% 1 paper as of 2024-12-31")
    assert "@misc{arXiv:2107.05580,\n" in text
    for line in (
        "title = {{A title}},",
        "author = {Ada Byron and Bo Li},",
        "year = {2021},",
        "month = jul,",
        "eprint = {2107.05580},",
        "archivePrefix = {arXiv},",
        "primaryClass = {cs.RO},",
        "url = {https://arxiv.org/abs/2107.05580},",
    ):
        assert f"  {line}\n" in text


@given(st.text(max_size=60) | st.just(NASTY))
def test_whatever_a_title_holds_an_entry_stays_one_entry(title):
    text = written(papers(title=title, authors=f"{title}; B C"))
    assert balanced(text)
    assert len(re.findall(r"^@misc\{", text, re.MULTILINE)) == 1


def test_a_paper_without_authors_has_no_empty_field():
    assert "author" not in written(papers(authors=""))


def test_an_old_id_keeps_its_slash():
    assert "@misc{arXiv:hep-th/9901001," in written(papers(id="hep-th/9901001"))


def test_invented_papers_are_not_linked_and_say_so():
    text = written(papers(), invented=True)
    assert "arxiv.org" not in text
    assert "eprint" not in text
    assert INVENTED in text


def test_a_withdrawn_paper_says_so():
    assert "note = {Withdrawn}" in written(papers(comments="This paper has been withdrawn"))


def test_papers_keep_their_order_and_no_paper_is_a_file_too():
    two = pd.concat([papers(id="2107.00002"), papers(id="2107.00001")])
    assert re.findall(r"arXiv:(\S+),", written(two)) == ["2107.00002", "2107.00001"]
    assert written(papers().head(0)) == "% 0 papers as of 2024-12-31, from arXiv's metadata.\n"
