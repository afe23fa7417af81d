"""The pace as arXiv would see it: what a server notes of the requests that arrive.

Two processes ask at once, each fault has a server of its own, and one of the processes has a clock
that jumps back and forth by hours. The interval is shorter than arXiv's, so that all this takes
seconds; the long test has the true one.

Each request says when it left (the monotonic clock is the same in all processes of a machine). It
may not leave before the interval has passed since the one before came in; where a server keeps its
clients waiting until they go away, since that one left, for a busy machine may note it only later.
"""

import logging
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import arxiv_server
import pytest
from arxiv_faults import FAULTS
from arxiv_feed import sample_papers
from arxiv_server import ArxivServer

from explorer.corpus.fetching.harvest import fetch_category
from explorer.corpus.fetching.pace import INTERVAL

log = logging.getLogger(__name__)
"""Shown by ``--log-cli-level=INFO``."""

ROOT = Path(__file__).parents[3]
PAPERS = sample_papers(50, first=date(2024, 1, 1), last=date(2024, 1, 31))
SHORT = 0.15
FAULTY = ("insert", "remove")
"""Faults of a server that need a paper of their own, and are no reason to ask again."""
IMPATIENT = {"hang": 0.4, "drip": 0.4}
"""Seconds that a client waits where no answer ends; elsewhere it is patient."""

CLIENTS = """
import random, sys, threading, time
from contextlib import suppress
from datetime import date
from pathlib import Path
from requests.adapters import HTTPAdapter
from explorer.corpus.fetching import polite_http
from explorer.corpus.fetching.arxiv_api import ArxivClient
from explorer.corpus.fetching.pace import Pace
from explorer.errors import FetchError

polite_http.LARGEST_BODY = 2**20
clock, interval, folder, *servers = sys.argv[1:]
wild = lambda: time.time() + random.uniform(-7200, 7200)
clocks = (wild if clock == "wild" else time.time, time.monotonic)
send = HTTPAdapter.send

def send_saying_when(adapter, request, *args, **options):
    request.headers["User-Agent"] += f" sent={time.monotonic()!r}"
    return send(adapter, request, *args, **options)

HTTPAdapter.send = send_saying_when

def ask(number, server):
    timeout, url = server.split(" ")
    pace = Pace(Path(folder) / str(number), interval=float(interval), clocks=clocks)
    client = ArxivClient(url, contact="", pace=pace, timeout=float(timeout))
    with suppress(FetchError):
        for page in client.pages(
            "cs.RO", since=date(2024, 1, 1), until=date(2024, 1, 31), page_size=20
        ):
            pass
    client.close()

threads = [threading.Thread(target=ask, args=asked) for asked in enumerate(servers)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def asked_by_two_processes(folder, kinds, *, interval, times):
    """Let two processes ask a server for each fault; return the servers, by fault."""
    with ExitStack() as stack:
        servers = {kind: stack.enter_context(ArxivServer(PAPERS)) for kind in kinds}
        for kind, server in servers.items():
            fault, _, retry_after = kind.partition(" after ")
            if fault:
                server.fail(fault, times=times, skip=1, retry_after=retry_after or None)
        told = [f"{IMPATIENT.get(kind, 30.0)} {server.url}" for kind, server in servers.items()]
        running = [
            subprocess.Popen(
                [sys.executable, "-c", CLIENTS, clock, str(interval), str(folder), *told], cwd=ROOT
            )
            for clock in ("true", "wild")
        ]
        assert [process.wait(300) for process in running] == [0, 0]
    return servers


def sent(asked):
    return float(asked.agent.rpartition("sent=")[2])


def gaps(kind, server):
    """Return the seconds between each request, when it left, and the one before."""
    before = sent if kind in IMPATIENT else lambda asked: asked.at
    return [sent(later) - before(earlier) for earlier, later in pairwise(in_order(server))]


def in_order(server):
    return sorted(server.asked, key=sent)


def test_no_fault_brings_two_requests_closer_than_the_interval(tmp_path):
    statuses = ("400", "403", "404", "429", "500", "503", "429 after 1", "503 after 1")
    kinds = ("", *statuses, *(kind for kind in FAULTS if kind not in FAULTY))
    servers = asked_by_two_processes(tmp_path, kinds, interval=SHORT, times=3)
    shortest = {kind: min(gaps(kind, server)) for kind, server in servers.items()}
    assert {kind: gap for kind, gap in shortest.items() if gap < SHORT} == {}
    assert len(servers[""].asked) == 6, "three pages for each of two processes"
    struck = {kind for kind, server in servers.items() if any(a.fault for a in server.asked)}
    assert struck == set(kinds) - {""}
    told = servers["429 after 1"]
    busy = [asked.fault is not None for asked in in_order(told)]
    waits = zip(gaps("429 after 1", told), busy[:-1], strict=True)
    assert min(gap for gap, wait in waits if wait) >= 1


@pytest.mark.benchmark
def test_requests_are_three_seconds_apart_as_arxiv_asks(tmp_path):
    kinds = ("", "500", "drop", "reset", "cut", "hang", "truncated xml", "rate exceeded")
    servers = asked_by_two_processes(tmp_path, kinds, interval=INTERVAL, times=2)
    shortest = {kind: min(gaps(kind, server)) for kind, server in servers.items()}
    assert {kind for kind, gap in shortest.items() if gap < INTERVAL} == set()
    assert INTERVAL == 3.0
    log.info("shortest: %s s", shortest)


@pytest.mark.benchmark
def test_a_fetch_takes_hardly_longer_than_the_pace_that_arxiv_asks_for(tmp_path, monkeypatch):
    papers = sample_papers(10_000, first=date(2024, 1, 1), last=date(2024, 2, 29))
    found = {}

    def matching(papers, query):
        key = (query.since, query.until)
        found[key] = found.get(key) or real(papers, query)
        return found[key]

    real = arxiv_server.matching
    monkeypatch.setattr(arxiv_server, "matching", matching)
    with ArxivServer(papers) as server:
        started = time.perf_counter()
        fetched = fetch_category(
            tmp_path / "papers.sqlite",
            "cs.RO",
            since=date(2024, 1, 1),
            until=date(2024, 2, 29),
            url=server.url,
            contact="",
            lock_dir=tmp_path / "locks",
            now=datetime(2024, 12, 1, tzinfo=UTC),
        )
        seconds = time.perf_counter() - started
    allowed = (fetched.requests - 1) * INTERVAL
    overhead = seconds / allowed - 1
    log.info("%d requests, %.1f s: %.1f %% over", fetched.requests, seconds, 100 * overhead)
    assert (fetched.added, fetched.requests) == (10_000, len(server.asked))
    assert fetched.requests >= 11
    assert overhead <= 0.1
