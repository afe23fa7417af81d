from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from arxiv_feed import sample_papers
from hypothesis import given, settings
from hypothesis import strategies as st
from oai_feed import Record, render_error, render_page

from explorer.corpus.fetching.oai_pages import OaiPage, error_said, read_page
from explorer.corpus.fetching.strict_xml import PassingError
from explorer.corpus.papers import Paper, one_line

XML = "application/xml"
NOW = datetime(2026, 11, 24, 2, 30, 5, tzinfo=UTC)
PAPERS = [
    replace(paper, modified=date(2024, 3, 1))
    for paper in sample_papers(3, first=date(2024, 1, 1), last=date(2024, 1, 31))
]


def record(paper, **options):
    return Record(paper=paper, changed=paper.modified, **options)


PAGE = render_page(map(record, PAPERS), token="next one", now=NOW)  # noqa: S106

xml_text = st.text(
    st.characters(exclude_categories=["C"], exclude_characters="￾￿"), max_size=60
).map(one_line)
some_text = xml_text.filter(bool)
names = some_text.filter(lambda text: ";" not in text)
days = st.dates(date(2007, 4, 1), date(2030, 1, 1))
papers = st.builds(
    lambda submitted, old, codes, **fields: Paper(
        arxiv_id=f"hep-th/{submitted:%y%m}001" if old else f"{submitted:%y%m}.00001",
        submitted=submitted,
        primary_category=codes[0],
        categories=codes,
        **fields,
    ),
    days,
    st.booleans(),
    st.sampled_from([("cs.RO",), ("cs.RO", "eess.SY", "cs.SY"), ("hep-th", "math.GT")]),
    title=some_text,
    abstract=some_text,
    updated=st.dates(date(2030, 1, 1), date(2031, 1, 1)),
    authors=st.lists(names, max_size=3).map(tuple),
    comments=xml_text,
    journal_ref=xml_text,
    doi=st.sampled_from(["", "10.1000/182"]),
    license=st.sampled_from(["", "http://creativecommons.org/licenses/by/4.0/"]),
    modified=days,
)


@given(papers)
@settings(max_examples=60, deadline=None)
def test_a_paper_survives_the_way_through_a_page(paper):
    page = read_page(XML, render_page([record(paper)], token=None, now=NOW))
    assert page == OaiPage(responded=NOW, papers=(paper,))


def test_a_page_says_when_it_was_made_and_how_to_go_on():
    page = read_page(XML, PAGE)
    assert (page.responded, page.token) == (NOW, "next one")
    assert page.expires == datetime(2026, 11, 25, tzinfo=UTC)
    assert read_page(XML, PAGE.replace(b"expirationDate", b"expires")).expires == page.expires
    last = read_page(XML, render_page(map(record, PAPERS), token="", now=NOW))
    assert (last.token, last.expires) == ("", None)


def test_a_deleted_record_is_an_id_and_a_day():
    body = render_page([record(PAPERS[0], deleted=True), record(PAPERS[1])], token="", now=NOW)
    page = read_page(XML, body)
    assert page.deleted == {PAPERS[0].arxiv_id: date(2024, 3, 1)}
    assert page.papers == (PAPERS[1],)


def test_the_first_day_lies_in_the_month_that_the_id_names():
    """ArXiv may give the day of the version that it describes in place of the first."""
    replaced = replace(PAPERS[0], submitted=date(2025, 6, 7), updated=date(2025, 6, 7))
    (paper,) = read_page(XML, render_page([record(replaced)], token="", now=NOW)).papers
    assert paper.arxiv_id.startswith("2401.")
    assert paper.submitted == date(2024, 1, 31)
    assert paper.updated == date(2025, 6, 7)
    early = replace(PAPERS[0], submitted=date(2023, 12, 31))
    (paper,) = read_page(XML, render_page([record(early)], token="", now=NOW)).papers
    assert paper.submitted == date(2023, 12, 31)


def test_a_name_has_its_parts_in_order():
    body = PAGE.replace(b"<keyname>0</keyname>", b"<keyname>0</keyname><suffix>Jr;</suffix>", 1)
    assert read_page(XML, body).papers[0].authors[0].endswith("0 Jr,")


@pytest.mark.parametrize("code", ["noRecordsMatch", "badResumptionToken", ""])
def test_an_error_of_the_protocol_is_told(code):
    body = render_error(code, "the value is expired", now=NOW)
    page = read_page(XML, body)
    assert (page.error, page.said) == (code or "without a code", "the value is expired")
    assert error_said(body) == "the value is expired"
    assert error_said(b"<html>") == error_said(PAGE) == ""


def test_one_bad_record_costs_no_other():
    page = read_page(XML, PAGE.replace(b"<datestamp>2024", b"<datestamp>soon", 1))
    assert page.papers == tuple(PAPERS[1:])
    assert "is not a date" in page.problem


@given(st.integers(0, len(PAGE)), st.integers(0, len(PAGE)), st.binary(max_size=8))
@settings(max_examples=150, deadline=None)
def test_a_page_with_anything_in_it_is_read_or_refused_and_loses_nothing_in_silence(
    start, end, inserted
):
    try:
        page = read_page(XML, PAGE[: min(start, end)] + inserted + PAGE[max(start, end) :])
    except PassingError:
        return
    body = PAGE[: min(start, end)] + inserted + PAGE[max(start, end) :]
    came = len(page.papers) + len(page.deleted)
    assert page.error or page.problem or came == body.count(b"</record>")


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_values_in_a_record_are_read_or_told(data):
    """Any text in place of any value: a paper, a problem or our error, and no other."""
    body = PAGE.decode()
    texts = [part for part in ("2024-03-01", "2024-01-01", "cs.RO", "2401.00001") if part in body]
    value = data.draw(st.sampled_from(texts))
    other = data.draw(st.text(st.characters(exclude_characters="<&>"), max_size=12))
    try:
        page = read_page(XML, body.replace(value, other, 1).encode(errors="replace"))
    except PassingError:
        return
    assert page.problem or len(page.papers) == 3


@given(st.integers(1, len(PAGE) - 2))
@settings(max_examples=50, deadline=None)
def test_a_page_that_is_cut_off_is_never_taken_for_whole(length):
    with pytest.raises(PassingError):
        read_page(XML, PAGE[:length])


@given(st.binary(max_size=200))
@settings(max_examples=50, deadline=None)
def test_anything_at_all_is_refused(body):
    with pytest.raises(PassingError):
        read_page(XML, body)


@pytest.mark.parametrize(
    "moment", ["", "2026-11-24", "2026-11-24T02:30:00", "2026-13-24T02:30:00Z", "0001-01-01T00:00Z"]
)
def test_a_page_without_its_date_is_refused(moment):
    body = PAGE.replace(b"2026-11-24T02:30:05Z", moment.encode())
    with pytest.raises(PassingError, match="no date"):
        read_page(XML, body)


def test_a_page_in_an_unknown_encoding_is_refused():
    with pytest.raises(PassingError, match="unknown encoding"):
        read_page(XML, PAGE.replace(b'encoding="UTF-8"', b'encoding="UTF-88"', 1))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
def test_entities_cannot_be_smuggled_in_by_another_encoding(encoding):
    document = '<!DOCTYPE x [<!ENTITY e "records">]><OAI-PMH>&e;</OAI-PMH>'
    with pytest.raises(PassingError):
        read_page(XML, document.encode(encoding))
