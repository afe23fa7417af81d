import inspect
import socket
import subprocess
import sys
import time
from datetime import date
from email.utils import formatdate
from pathlib import Path

import arxiv
import pytest
import urllib3
from arxiv import _feed
from arxiv_faults import Answer
from arxiv_feed import Query, parse_query, render_error, render_page, sample_papers
from arxiv_server import ArxivServer
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer import __version__
from explorer.corpus.fetching import arxiv_api
from explorer.corpus.fetching.arxiv_api import ArxivClient, _to_paper
from explorer.corpus.fetching.pace import Pace
from explorer.corpus.fetching.polite_http import user_agent
from explorer.corpus.papers import Paper, one_line
from explorer.errors import FetchError, FetchRefusedError, FetchUnreadableError

ROOT = Path(__file__).parents[3]
INTERVAL = 0.005
JANUARY = {"since": date(2024, 1, 1), "until": date(2024, 1, 31)}
PAPERS = sample_papers(50, first=date(2024, 1, 1), last=date(2024, 1, 31))


@pytest.fixture
def server():
    with ArxivServer(PAPERS) as server:
        yield server


@pytest.fixture
def client_for(tmp_path):
    clients = []

    def make(url, *, contact="me@example.org", **options):
        pace = Pace(tmp_path, interval=INTERVAL, **options)
        clients.append(ArxivClient(url, contact=contact, pace=pace, timeout=5.0))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


def fetched(client, page_size=20):
    return [
        paper
        for page in client.pages("cs.RO", **JANUARY, page_size=page_size)
        for paper in page.papers
    ]


def test_the_private_names_of_the_package_that_we_rely_on_are_there():
    parameters = inspect.signature(arxiv.Client._parse_feed).parameters
    assert list(parameters) == ["self", "url", "first_page", "_try_index"]
    assert "_session.get(" in inspect.getsource(arxiv.Client)
    assert "self._parse_feed(" in inspect.getsource(arxiv.Client._results)
    assert arxiv.Client.query_url_format.endswith("?{}")
    feed = _feed.parse(render_page(Query(), PAPERS[:2], total=7))
    assert (feed.header.total_results, len(feed.results), feed.malformed) == (7, 2, False)
    assert issubclass(arxiv.UnexpectedEmptyPageError, arxiv.ArxivError)
    assert callable(urllib3.HTTPResponse.read1)


def test_papers_come_as_the_server_has_them(server, client_for):
    client = client_for(server.url)
    pages = list(client.pages("cs.RO", **JANUARY, page_size=20))
    assert [len(page.papers) for page in pages] == [20, 20, 10]
    assert {page.total for page in pages} == {50}
    received = [paper for page in pages for paper in page.papers]
    assert sorted(received, key=lambda paper: paper.arxiv_id) == PAPERS
    assert client.requests == len(server.asked) == 3


def test_pages_come_over_one_connection_in_one_order_and_at_one_pace(server, client_for):
    fetched(client_for(server.url))
    assert server.connections == 1
    assert {(a.query.sort, a.query.descending) for a in server.asked} == {("submittedDate", False)}
    assert [asked.query.start for asked in server.asked] == [0, 20, 40]
    assert min(server.gaps()) >= INTERVAL


def test_requests_say_who_asks(server, client_for):
    fetched(client_for(server.url, contact="mailto:me@example.org"))
    name = f"research-direction-explorer/{__version__} (mailto:me@example.org)"
    assert {asked.agent for asked in server.asked} == {name}


@given(st.text(max_size=40))
def test_no_contact_can_break_a_header(contact):
    agent = user_agent(contact)
    assert agent.isascii()
    assert agent.isprintable()
    assert agent.startswith("research-direction-explorer/")


def test_an_address_that_moved_is_followed_at_the_same_pace(server, client_for):
    client = client_for(server.url.replace("/api", "/moved/api"))
    assert len(fetched(client)) == 50
    assert client.requests == len(server.asked) == 6
    assert min(server.gaps()) >= INTERVAL


def test_no_papers_is_one_empty_page(server, client_for):
    pages = list(client_for(server.url).pages("math.CO", **JANUARY))
    assert [(page.total, page.papers) for page in pages] == [(0, ())]


def test_the_last_minute_of_the_last_day_is_asked_for(server, client_for):
    fetched(client_for(server.url))
    query = server.asked[0].query
    assert (query.since.isoformat(), query.until.isoformat()) == (
        "2024-01-01T00:00:00",
        "2024-02-01T00:00:00",
    )


xml_text = st.text(
    st.characters(exclude_categories=["C"], exclude_characters="￾￿"), max_size=60
).map(one_line)
some_text = xml_text.filter(bool)
days = st.dates(date(1991, 8, 1), date(2030, 1, 1))
papers = st.builds(
    Paper,
    arxiv_id=st.sampled_from(["2107.05580", "0704.0001", "hep-th/9901001", "math/0309136"]),
    title=some_text,
    abstract=some_text,
    submitted=days,
    updated=days,
    primary_category=st.just("cs.RO"),
    categories=st.sampled_from([("cs.RO",), ("cs.RO", "eess.SY", "cs.SY")]),
    authors=st.lists(some_text.filter(lambda name: ";" not in name), max_size=3).map(tuple),
    comments=xml_text,
    journal_ref=xml_text,
    doi=st.sampled_from(["", "10.1000/182"]),
)


@given(papers)
@settings(max_examples=50, deadline=None)
def test_a_paper_survives_the_way_through_a_page(paper):
    feed = _feed.parse(render_page(Query(), [paper], total=1))
    assert _to_paper(feed.results[0]) == paper


def test_the_primary_category_comes_first():
    paper = PAPERS[0]
    page = render_page(Query(), [paper], total=1)
    page = page.replace(b"    <category", b'    <category term="cs.AI"/>\n    <category', 1)
    assert _to_paper(_feed.parse(page).results[0]).categories[:2] == ("cs.RO", "cs.AI")


def test_a_refusal_ends_everything_at_once(server, client_for):
    server.fail("403", times=None)
    with pytest.raises(FetchRefusedError, match="no more requests were made"):
        fetched(client_for(server.url))
    assert len(server.asked) == 1


def test_a_query_that_is_turned_down_is_not_asked_again(server, client_for):
    with pytest.raises(FetchError, match="HTTP status 400: incorrect query 'cat:what is this'"):
        list(client_for(server.url).pages("what is this", **JANUARY))
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", ["429", "503"])
@pytest.mark.parametrize("dated", [False, True], ids=["seconds", "date"])
def test_retry_after_is_obeyed(server, client_for, status, dated):
    server.fail(status, retry_after=formatdate(time.time() + 7, usegmt=True) if dated else "7")
    slept = []
    assert len(fetched(client_for(server.url, sleep=slept.append))) == 50
    (rest,) = (seconds for seconds in slept if seconds > 1)
    assert (5.5 if dated else 6.5) < rest <= 7


def test_a_long_retry_after_ends_the_fetch_and_binds_the_next(server, client_for):
    server.fail("429", retry_after="5400")
    slept = []
    for _ in range(2):
        with pytest.raises(FetchError, match="no requests in the next 90 minutes"):
            fetched(client_for(server.url, sleep=slept.append))
    assert len(server.asked) == 1
    assert max(slept, default=0) < 1


def test_a_retry_after_without_end_is_a_day(server, client_for):
    server.fail("429", retry_after="9" * 400)
    with pytest.raises(FetchError, match="no requests in the next 24 hours"):
        fetched(client_for(server.url))


def test_a_busy_server_is_left_alone_ever_longer(server, client_for):
    server.fail("503", times=None)
    slept = []
    with pytest.raises(FetchError, match="HTTP status 503, 4 times in a row"):
        fetched(client_for(server.url, sleep=slept.append))
    rests = [round(seconds / INTERVAL) for seconds in slept]
    assert rests == sorted(rests)
    assert len(rests) == 3
    assert rests[-1] > 2 * rests[0] > 2


def test_pauses_are_told(server, client_for):
    server.fail("500")
    reasons = []
    client = client_for(server.url)
    client.on_pause = reasons.append
    fetched(client)
    assert reasons == ["it answered with HTTP status 500"]


def test_a_computer_without_a_network_is_told_so(client_for):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/api/query"
        with pytest.raises(FetchError, match="connection failed"):
            fetched(client_for(url))


@pytest.mark.parametrize(
    "url", ["", "nowhere", "ftp://x/y", "http://", "http://[", "http://x{y}/", "http://h:99999/"]
)
def test_an_address_that_is_none_is_our_error_and_asks_nobody(client_for, url):
    client = client_for(url)
    with pytest.raises(FetchError):
        fetched(client)
    assert client.requests <= 4


def test_pages_of_one_paper_each_are_not_followed_for_ever(server, client_for, monkeypatch):
    monkeypatch.setattr("arxiv_feed.MOST_PER_PAGE", 1)
    with pytest.raises(FetchUnreadableError, match="far shorter"):
        fetched(client_for(server.url), page_size=1000)
    assert len(server.asked) < 20


def test_a_total_out_of_all_proportion_is_not_followed_for_ever(server, client_for, monkeypatch):
    monkeypatch.setattr(arxiv_api, "MOST_PER_QUERY", 100)
    monkeypatch.setattr(ArxivServer, "_answer", lambda _self, query, _fault: endless(query))
    with pytest.raises(FetchUnreadableError, match="far shorter"):
        fetched(client_for(server.url), page_size=1000)
    assert len(server.asked) < 20


def endless(query):
    return Answer(body=render_page(query, PAPERS[:1], total=999_999_999))


def test_two_processes_together_keep_the_pace(server, tmp_path):
    script = """
import sys
import time
from datetime import date
from email.utils import formatdate
from pathlib import Path
from explorer.corpus.fetching.arxiv_api import ArxivClient
from explorer.corpus.fetching.pace import Pace
client = ArxivClient(sys.argv[1], contact="", pace=Pace(Path(sys.argv[2]), interval=0.1))
for _ in client.pages("cs.RO", since=date(2024, 1, 1), until=date(2024, 1, 31), page_size=10):
    pass
"""
    server.fail("drop", times=2, skip=3)
    server.fail("500", times=2, skip=5)
    command = [sys.executable, "-c", script, server.url, str(tmp_path)]
    running = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [process.wait(30) for process in running] == [0, 0]
    assert len(server.asked) == 14
    assert min(server.gaps()) >= 0.1


def test_loading_the_harvest_loads_no_heavy_library():
    script = """
import sys
import explorer.corpus.fetching.harvest, explorer.corpus.fetching.pace
heavy = {"arxiv", "requests", "lxml", "urllib3", "filelock", "pandas", "platformdirs"}
print(*(heavy & set(sys.modules)))
"""
    command = [sys.executable, "-c", script]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.split() == []


def test_no_other_module_imports_the_package():
    importers = {
        path.name
        for path in (ROOT / "explorer").rglob("*.py")
        if "import arxiv\n" in path.read_text() or "from arxiv import" in path.read_text()
    }
    assert importers == {Path(arxiv_api.__file__).name}


@pytest.mark.parametrize(
    "query",
    [
        "search_query=cat:cs.RO&max_results=30001",
        "search_query=cat:cs.RO&start=29000&max_results=2000",
        "search_query=cat:cs.RO&start=-1",
        "search_query=submittedDate:[2024* TO 2025*]",
        "search_query=cat:cs.RO AND submittedDate:[202413010000 TO 202501010000]",
    ],
)
def test_the_local_server_turns_down_what_arxiv_turns_down(server, query):
    answer = server.answer(f"/api/query?{query}", "")
    assert answer.status == 400
    assert b"/api/errors#" in answer.body


def test_the_local_server_gives_at_most_two_thousand_papers_at_once():
    assert parse_query("search_query=cat:cs.RO&max_results=9000").size == 2000
    assert b"<totalResults" not in render_error("x")
