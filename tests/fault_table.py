"""What becomes of each fault that can befall a fetch, tried on a local arXiv and written down.

By hand, to renew ``docs/faults.md`` after a change that is meant:

    python tests/fault_table.py
"""

from __future__ import annotations

import json
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from urllib.parse import urlsplit

from arxiv_feed import sample_papers
from arxiv_server import ArxivServer
from oai_server import OaiServer

from explorer.corpus.exporting import export_papers
from explorer.corpus.fetching import harvest, polite_http
from explorer.corpus.fetching.harvest import fetch_category
from explorer.corpus.fetching.oai_harvest import harvest_category
from explorer.corpus.harvest_log import read_harvests
from explorer.corpus.merging import merge_papers
from explorer.corpus.store import reading, writing
from explorer.errors import FetchError

if TYPE_CHECKING:
    from explorer.corpus.papers import Paper

PAGE = Path(__file__).parents[1] / "docs" / "faults.md"

SPAN = {"since": date(2024, 1, 1), "until": date(2024, 3, 31)}
NOW = datetime(2024, 12, 1, 9, tzinfo=UTC)
PATIENCE = 0.4
PAPERS = sample_papers(60, first=SPAN["since"], last=SPAN["until"])
TOUCHED = [replace(paper, modified=paper.submitted) for paper in PAPERS]
"""The same papers as OAI-PMH tells of them."""

ALL = "all papers"
HOLE = "a hole, and an error"

HEAD = """# What can go wrong while papers are fetched, and what a person gets then

Made by `python tests/fault_table.py`, which lets each of these happen on a local server, over real
connections, while three months are fetched: when the second of them is asked for, or the third page
of a list. The test suite holds this page to it.

- **{all}**: every paper came, none twice, and every month is logged as done.
- **{hole}**: what came is kept, the part that did not come whole is logged as a hole,
  `explorer status` shows it, and the person is told what the last column says.

In every case the same command, run again when the trouble was over, brought all papers. In no case
was there a paper that the server did not have.

So that it takes seconds, a server may be silent for 0.4 seconds instead of 60 here, an answer may
have 1 MB instead of 64, and pages have 12 papers instead of 1,000.

| What goes wrong | Way | If it happens once | If it goes on | What is told |
|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that goes wrong, on a server that is given or around it."""

    what: str
    """In the words of a person."""
    kind: str = ""
    """One that the server knows."""
    options: dict[str, Any] = field(default_factory=dict)
    """Said of it to the server."""
    around: Callable[..., AbstractContextManager[None]] | None = None
    """Makes a context in which it goes wrong, once or for good, if the server is not at fault."""
    timeout: float = 5.0
    lasting: bool = True
    """Whether it can go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way in over the network."""

    name: str
    address: str
    """Of arXiv; told instead of that of the local server."""
    serve: Callable[..., ArxivServer]
    """Makes a server that has `PAPERS`, on a ``port`` if one is given."""
    fetch: Callable[..., object]
    """Fetches the three months into a store, with the options of `fetch_category`."""
    faults: tuple[Fault, ...]
    there: Callable[[Any], list[Paper]]
    """Says which papers a server has."""
    options: dict[str, Any] = field(default_factory=dict)
    """Said of each fault to the server: which requests go wrong."""
    parts: int
    """How many parts of the three months are asked for and logged by themselves."""


class Trial:
    """One fetch of three months from a server of its own into a store of its own."""

    def __init__(self, way: Way, folder: Path, server: ArxivServer, *, timeout: float) -> None:
        self.way, self.server = way, server
        self.url, self.now, self.lock_dir = server.url, NOW, folder / "locks"
        self.on_wait: Callable[[], None] = lambda: None
        self.store = folder / "papers.sqlite"
        self._timeout = timeout
        self._given = way.there(server)

    def fetch(self) -> str:
        """Fetch; return what is told: nothing, or the error."""
        try:
            self.way.fetch(
                self.store,
                url=self.url,
                contact="",
                lock_dir=self.lock_dir,
                now=self.now,
                interval=0.003,
                timeout=self._timeout,
                sleep=lambda seconds: time.sleep(min(seconds, 0.1)),
                progress=self._waited,
            )
        except FetchError as error:
            return str(error).replace(self.url, self.way.address)
        return ""

    def _waited(self, step: str, _done: int, _total: int | None) -> None:
        if step.startswith("Waiting"):
            self.on_wait()

    def outcome(self, told: str) -> str:
        """Say what a person has after a fetch; fail if papers are missing and nothing is told."""
        now_there = self.way.there(self.server)
        held, there = lines_of(self.store), lines_of_papers(tuple(now_there))
        ever = lines_of_papers((*self._given, *now_there))
        assert held <= ever, "papers were invented"
        states = self._states()
        if not told:
            assert there <= held, "papers are missing, and nothing is told"
            assert set(states.values()) == {"done"}
            return ALL
        assert "hole" in states.values(), "an error was told and no hole recorded"
        stopped = list(states.values())[-1] == "hole" and len(states) < self.way.parts
        return HOLE + ("; nothing more was asked" if stopped else "")

    def _states(self) -> dict[str, str]:
        """Return the last state of each part that was asked for."""
        with reading(self.store) as connection:
            return {f"{entry.since:%Y-%m}": entry.state for entry in read_harvests(connection)}


def lines_of(store: Path) -> set[bytes]:
    """Return the papers of a store, each as a line; fail if one is there twice."""
    sink = BytesIO()
    export_papers(store, sink, as_of=NOW.date())
    lines = sink.getvalue().splitlines()
    assert len(lines) == len(set(lines))
    return set(lines)


@cache
def lines_of_papers(papers: tuple[Paper, ...]) -> set[bytes]:
    """Return papers as a store would hold them."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "papers.sqlite"
        with writing(store) as connection:
            merge_papers(connection, papers)
        return lines_of(store)


@contextmanager
def server_fault(trial: Trial, fault: Fault, *, once: bool) -> Iterator[None]:
    """Let the server go wrong."""
    options = {"times": 1 if once else None} | trial.way.options | fault.options
    if fault.kind == "insert":
        for number in range(1 if once else 5):
            new = replace(PAPERS[20], arxiv_id=f"2402.9999{number}", submitted=date(2024, 2, 1))
            trial.server.fail("insert", **options | {"paper": new, "times": 1})
    else:
        trial.server.fail(fault.kind, **options)
    yield
    trial.server.faults.clear()


@contextmanager
def refused(trial: Trial, *, once: bool) -> Iterator[None]:
    """Nobody listens where arXiv should be, until somebody does."""
    with ExitStack() as late, socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        deaf.bind(("127.0.0.1", 0))
        port = deaf.getsockname()[1]
        trial.url = trial.url.replace(f":{urlsplit(trial.url).port}/", f":{port}/")

        def arrive() -> None:
            late.enter_context(trial.way.serve(port=port))
            trial.on_wait = lambda: None

        if once:
            trial.on_wait = arrive
        yield
    trial.url = trial.server.url


@contextmanager
def clock_set_back(trial: Trial, *, once: bool) -> Iterator[None]:  # noqa: ARG001
    """Our clock shows an hour less than at the last request."""
    trial.lock_dir.mkdir()
    times = {"times": [time.time() + 3600, time.monotonic() + 3600], "gap": 3.0}
    (trial.lock_dir / "arxiv-last-request.json").write_text(json.dumps(times))
    yield


@contextmanager
def clock_was_ahead(trial: Trial, *, once: bool) -> Iterator[None]:  # noqa: ARG001
    """A fetch in January took it for next year, and found nothing of the months to come."""
    papers, trial.server.papers = trial.server.papers, [p for p in PAPERS if p.submitted.month == 1]
    trial.now = datetime(2025, 1, 31, 9, tzinfo=UTC)
    assert trial.fetch() == ""
    trial.server.papers, trial.now = papers, NOW
    yield


@contextmanager
def deleted(trial: Trial, *, once: bool) -> Iterator[None]:  # noqa: ARG001
    """Papers that were fetched are there no more."""
    assert trial.fetch() == ""
    for paper in TOUCHED[:5]:
        trial.server.delete(paper)
    yield
    gone = {paper.arxiv_id for paper in TOUCHED[:5]}
    assert gone.isdisjoint(json.loads(line)["id"] for line in lines_of(trial.store))


def _listed(server: OaiServer) -> list[Paper]:
    records = (record for record in server.records.values() if not record.deleted)
    return [replace(record.paper, modified=record.changed) for record in records]


def _later(what: str, kind: str) -> Fault:
    return Fault(what=what, kind=kind, options={"where": "later"})


def _after(what: str, kind: str, seconds: int) -> Fault:
    return Fault(what=what, kind=kind, options={"retry_after": str(seconds)})


QUERY_API_FAULTS = (
    Fault(what="HTTP 429, too many requests", kind="429"),
    _after("HTTP 429 with `Retry-After` of 20 seconds", "429", 20),
    _after("HTTP 429 with `Retry-After` of two hours", "429", 7200),
    _later("HTTP 429 at a later page", "429"),
    Fault(what="HTTP 503, busy", kind="503"),
    _after("HTTP 503 with `Retry-After` of 20 seconds", "503", 20),
    Fault(what="HTTP 500", kind="500"),
    Fault(what="HTTP 400, the query is turned down", kind="400"),
    Fault(what="HTTP 403, we are not wanted", kind="403"),
    Fault(what="HTTP 404", kind="404"),
    Fault(what="The connection is refused", around=refused),
    Fault(what="The connection is dropped without an answer", kind="drop"),
    Fault(what="The connection is reset", kind="reset"),
    Fault(what="The connection ends in mid-answer", kind="cut"),
    _later("The connection ends in mid-answer, at a later page", "cut"),
    Fault(what="No answer ever comes", kind="hang", timeout=PATIENCE),
    Fault(what="The answer drips, a byte at a time", kind="drip", timeout=PATIENCE),
    Fault(what="An answer of 1 GB", kind="flood"),
    Fault(what="200 with “Rate exceeded.”", kind="rate exceeded"),
    Fault(what="200 with “Rate exceeded.”, called Atom", kind="rate exceeded as atom"),
    Fault(what="200 with an error entry", kind="error entry"),
    Fault(what="200 with an error entry without dates", kind="undated error entry"),
    Fault(what="Another content type: a page of HTML", kind="wrong content type"),
    Fault(what="A page of HTML, called Atom", kind="html as atom"),
    Fault(what="An empty answer", kind="empty body"),
    Fault(what="Another kind of XML", kind="other xml"),
    Fault(what="XML that is cut off", kind="truncated xml"),
    _later("XML that is cut off, at a later page", "truncated xml"),
    Fault(what="XML that is malformed", kind="malformed xml"),
    Fault(what="Entities ten levels deep that would fill the memory", kind="entity bomb"),
    Fault(what="Nothing matches, it says, and something does", kind="nothing matches"),
    Fault(what="An empty first page with a total above zero", kind="empty page"),
    _later("An empty later page", "empty page"),
    Fault(what="Pages shorter than asked for", kind="short page"),
    _later("A page that repeats the last", "repeated page"),
    Fault(what="A page with one paper twice and one not at all", kind="repeated paper"),
    Fault(what="A total that is too high", kind="total too high"),
    Fault(what="A total that changes from page to page", kind="changing total"),
    Fault(what="A paper inserted between two pages", kind="insert", options={"where": "first"}),
    Fault(what="A paper removed between two pages", kind="remove", options={"where": "first"}),
    Fault(what="Papers of other days than asked for", kind="dates ignored"),
    Fault(what="No total", kind="no total"),
    Fault(what="A total of hundreds of digits", kind="endless total"),
    Fault(what="A bad timestamp", kind="bad timestamp"),
    Fault(what="A paper without an id", kind="no id"),
    Fault(what="A paper without its first day", kind="no published"),
    Fault(what="A paper without its last day", kind="no updated"),
    Fault(what="A paper without a title", kind="no title"),
    Fault(what="A paper without an abstract", kind="no summary"),
    Fault(what="Our clock is set back by an hour", around=clock_set_back, lasting=False),
    Fault(what="Our clock was a year ahead", around=clock_was_ahead, lasting=False),
)
"""In the order of the table."""


OAI_PMH_FAULTS = (
    Fault(what="HTTP 429, too many requests", kind="429"),
    _after("HTTP 429 with `Retry-After` of 20 seconds", "429", 20),
    Fault(what="HTTP 503, busy", kind="503"),
    _after("HTTP 503 with `Retry-After` of 20 seconds", "503", 20),
    _after("HTTP 503 with `Retry-After` of two hours", "503", 7200),
    Fault(what="HTTP 500", kind="500"),
    Fault(what="HTTP 400", kind="400"),
    Fault(what="HTTP 403, we are not wanted", kind="403"),
    Fault(what="The connection is refused", around=refused),
    Fault(what="The connection is dropped without an answer", kind="drop"),
    Fault(what="The connection is reset", kind="reset"),
    Fault(what="The connection ends in mid-answer", kind="cut"),
    Fault(what="No answer ever comes", kind="hang", timeout=PATIENCE),
    Fault(what="The answer drips, a byte at a time", kind="drip", timeout=PATIENCE),
    Fault(what="An answer of 1 GB", kind="flood"),
    Fault(what="200 with “Rate exceeded.”", kind="rate exceeded"),
    Fault(what="Another content type: a page of HTML", kind="wrong content type"),
    Fault(what="An empty answer", kind="empty body"),
    Fault(what="Another kind of XML", kind="other xml"),
    Fault(what="XML that is cut off", kind="truncated xml"),
    Fault(what="XML that is malformed", kind="malformed xml"),
    Fault(what="Entities ten levels deep that would fill the memory", kind="entity bomb"),
    Fault(what="The resumption token expired", kind="badResumptionToken"),
    Fault(what="`noRecordsMatch` in mid-list", kind="noRecordsMatch"),
    Fault(what="Another error of the protocol", kind="internalError"),
    Fault(what="A page without records", kind="empty page"),
    Fault(what="A page that repeats the last", kind="repeated page"),
    Fault(what="A token that leads nowhere", kind="same token"),
    Fault(what="Records that did not change since the day asked for", kind="from ignored"),
    Fault(what="A record that changes while its page is read", kind="touch"),
    Fault(what="A bad datestamp", kind="bad datestamp"),
    Fault(what="A record without an identifier", kind="no identifier"),
    Fault(what="A record without metadata", kind="no metadata"),
    Fault(what="A record with the metadata of another paper", kind="another paper"),
    Fault(what="A paper without its first day", kind="no created"),
    Fault(what="A paper without a title", kind="no title"),
    Fault(what="A paper without categories", kind="no categories"),
    Fault(what="Papers deleted since the last fetch", around=deleted, lasting=False),
    Fault(what="Our clock is set back by an hour", around=clock_set_back, lasting=False),
)
"""In the order of the table; they befall the third page of a list."""

WAYS = (
    Way(
        name="query API",
        address="https://export.arxiv.org/api/query",
        serve=partial(ArxivServer, PAPERS),
        fetch=partial(fetch_category, category="cs.RO", **SPAN),
        faults=QUERY_API_FAULTS,
        there=lambda server: list(server.papers),
        options={"match": "submittedDate:[20240201"},
        parts=3,
    ),
    Way(
        name="OAI-PMH",
        address="https://oaipmh.arxiv.org/oai",
        serve=partial(OaiServer, TOUCHED, now=NOW),
        fetch=partial(harvest_category, category="cs.RO", since=SPAN["since"]),
        faults=OAI_PMH_FAULTS,
        there=_listed,
        options={"where": "later", "skip": 1},
        parts=1,
    ),
)
"""Every way in over the network; another is one more of these."""


def make_page() -> str:
    """Try everything on every way in; return the page."""
    with (
        patch.object(harvest, "PAGE_SIZES", (12, 7, 5)),
        patch.object(polite_http, "LARGEST_BODY", 2**20),
        tempfile.TemporaryDirectory() as folder,
        ThreadPoolExecutor(8) as pool,
    ):
        tried = [(Path(folder), way, fault) for way in WAYS for fault in way.faults]
        lines = list(pool.map(lambda case: _line(*case), tried))
    return HEAD.format(all=ALL, hole=HOLE) + "".join(lines)


def _line(folder: Path, way: Way, fault: Fault) -> str:
    """Try one thing on one way; return its line of the table."""
    once, told_once = _tried(folder, way, fault, once=True)
    for_good, told = _tried(folder, way, fault, once=False) if fault.lasting else ("", "")
    cells = (fault.what, way.name, once, for_good, told or told_once)
    return "| " + " | ".join(cell.replace("|", "\\|") or "-" for cell in cells) + " |\n"


def _tried(folder: Path, way: Way, fault: Fault, *, once: bool) -> tuple[str, str]:
    """Fetch with a fault, then without it, which must bring all; return outcome and message."""
    home = Path(tempfile.mkdtemp(dir=folder))
    with way.serve() as server:
        trial = Trial(way, home, server, timeout=fault.timeout)
        context = fault.around(trial, once=once) if fault.around else None
        with context or server_fault(trial, fault, once=once):
            told = trial.fetch()
            try:
                outcome = trial.outcome(told)
            except AssertionError as error:
                raise AssertionError(way.name, fault.what, once) from error
        trial.lock_dir = home / "locks of another day"
        assert trial.fetch() == "", fault.what
        assert trial.outcome("") == ALL, fault.what
    return outcome, told


if __name__ == "__main__":
    PAGE.write_text(make_page(), encoding="utf-8")
