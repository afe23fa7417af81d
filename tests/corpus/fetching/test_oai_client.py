import socket
import subprocess
import sys
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from arxiv_feed import sample_papers
from arxiv_server import ArxivServer
from oai_server import OaiServer

from explorer import __version__
from explorer.corpus.fetching.oai_client import EARLIEST, OaiClient
from explorer.corpus.fetching.pace import Pace
from explorer.corpus.fetching.slices import DAY
from explorer.errors import FetchError, FetchRefusedError

ROOT = Path(__file__).parents[3]
SINCE, NOW = date(2024, 1, 1), datetime(2024, 4, 2, 9, tzinfo=UTC)
INTERVAL = 0.005
PAPERS = sample_papers(25, first=SINCE, last=date(2024, 1, 31))


@pytest.fixture
def server():
    with OaiServer(PAPERS, now=NOW) as server:
        yield server


@pytest.fixture
def client_for(tmp_path):
    clients = []

    def make(url):
        pace = Pace(tmp_path, interval=INTERVAL)
        clients.append(OaiClient(url, contact="mailto:me@example.org", pace=pace, timeout=5.0))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


def test_pages_follow_one_another_to_the_end(server, client_for):
    client = client_for(server.url)
    page = client.begin("cs:cs:RO", modified_since=SINCE)
    came = [*page.papers]
    while page.token:
        page = client.resume(page.token)
        came += page.papers
    assert [paper.arxiv_id for paper in came] == [paper.arxiv_id for paper in PAPERS]
    assert (client.requests, server.connections) == (3, 1)
    assert min(server.gaps()) >= INTERVAL
    name = f"research-direction-explorer/{__version__} (mailto:me@example.org)"
    assert {asked.agent for asked in server.asked} == {name}


@pytest.mark.parametrize("days", [-9000, 0])
def test_no_day_is_asked_for_that_arxiv_refuses(server, client_for, days):
    page = client_for(server.url).begin("cs:cs:RO", modified_since=EARLIEST + days * DAY)
    assert len(page.papers) == 10
    assert "from=" not in server.asked[0].path


def test_a_set_that_is_not_there_is_told_and_not_asked_for_again(server, client_for):
    with pytest.raises(FetchError, match="badArgument: Set does not exist"):
        client_for(server.url).begin("what is this", modified_since=SINCE)
    assert len(server.asked) == 1


def test_a_refusal_ends_everything_at_once(server, client_for):
    server.fail("403", times=None)
    with pytest.raises(FetchRefusedError):
        client_for(server.url).begin("cs:cs:RO", modified_since=SINCE)
    assert len(server.asked) == 1


def test_an_address_that_moved_is_followed_at_the_same_pace(server, client_for):
    client = client_for(server.url.replace("/oai", "/moved/oai"))
    assert len(client.begin("cs:cs:RO", modified_since=SINCE).papers) == 10
    assert client.requests == len(server.asked) == 2
    assert min(server.gaps()) >= INTERVAL


def test_a_computer_without_a_network_is_told_so(client_for):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/oai"
        with pytest.raises(FetchError, match="connection failed"):
            client_for(url).begin("cs:cs:RO", modified_since=SINCE)


@pytest.mark.parametrize(
    "url", ["", "nowhere", "ftp://x/y", "http://", "http://[", "http://h:99999/"]
)
def test_an_address_that_is_none_is_our_error_and_asks_nobody(client_for, url):
    client = client_for(url)
    with pytest.raises(FetchError):
        client.begin("cs:cs:RO", modified_since=SINCE)
    assert client.requests <= 4


def test_both_ways_in_keep_one_pace_also_from_two_processes(server, tmp_path):
    script = """
import sys
from datetime import date
from pathlib import Path
from explorer.corpus.fetching.pace import Pace
pace, day = Pace(Path(sys.argv[3]), interval=0.1), date(2024, 1, 1)
if sys.argv[1] == "oai":
    from explorer.corpus.fetching.oai_client import OaiClient
    client = OaiClient(sys.argv[2], contact="", pace=pace)
    page = client.begin("cs:cs:RO", modified_since=day)
    while page.token:
        page = client.resume(page.token)
else:
    from explorer.corpus.fetching.arxiv_api import ArxivClient
    client = ArxivClient(sys.argv[2], contact="", pace=pace)
    list(client.pages("cs.RO", since=day, until=date(2024, 1, 31), page_size=10))
"""
    server.fail("drop", times=1, skip=1)
    with ArxivServer(PAPERS) as api:
        urls = {"oai": server.url, "api": api.url}
        commands = [[sys.executable, "-c", script, *each, str(tmp_path)] for each in urls.items()]
        running = [subprocess.Popen(command, cwd=ROOT) for command in commands]
        assert [process.wait(30) for process in running] == [0, 0]
        times = sorted(asked.at for asked in (*server.asked, *api.asked))
    assert len(times) == 7
    assert min(after - before for before, after in pairwise(times)) >= 0.1


def test_the_protocol_is_read_without_the_packages_of_the_api():
    script = """
import sys
import explorer.corpus.fetching.ways, explorer.corpus.fetching.oai_pages
print(*({"arxiv", "requests", "urllib3", "filelock", "pandas"} & set(sys.modules)))
import explorer.corpus.fetching.oai_client
print(*({"arxiv", "pandas"} & set(sys.modules)))
"""
    command = [sys.executable, "-c", script]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.split() == []
