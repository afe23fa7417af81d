import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pytest
from arxiv_feed import sample_papers
from arxiv_server import ArxivServer
from hypothesis import given, settings
from hypothesis import strategies as st
from oai_server import OAI_FAULTS, OaiServer, midday
from stored_papers import papers_in, undisturbed

from explorer.corpus.fetching import oai_reader, polite_http
from explorer.corpus.fetching.harvest import fetch_category
from explorer.corpus.fetching.oai_harvest import harvest_category
from explorer.corpus.fetching.slices import DAY
from explorer.corpus.harvest_log import read_harvests
from explorer.corpus.merging import merge_papers
from explorer.corpus.store import reading, writing
from explorer.errors import (
    BadDateError,
    FetchError,
    FetchRefusedError,
    FetchUnreadableError,
    StoreBusyError,
)

ROOT = Path(__file__).parents[3]
SINCE = date(2024, 1, 1)
NOW = datetime(2024, 4, 2, 9, tzinfo=UTC)
PAPERS = [
    replace(paper, modified=paper.submitted + 2 * DAY)
    for paper in sample_papers(60, first=SINCE, last=date(2024, 3, 30))
]
INTERVAL = 0.003


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(polite_http, "LARGEST_BODY", 2**20)
    with OaiServer(PAPERS, now=NOW) as server:
        yield server


@pytest.fixture
def harvest(server, tmp_path):
    def harvest(**options):
        options = {"since": SINCE, "now": NOW, "interval": INTERVAL, "timeout": 2.0} | options
        return harvest_category(
            tmp_path / "papers.sqlite",
            options.pop("category", "cs.RO"),
            url=server.url,
            contact="",
            lock_dir=tmp_path / "locks",
            **options,
        )

    return harvest


def ids_in(folder):
    return [row[0] for row in papers_in(folder)]


def log_of(folder):
    with reading(folder / "papers.sqlite") as connection:
        return read_harvests(connection)


def states(folder):
    return [entry.state for entry in log_of(folder)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return undisturbed(tmp_path_factory.mktemp("whole"), PAPERS)


def test_a_list_brings_all_papers_and_says_so(server, harvest, tmp_path, whole):
    fetched = harvest()
    assert papers_in(tmp_path) == whole
    assert (fetched.via, fetched.received, fetched.added, fetched.removed) == ("oai", 60, 60, 0)
    assert fetched.requests == len(server.asked) == 6
    (entry,) = log_of(tmp_path)
    assert (entry.source, entry.category, entry.state) == ("oai", "cs.RO", "done")
    assert (entry.since, entry.until, entry.fetched_at) == (SINCE, NOW.date(), NOW)
    assert (entry.received, entry.expected) == (60, None)
    assert min(server.gaps()) >= INTERVAL
    assert server.connections == 1


OUTCOMES = {
    "400": (FetchError, "HTTP status 400: status 400|HTTP status 400"),
    "403": (FetchRefusedError, "no more requests"),
    "404": (FetchError, "HTTP status 404"),
    "429": (FetchError, "HTTP status 429"),
    "500": (FetchError, "HTTP status 500"),
    "503": (FetchError, "HTTP status 503"),
    "drop": (FetchError, "connection failed"),
    "reset": (FetchError, "connection failed"),
    "cut": (FetchError, "connection failed"),
    "hang": (FetchError, "no answer came"),
    "drip": (FetchError, "took longer"),
    "flood": (FetchUnreadableError, "larger than"),
    "rate exceeded": (FetchError, "rate was exceeded"),
    "rate exceeded as xml": (FetchError, "rate was exceeded"),
    "wrong content type": (FetchUnreadableError, "text/html"),
    "html as xml": (FetchUnreadableError, "another type of document"),
    "empty body": (FetchUnreadableError, "damaged or cut off"),
    "other xml": (FetchUnreadableError, "something else than records"),
    "truncated xml": (FetchUnreadableError, "damaged or cut off"),
    "malformed xml": (FetchUnreadableError, "damaged or cut off"),
    "entity bomb": (FetchUnreadableError, "another type of document"),
    "bad response date": (FetchUnreadableError, "no date that can be read"),
    "no response date": (FetchUnreadableError, "no date that can be read"),
    "bad datestamp": (FetchUnreadableError, "a record is bad .the datestamp of"),
    "no datestamp": (FetchUnreadableError, "a record is bad .the datestamp of"),
    "bad created": (FetchUnreadableError, "a record is bad .the first day of"),
    "no created": (FetchUnreadableError, "a record is bad .the first day of"),
    "no identifier": (FetchUnreadableError, "not the identifier of a paper"),
    "no metadata": (FetchUnreadableError, "has no metadata"),
    "no id": (FetchUnreadableError, "comes with the metadata of ''"),
    "another paper": (FetchUnreadableError, "comes with the metadata of '92"),
    "no title": (FetchUnreadableError, "has no title"),
    "no abstract": (FetchUnreadableError, "has no abstract"),
    "no categories": (FetchUnreadableError, "has no primary category"),
    "empty page": (FetchUnreadableError, "a page came empty"),
    "from ignored": (FetchUnreadableError, "did not change since 2024-01-01"),
    "repeated page": (FetchUnreadableError, "a page came again"),
    "same token": (FetchUnreadableError, "a page came again"),
    "badArgument": (FetchError, "badArgument: something is wrong"),
    "internalError": (FetchError, "internalError: something is wrong"),
    "badResumptionToken": (FetchUnreadableError, "broke off .badResumptionToken., 3 times"),
    "noRecordsMatch": (FetchUnreadableError, "broke off .noRecordsMatch., 3 times"),
}
"""What comes of each fault of the server that does not pass."""

AT_ONCE = ("403", "429", "drop", "truncated xml", "bad created", "empty page", "badResumptionToken")
CASES = [
    *(pytest.param(kind, "first", id=f"{kind}, at once") for kind in AT_ONCE),
    *(pytest.param(kind, "later", id=kind) for kind in OUTCOMES),
]


def test_every_fault_of_the_server_has_an_outcome():
    assert {kind for kind in OUTCOMES if not kind.isdecimal()} == set(OAI_FAULTS) - {"touch"}


@pytest.mark.parametrize(("kind", "where"), CASES)
def test_a_lasting_fault_is_an_error_and_a_hole_and_what_came_is_kept(
    server, harvest, tmp_path, whole, kind, where
):
    timeout = 0.15 if kind in ("hang", "drip") else 2.0
    server.fail(kind, where=where, skip=1 if where == "later" else 0, times=None)
    error, words = OUTCOMES[kind]
    with pytest.raises(error, match=words) as raised:
        harvest(timeout=timeout)
    assert type(raised.value) is error
    assert states(tmp_path) == ["hole"]
    assert set(papers_in(tmp_path)) <= set(whole), "what came is kept, nothing is invented"
    assert len(papers_in(tmp_path)) >= (20 if where == "later" else 0)
    assert log_of(tmp_path)[0].received == len(papers_in(tmp_path))
    server.faults.clear()
    harvest()
    assert papers_in(tmp_path) == whole
    assert states(tmp_path) == ["hole", "done"]
    assert log_of(tmp_path)[1].received == 60
    assert min(server.gaps()) >= INTERVAL


PASSING = ("503", "reset", "malformed xml", "no title", "repeated page", "badResumptionToken")


@pytest.mark.parametrize("kind", PASSING)
def test_a_passing_fault_is_got_over(server, harvest, tmp_path, whole, kind):
    server.fail(kind, where="later", skip=1)
    harvest()
    assert papers_in(tmp_path) == whole
    assert states(tmp_path) == ["done"]


@pytest.mark.parametrize("kind", ["429", "503"])
def test_retry_after_is_obeyed(server, harvest, kind):
    server.fail(kind, where="later", retry_after="7")
    slept = []
    harvest(sleep=slept.append)
    assert [round(seconds) for seconds in slept if seconds > 1] == [7]


def test_a_record_that_changes_while_its_day_is_read_pushes_none_out(server, harvest, tmp_path):
    """The token of a page counts records of a day; one that moved away makes it count too far."""
    day = date(2024, 3, 1)
    papers = [replace(paper, submitted=day, modified=day) for paper in PAPERS]
    papers = [replace(p, arxiv_id=f"2403.{n:05d}") for n, p in enumerate(papers, start=1)]
    server.records.clear()
    for paper in papers:
        server.put(paper, day)
    server.fail("touch", where="first")
    fetched = harvest()
    assert ids_in(tmp_path) == [paper.arxiv_id for paper in papers]
    assert (states(tmp_path), fetched.received) == (["done"], 60)


def test_a_list_that_never_holds_still_is_a_hole(server, harvest, tmp_path):
    day = date(2024, 3, 1)
    for paper in PAPERS:
        server.put(replace(paper, submitted=day), day)
    server.fail("touch", where="first", times=None)
    with pytest.raises(FetchUnreadableError, match="records changed while the list was read, 3"):
        harvest()
    assert states(tmp_path) == ["hole"]


def test_an_empty_list_is_complete_and_asked_for_twice(server, harvest, tmp_path):
    fetched = harvest(category="math.CO")
    assert (fetched.received, len(server.asked)) == (0, 2)
    assert [(entry.state, entry.received) for entry in log_of(tmp_path)] == [("done", 0)]


def test_an_empty_list_is_not_believed_at_once(server, harvest, tmp_path, whole):
    server.fail("noRecordsMatch")
    harvest()
    assert papers_in(tmp_path) == whole


def test_a_second_list_has_only_what_changed_since_the_first_by_the_servers_clock(
    server, harvest, tmp_path
):
    wrong = NOW + timedelta(days=300)
    harvest(now=wrong)
    asked = len(server.asked)
    server.now = NOW + timedelta(days=7)
    late = replace(PAPERS[-1], arxiv_id="2403.99999", submitted=date(2024, 3, 29))
    changed = replace(PAPERS[5], title="A better title", updated=server.now.date())
    old = replace(PAPERS[0], arxiv_id="2312.00001", submitted=date(2023, 12, 7))
    for paper in (late, changed, old):
        server.put(paper)
    server.delete(PAPERS[7])
    fetched = harvest(now=wrong)
    assert (fetched.added, fetched.updated, fetched.removed) == (1, 1, 1)
    assert [a.query.since for a in server.asked[asked:]] == [NOW.date()]
    expected = {paper.arxiv_id for paper in [*PAPERS, late]} - {PAPERS[7].arxiv_id}
    assert set(ids_in(tmp_path)) == expected, "an old paper that was not held stays out"
    first, second = log_of(tmp_path)
    assert (second.since, second.until) == (first.until, server.now.date())


def test_an_old_paper_that_is_held_is_updated(server, harvest, tmp_path):
    old = replace(PAPERS[0], arxiv_id="2312.00001", submitted=date(2023, 12, 7))
    with writing(tmp_path / "papers.sqlite") as connection:
        merge_papers(connection, [old])
    server.put(replace(old, title="A better title", updated=NOW.date()))
    assert harvest().updated == 1


def test_a_deleted_paper_that_comes_back_is_held_again(server, harvest, tmp_path):
    server.delete(PAPERS[7])
    harvest()
    assert PAPERS[7].arxiv_id not in ids_in(tmp_path)
    server.now += 3 * DAY
    server.put(PAPERS[7])
    harvest(now=server.now)
    assert PAPERS[7].arxiv_id in ids_in(tmp_path)


def test_an_earlier_day_is_a_list_of_its_own(server, harvest, tmp_path):
    harvest(since=date(2024, 3, 1))
    assert min(ids_in(tmp_path)) > "2403"
    harvest()
    assert len(ids_in(tmp_path)) == 60
    assert [entry.since for entry in log_of(tmp_path)] == [date(2024, 3, 1), SINCE]
    harvest(since=date(2024, 2, 1))
    assert server.asked[-1].query.since == NOW.date(), "one list, that of January, holds February"


def test_the_days_of_all_records_are_asked_for_without_a_from(server, harvest, tmp_path):
    server.put(replace(PAPERS[0], arxiv_id="hep-th/9901001"), date(2005, 9, 16))
    harvest(since=date(1991, 8, 1))
    assert "from=" not in server.asked[0].path
    assert len(ids_in(tmp_path)) == 61


def test_each_category_is_its_own_list(server, harvest):
    fetched = harvest(category="cs.LG")
    assert fetched.received == sum("cs.LG" in paper.categories for paper in PAPERS)
    assert {asked.query.oai_set for asked in server.asked} == {"cs:cs:LG"}


def stop_after(pages):
    class CancelledError(Exception):
        pass

    calls = iter(range(pages))

    def progress(step, *_):
        if step.startswith("Fetching") and next(calls, None) is None:
            raise CancelledError

    return CancelledError, progress


def test_a_list_that_was_cut_off_goes_on_with_its_token(server, harvest, tmp_path, whole):
    error, progress = stop_after(3)
    with pytest.raises(error):
        harvest(progress=progress)
    assert (len(server.asked), len(ids_in(tmp_path))) == (3, 30)
    harvest()
    assert (papers_in(tmp_path), len(server.asked)) == (whole, 6)
    assert log_of(tmp_path)[0].received == 60


@pytest.mark.parametrize("shift", [timedelta(days=1), timedelta(days=-40)], ids=["later", "before"])
def test_a_token_that_is_not_surely_young_is_not_used(server, harvest, tmp_path, whole, shift):
    """Also where the clock on our side went back: the list is begun again where it was."""
    error, progress = stop_after(3)
    with pytest.raises(error):
        harvest(progress=progress)
    server.now += 2 * DAY
    harvest(now=NOW + shift if shift.days < 0 else server.now)
    assert papers_in(tmp_path) == whole
    again = server.asked[3].query
    assert (again.start, again.since) == (0, PAPERS[29].modified)
    (entry,) = log_of(tmp_path)
    assert (entry.until, entry.received) == (NOW.date(), 60), "the first page says what it holds"


def test_a_token_that_expired_costs_one_request(server, harvest, tmp_path, whole):
    error, progress = stop_after(3)
    with pytest.raises(error):
        harvest(progress=progress)
    server.now = midday(NOW.date() + DAY)
    harvest()
    assert papers_in(tmp_path) == whole
    assert [asked.query is None for asked in server.asked] == [False] * 3 + [True] + [False] * 4


def test_a_bad_record_is_not_forgotten_over_a_kill(server, harvest, tmp_path, whole):
    server.fail("bad created", where="later", skip=1, times=2)
    error, progress = stop_after(4)
    with pytest.raises(error):
        harvest(progress=progress)
    harvest()
    assert papers_in(tmp_path) == whole
    assert states(tmp_path) == ["done"]


def test_a_server_that_does_not_sort_is_read_to_the_end_and_begun_from_the_start(
    server, harvest, tmp_path, monkeypatch, whole
):
    monkeypatch.setattr(
        "oai_server.matching",
        lambda records, query: list(records)[query.skip :],
    )
    monkeypatch.setattr("oai_server.next_token", _plain_token)
    server.records = dict(reversed(server.records.items()))
    error, progress = stop_after(3)
    with pytest.raises(error):
        harvest(progress=progress)
    harvest()
    assert papers_in(tmp_path) == whole
    assert server.asked[3].query.skip == 0


def _plain_token(query, page, *, now):
    return quote(f"{query.text}&skip={query.skip + len(page)}&made={now:%Y-%m-%d}")


@pytest.mark.parametrize("requests", [1, 3, 5])
def test_a_killed_harvest_loses_nothing_and_goes_on_where_it_was(
    server, harvest, tmp_path, whole, requests
):
    script = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from explorer.corpus.fetching.oai_harvest import harvest_category
folder = Path(sys.argv[2])
harvest_category(
    folder / "papers.sqlite", "cs.RO", since=date(2024, 1, 1), url=sys.argv[1], contact="",
    lock_dir=folder / "locks", now=datetime(2024, 4, 2, 9, tzinfo=UTC), interval=0.1,
)
"""
    command = [sys.executable, "-c", script, server.url, str(tmp_path)]
    process = subprocess.Popen(command, cwd=ROOT)
    while len(server.asked) < requests and process.poll() is None:
        time.sleep(0.002)
    assert process.poll() is None, "it ended before it could be killed"
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    harvest()
    assert papers_in(tmp_path) == whole
    assert len(server.asked) <= 7, "one page at most came twice"
    assert log_of(tmp_path)[-1].received == 60


def test_the_two_ways_in_share_one_store(harvest, tmp_path):
    harvest()
    before, now = papers_in(tmp_path), datetime(2024, 4, 20, tzinfo=UTC)
    with ArxivServer(PAPERS) as api:
        fetched = fetch_category(
            tmp_path / "papers.sqlite",
            "cs.RO",
            since=SINCE,
            until=date(2024, 3, 31),
            url=api.url,
            contact="",
            lock_dir=tmp_path / "locks",
            now=now,
            interval=INTERVAL,
        )
        first = min(asked.query.since.date() for asked in api.asked)
    assert first == NOW.date() - 13 * DAY, "days that a list holds are not asked for again"
    assert fetched.added == fetched.updated == 0
    assert papers_in(tmp_path) == before


def test_a_page_is_saved_together_with_its_place_or_not_at_all(
    harvest, tmp_path, monkeypatch, whole
):
    class KilledError(Exception):
        pass

    def killed(*_):
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(oai_reader, "keep_list", killed)
        with pytest.raises(KilledError):
            harvest()
    assert papers_in(tmp_path) == []
    harvest()
    assert papers_in(tmp_path) == whole


def test_progress_counts_papers_and_says_when_it_waits(server, harvest):
    server.fail("503", where="later")
    shown = []
    harvest(progress=lambda *what: shown.append(what))
    assert "Waiting for arXiv: it answered with HTTP status 503" in {step for step, _, _ in shown}
    counts = [done for _, done, _ in shown]
    assert counts == sorted(counts)
    assert {total for _, _, total in shown} == {None}


def test_a_day_to_come_is_an_error_before_anybody_is_asked(server, harvest):
    with pytest.raises(BadDateError):
        harvest(since=date(2024, 4, 3))
    assert server.asked == []


def test_a_harvest_beside_another_is_turned_away(server, harvest, tmp_path):
    with writing(tmp_path / "papers.sqlite"), pytest.raises(StoreBusyError):
        harvest()
    assert server.asked == []


steps = st.lists(
    st.one_of(
        st.tuples(st.just("new"), st.integers(0, 40)),
        st.tuples(st.sampled_from(["change", "delete", "restore"]), st.integers(0, 7)),
        st.tuples(st.just("wait"), st.integers(1, 3)),
        st.tuples(st.just("harvest"), st.sampled_from([0, 30, 59])),
        st.tuples(st.just("kill"), st.integers(1, 3)),
    ),
    max_size=14,
)


@given(steps)
@settings(max_examples=25, deadline=None)
def test_whatever_happens_between_lists_the_last_one_makes_both_sides_equal(steps):
    """Papers come, change, are deleted and come back, lists are cut off, days pass."""
    with (
        TemporaryDirectory() as name,
        OaiServer(now=midday(SINCE + 60 * DAY), page_size=3) as server,
    ):
        world = _World(Path(name), server)
        for step, value in [*steps, ("wait", 1), ("harvest", 0)]:
            getattr(world, step)(value)


class _World:
    """A server and a copy of it, to which things happen."""

    def __init__(self, folder, server):
        self.folder, self.server, self.changes = folder, server, 0
        for _ in range(7):
            self.new(10)

    def new(self, days):
        number = len(self.server.records)
        day = self.server.now.date() - days * DAY
        self.server.put(
            replace(PAPERS[0], arxiv_id=f"{day:%y%m}.{number:05d}", submitted=day, updated=day)
        )

    def change(self, index):
        self.changes += 1
        paper = list(self.server.records.values())[index % len(self.server.records)].paper
        self.server.put(replace(paper, title=f"Title {self.changes:05d}", modified=None))

    restore = change

    def delete(self, index):
        self.server.delete(
            list(self.server.records.values())[index % len(self.server.records)].paper
        )

    def harvest(self, days, **options):
        since = SINCE + days * DAY
        self._read(since, **options)
        live = {
            record.paper.arxiv_id: record.paper.title
            for record in self.server.records.values()
            if not record.deleted and record.paper.submitted >= since
        }
        with reading(self.folder / "papers.sqlite") as connection:
            found = connection.execute(
                "SELECT arxiv_id, title FROM papers WHERE published >= ?", (since.isoformat(),)
            )
            assert dict(found.fetchall()) == live

    def kill(self, pages):
        error, progress = stop_after(pages)
        with suppress(error):
            self._read(SINCE, progress=progress)
            return
        self.wait(1)

    def _read(self, since, **options):
        harvest_category(
            self.folder / "papers.sqlite",
            "cs.RO",
            since=since,
            url=self.server.url,
            contact="",
            lock_dir=self.folder / "locks",
            now=self.server.now,
            interval=0.0,
            **options,
        )
        # ArXiv states days only: two changes of one record on one day cannot be told apart.
        self.wait(1)

    def wait(self, days):
        self.server.now += days * DAY
