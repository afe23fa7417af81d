"""Whatever bytes come from where arXiv should be: papers that are there, or an error of ours.

The examples are few by default; ``-m benchmark`` runs many more.
"""

import io
import time
import tracemalloc
from contextlib import suppress
from datetime import date
from unittest.mock import patch
from xml.etree import ElementTree as ET

import pytest
import requests
import urllib3
from arxiv_feed import Query, render_page, sample_papers
from hypothesis import example, given, settings
from hypothesis import strategies as st
from requests.adapters import HTTPAdapter

from explorer.corpus.fetching.arxiv_api import ArxivClient
from explorer.corpus.fetching.arxiv_pages import ATOM, count_entries, error_summary
from explorer.corpus.fetching.pace import Pace
from explorer.corpus.fetching.strict_xml import MOST_TAGS, PassingError
from explorer.corpus.papers import one_line
from explorer.errors import FetchError

TYPE = "application/atom+xml"
PAPERS = sample_papers(3, first=date(2024, 1, 1), last=date(2024, 1, 31))
PAGE = render_page(Query(), PAPERS, total=3)
FEED = PAGE.decode()

PIECES = (
    *(
        "<",
        ">",
        "&",
        '"',
        "'",
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "<?x",
        "?>",
        "&#0;",
        "&#x110000;",
    ),
    *("&lt;", "&e;", "</entry>", "<entry>", "<entry/>", "</feed>", "<a>", "</a>", "<title>", "\0"),
    *("<!DOCTYPE x>", '<!DOCTYPE x [<!ENTITY e "e">]>', "rate exceeded", "/api/errors", "\ufffe"),
    *(
        '<?xml version="1.0" encoding="utf-7"?>',
        ' xmlns=""',
        ' xmlns:a="b"',
        "\ud7ff",
        "\u202e",
        "é",
    ),
    *("9" * 400, "-1", "٣", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "2024-13-45"),
)
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "latin-1", "cp500")


@st.composite
def mutated(draw):
    """A page with a few things put in, taken out or swapped, in some encoding."""
    text = FEED
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 0, 1, 7, 40, 400])))
        text = text[:start] + draw(st.sampled_from(PIECES)) + text[end:]
    encoding = draw(st.sampled_from(ENCODINGS) | st.just("utf-8"))
    return text.encode(encoding, errors="replace")


anything = st.binary(max_size=300) | mutated()


def declared(encoding):
    return f'<?xml version="1.0" encoding="{encoding}"?><feed/>'.encode()


def smuggled(encoding):
    return f'<!DOCTYPE x [<!ENTITY e "<entry/>">]>{FEED.partition("?>")[2]}'.encode(
        encoding, "replace"
    )


hard = [
    *(declared(name) for name in ("", "nowhere", "rot13", "hex", "utf-7", "idna", "undefined")),
    *(smuggled(name) for name in ENCODINGS),
    FEED.replace(">3<", ">" + "9" * 5_000 + "<").encode(),
    FEED.replace(">3<", ">٣<").encode(),
    FEED.replace("We study", "We <i>study</i>").encode(),
    FEED.replace("We study", "We <!-- do --> study").encode(),
    FEED.replace("We study", "We <?do?> study").encode(),
    FEED.replace("We study", "We <![CDATA[<study>]]>").encode(),
    FEED.replace("<summary>", "<x>" * 300 + "</x>" * 300 + "<summary>").encode(),
    FEED.replace("<published>2024", "<published>0000").encode(),
    FEED.replace("Z</published>", "-23:59</published>").replace("2024", "9999").encode(),
]


def each(test):
    for body in hard:
        test = example(body)(test)
    return test


@each
@given(anything)
@settings(max_examples=150, deadline=None)
def test_a_page_is_counted_or_refused(body):
    check_count(body)


@pytest.mark.benchmark
@given(anything)
@settings(max_examples=20_000, deadline=None)
def test_a_page_is_counted_or_refused_however_often(body):
    check_count(body)


def check_count(body):
    assert isinstance(error_summary(body), str)
    try:
        entries = count_entries(TYPE, body)
    except PassingError:
        return
    root = ET.fromstring(body)  # noqa: S314
    assert entries == len(root.findall(ATOM + "entry"))
    assert b"<!DOCTYPE" not in body.replace(b"\0", b"")


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """Let the client read some bytes as the answer to each of its requests."""
    locks = tmp_path_factory.mktemp("locks")
    pace = Pace(locks, interval=0.0, sleep=lambda _seconds: None)

    def ask(body, **headers):
        def send(_self, request, **_options):
            raw = urllib3.HTTPResponse(io.BytesIO(body), headers, preload_content=False)
            answer = requests.Response()
            answer.raw, answer.status_code, answer.request = raw, 200, request
            answer.url, answer.headers = (
                request.url,
                requests.structures.CaseInsensitiveDict(headers),
            )
            return answer

        client = ArxivClient("http://arxiv.test/api/query", contact="", pace=pace)
        with patch.object(HTTPAdapter, "send", send):
            days = {"since": date(2024, 1, 1), "until": date(2024, 1, 31)}
            return [paper for page in client.pages("cs.RO", **days) for paper in page.papers]

    ask.forget = lambda: [file.unlink() for file in locks.glob("*.json")]
    return ask


@each
@given(anything)
@settings(max_examples=60, deadline=None)
def test_the_client_gives_what_is_there_or_an_error_of_ours(ask, body):
    check_papers(ask, body)


@pytest.mark.benchmark
@given(anything)
@settings(max_examples=5_000, deadline=None)
def test_the_client_gives_what_is_there_or_an_error_of_ours_however_often(ask, body):
    check_papers(ask, body)


def check_papers(ask, body):
    try:
        papers = ask(body, **{"Content-Type": TYPE})
    except FetchError:
        return
    entries = ET.fromstring(body).findall(ATOM + "entry")  # noqa: S314
    told = [
        tuple(one_line(e.findtext(ATOM + n) or "") for n in ("title", "summary")) for e in entries
    ]
    assert {(paper.title, paper.abstract) for paper in papers} <= set(told)
    authors = {sum(1 for _ in entry.iter(ATOM + "name")) for entry in entries}
    assert {len(paper.authors) for paper in papers} <= authors | {0}


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=40)
waits = st.sampled_from(
    ["9" * 400, "-1", "1e9", "²", "Mon, 99999999999999999999 Jan 2024 00:00:00 GMT"]
)
moments = st.sampled_from(["", "Mon, 01 Jan 0001 00:00:00 +2359", "Mon, 01 Jan 2024 00:00:00 GMT"])


@given(
    wait=waits | words, moment=moments | words, encoding=st.sampled_from(["", "gzip", "br"]) | words
)
@settings(max_examples=60, deadline=None)
@example(
    wait="Mon, 99999999999999999999 Jan 2024 00:00:00 GMT",
    moment="Mon, 01 Jan 2024 00:00:00 GMT",
    encoding="",
)
def test_no_header_can_break_the_client(ask, wait, moment, encoding):
    headers = {"Retry-After": wait, "Date": moment, "Content-Encoding": encoding}
    with suppress(FetchError):
        assert ask(PAGE, **headers, **{"Content-Type": TYPE})
    ask.forget()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<feed>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</feed>", id="deep"),
        pytest.param(b"<a>" * 100_000, id="never closed"),
        pytest.param(b"<feed a='" + b"x" * 8_000_000 + b"'/>", id="a huge attribute"),
        pytest.param(
            b"<feed " + b" ".join(b"a%d=''" % i for i in range(30_000)) + b"/>",
            id="many attributes",
        ),
        pytest.param(PAGE.replace(b"We study", b"x" * 8_000_000), id="a huge abstract"),
        pytest.param(b"<" * 4_000_000, id="many beginnings"),
        pytest.param(b" " * 8_000_000, id="blank"),
    ],
)
def test_a_hostile_page_costs_little_time_and_memory(body):
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(PassingError):
        count_entries(TYPE, body)
    seconds, (_, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 5
    assert peak < 400 * body.count(b"<") + 20 * len(body) + 50 * 2**20


def test_a_page_of_nothing_but_tags_is_not_even_parsed():
    body = b"<a>" * (MOST_TAGS + 1)
    tracemalloc.start()
    with pytest.raises(PassingError, match="nothing but tags"):
        count_entries(TYPE, body)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * 2**20
