from datetime import date

import pytest
from arxiv import ArxivError, _feed
from arxiv_feed import Query, render_error, render_page, sample_papers
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.fetching.arxiv_api import _to_paper
from explorer.corpus.fetching.arxiv_pages import count_entries, error_summary
from explorer.corpus.fetching.strict_xml import PassingError
from explorer.corpus.papers import Paper

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


def test_a_page_in_an_unknown_encoding_is_refused():
    page = PAGE.replace(b"encoding='UTF-8'", b"encoding='UTF-88'", 1)
    with pytest.raises(PassingError, match="unknown encoding"):
        count_entries(ATOM, page)
    assert error_summary(page) == ""


pieces = st.sampled_from(
    [
        b"",
        b"<",
        b"</entry>",
        b"<entry>",
        b"&#0;",
        b"&amp;",
        b"\xff",
        b"2024-13-45T99:99:99Z",
        b"9" * 30,
    ]
)


@given(st.integers(0, len(PAGE)), st.sampled_from([0, 1, 5, 20, 60, 300]), pieces)
@settings(max_examples=150, deadline=None)
def test_a_damaged_page_is_refused_or_read_whole(start, length, piece):
    """Beyond what is looked at here, the package may only say that it cannot use an entry."""
    body = PAGE[:start] + piece + PAGE[start + length :]
    try:
        entries = count_entries(ATOM, body)
        feed = _feed.parse(body)
    except (PassingError, ArxivError, ValueError):
        return
    if not feed.malformed and len(feed.results) == entries:
        assert all(isinstance(_to_paper(result), Paper) for result in feed.results)


def test_an_error_is_told_in_the_words_of_the_server():
    assert error_summary(render_error("sortBy is wrong")) == "sortBy is wrong"
    assert error_summary(PAGE) == ""


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
def test_entities_cannot_be_smuggled_in_by_another_encoding(encoding):
    document = '<!DOCTYPE x [<!ENTITY e "entries">]><feed>&e;</feed>'
    with pytest.raises(PassingError):
        count_entries(ATOM, document.encode(encoding))
