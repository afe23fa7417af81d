from datetime import date

import pytest
from arxiv_feed import Query, render_error, render_page, sample_papers
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.fetching.arxiv_pages import PassingError, count_entries, error_summary

ATOM = "application/atom+xml"
PAPERS = sample_papers(3, first=date(2024, 1, 1), last=date(2024, 1, 31))
PAGE = render_page(Query(), PAPERS, total=3)


@given(st.integers(0, len(PAGE)), st.integers(0, len(PAGE)), st.binary(max_size=8))
@settings(max_examples=50, deadline=None)
def test_a_page_with_anything_in_it_is_counted_or_refused(start, end, inserted):
    body = PAGE[: min(start, end)] + inserted + PAGE[max(start, end) :]
    try:
        entries = count_entries(ATOM, body)
    except PassingError:
        return
    assert entries == body.count(b"</entry>")


@given(st.integers(1, len(PAGE) - 2))
@settings(max_examples=50, deadline=None)
def test_a_page_that_is_cut_off_is_never_taken_for_whole(length):
    with pytest.raises(PassingError):
        count_entries(ATOM, PAGE[:length])


@given(st.binary(max_size=200))
@settings(max_examples=50, deadline=None)
def test_anything_at_all_is_refused(body):
    with pytest.raises(PassingError):
        count_entries(ATOM, body)
    assert error_summary(body) == ""


def test_an_error_is_told_in_the_words_of_the_server():
    assert error_summary(render_error("sortBy is wrong")) == "sortBy is wrong"
    assert error_summary(PAGE) == ""


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
def test_entities_cannot_be_smuggled_in_by_another_encoding(encoding):
    document = '<!DOCTYPE x [<!ENTITY e "entries">]><feed>&e;</feed>'
    with pytest.raises(PassingError):
        count_entries(ATOM, document.encode(encoding))
