import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zlib import crc32

import pytest
from arxiv_faults import FAULTS
from arxiv_feed import moment, sample_papers
from arxiv_server import ArxivServer
from stored_papers import papers_in, undisturbed

from explorer.corpus.fetching import harvest, polite_http
from explorer.corpus.fetching.harvest import fetch_category, plan_fetch
from explorer.corpus.fetching.slices import DAY, TRAIL
from explorer.corpus.harvest_log import read_harvests
from explorer.corpus.store import reading, writing
from explorer.errors import (
    BadDateError,
    FetchError,
    FetchIncompleteError,
    FetchRefusedError,
    FetchUnreadableError,
    StoreBusyError,
    StoreUnwritableError,
)

ROOT = Path(__file__).parents[3]
SPAN = {"since": date(2024, 1, 1), "until": date(2024, 3, 31)}
NOW = datetime(2024, 12, 1, 9, tzinfo=UTC)
PAPERS = sample_papers(60, first=SPAN["since"], last=SPAN["until"])
FEBRUARY, MARCH = "submittedDate:[20240201", "submittedDate:[20240301"
INTERVAL = 0.003


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(harvest, "PAGE_SIZES", (12, 7, 5))
    monkeypatch.setattr(polite_http, "LARGEST_BODY", 2**20)
    with ArxivServer(PAPERS) as server:
        yield server


@pytest.fixture
def fetch(server, tmp_path):
    def fetch(**options):
        options = SPAN | {"now": NOW, "interval": INTERVAL, "timeout": 2.0} | options
        return fetch_category(
            tmp_path / "papers.sqlite",
            options.pop("category", "cs.RO"),
            url=server.url,
            contact="",
            lock_dir=tmp_path / "locks",
            **options,
        )

    return fetch


def log_of(folder):
    with reading(folder / "papers.sqlite") as connection:
        return [
            (f"{entry.since:%Y-%m}", entry.state, entry.received, entry.expected)
            for entry in read_harvests(connection)
        ]


def states(folder):
    """The last state of each month asked for."""
    return {month: state for month, state, _, _ in log_of(folder)}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return undisturbed(tmp_path_factory.mktemp("whole"), PAPERS)


def test_a_fetch_brings_all_papers_and_says_so(server, fetch, tmp_path, whole):
    fetched = fetch()
    assert papers_in(tmp_path) == whole
    assert (fetched.added, fetched.updated, fetched.unchanged) == (60, 0, 0)
    assert (fetched.received, fetched.slices) == (60, 3)
    assert fetched.requests == len(server.asked)
    per_month = [len([p for p in PAPERS if p.submitted.month == m]) for m in (1, 2, 3)]
    assert log_of(tmp_path) == [
        (f"2024-0{m}", "done", count, count) for m, count in enumerate(per_month, start=1)
    ]
    assert min(server.gaps()) >= INTERVAL


HEALED = None
"""All papers come in spite of it."""

GONE = {"2024-02": "hole"}
"""The server is not asked for what comes after the hole."""

ONE_HOLE = {"2024-02": "hole", "2024-03": "done"}

OUTCOMES = {
    "400": (FetchError, "HTTP status 400", GONE),
    "403": (FetchRefusedError, "no more requests", GONE),
    "404": (FetchError, "HTTP status 404", GONE),
    "429": (FetchError, "HTTP status 429", GONE),
    "500": (FetchError, "HTTP status 500", GONE),
    "503": (FetchError, "HTTP status 503", GONE),
    "drop": (FetchError, "connection failed", GONE),
    "reset": (FetchError, "connection failed", GONE),
    "cut": (FetchError, "connection failed", GONE),
    "hang": (FetchError, "no answer came", GONE),
    "drip": (FetchError, "took longer", GONE),
    "flood": (FetchUnreadableError, "larger than", ONE_HOLE),
    "rate exceeded": (FetchError, "rate was exceeded", GONE),
    "rate exceeded as atom": (FetchError, "rate was exceeded", GONE),
    "wrong content type": (FetchUnreadableError, "text/html", ONE_HOLE),
    "html as atom": (FetchUnreadableError, "another type of document", ONE_HOLE),
    "empty body": (FetchUnreadableError, "damaged or cut off", ONE_HOLE),
    "other xml": (FetchUnreadableError, "something else than results", ONE_HOLE),
    "error entry": (FetchUnreadableError, "unspecified error", ONE_HOLE),
    "undated error entry": (FetchUnreadableError, "unspecified error", ONE_HOLE),
    "truncated xml": (FetchUnreadableError, "damaged or cut off", ONE_HOLE),
    "malformed xml": (FetchUnreadableError, "damaged or cut off", ONE_HOLE),
    "entity bomb": (FetchUnreadableError, "another type of document", ONE_HOLE),
    "bad timestamp": (FetchUnreadableError, "not understood", ONE_HOLE),
    "no total": (FetchUnreadableError, "no total", ONE_HOLE),
    "endless total": (FetchUnreadableError, "no total", ONE_HOLE),
    "changing total": (FetchIncompleteError, "the total changed meanwhile", ONE_HOLE),
    "no id": (FetchUnreadableError, "without id or dates", ONE_HOLE),
    "no published": (FetchUnreadableError, "without id or dates", ONE_HOLE),
    "no updated": (FetchUnreadableError, "without id or dates", ONE_HOLE),
    "no title": (FetchIncompleteError, "has no title", ONE_HOLE),
    "no summary": (FetchIncompleteError, "has no abstract", ONE_HOLE),
    "empty page": (FetchUnreadableError, "a page came empty", ONE_HOLE),
    "short page": HEALED,
    "repeated page": (FetchIncompleteError, "announced 19 papers", ONE_HOLE),
    "repeated paper": (FetchIncompleteError, "announced 19 papers", ONE_HOLE),
    "total too high": (FetchUnreadableError, "a page came empty", ONE_HOLE),
    "dates ignored": (FetchIncompleteError, "other days", ONE_HOLE),
    "nothing matches": (FetchIncompleteError, "many came of the days before and after", ONE_HOLE),
}
"""What comes of each fault of the server that does not pass."""

TURNED_DOWN = {"400", "403", "404"}


LATER = ("empty page", "truncated xml", "cut", "429")
CASES = [
    *(pytest.param(kind, "any", id=kind) for kind in OUTCOMES if kind != "repeated page"),
    *(pytest.param(kind, "later", id=f"{kind}, later") for kind in (*LATER, "repeated page")),
]


def test_every_fault_of_the_server_has_an_outcome():
    special = {"insert", "remove"}
    assert {kind for kind in OUTCOMES if not kind.isdecimal()} == set(FAULTS) - special


@pytest.mark.parametrize(("kind", "where"), CASES)
def test_a_fault_is_got_over_or_is_an_error_and_a_hole_and_never_silent(
    server, fetch, tmp_path, whole, kind, where
):
    timeout = 0.15 if kind in ("hang", "drip") else 2.0
    server.fail(kind, match=FEBRUARY, where=where, times=None)
    server.fail(kind, match=MARCH, where=where, times=1)
    if outcome := OUTCOMES[kind]:
        error, words, holes = outcome
        with pytest.raises(error, match=words) as raised:
            fetch(timeout=timeout)
        assert type(raised.value) is error
        assert states(tmp_path) == {"2024-01": "done"} | holes
        assert set(papers_in(tmp_path)) <= set(whole), "what came is kept, nothing is invented"
        del server.faults[0]
    if kind in TURNED_DOWN:
        with pytest.raises(FetchError):
            fetch(timeout=timeout)
    before = len(server.asked)
    fetch(timeout=timeout)
    assert papers_in(tmp_path) == whole
    assert set(states(tmp_path).values()) == {"done"}
    assert min(server.gaps()) >= INTERVAL
    if OUTCOMES[kind]:
        assert not any("202401010000" in asked.query.text for asked in server.asked[before:])


def test_a_fault_in_the_first_question_leaves_a_hole_too(server, fetch, tmp_path):
    server.fail("500", times=None)
    with pytest.raises(FetchError):
        fetch()
    assert log_of(tmp_path) == [("2024-01", "hole", 0, None)]


@pytest.mark.parametrize("change", ["insert", "remove"])
def test_a_paper_that_comes_or_goes_between_pages_is_noticed(server, fetch, tmp_path, change):
    new = replace(PAPERS[20], arxiv_id="2402.99999", submitted=date(2024, 2, 1))
    server.fail(change, match=FEBRUARY, where="first", paper=new)
    shown = []
    fetch(progress=lambda *what: shown.append(what))
    assert len(server.papers) != len(PAPERS)
    assert papers_in(tmp_path) == undisturbed(tmp_path / "expected.sqlite", server.papers)
    assert all(
        (state, received) == ("done", expected) for _, state, received, expected in log_of(tmp_path)
    )
    assert all(done <= total for _, done, total in shown[1:])


def test_a_total_that_keeps_changing_is_a_hole(server, fetch, tmp_path):
    for number in range(3):
        new = replace(PAPERS[20], arxiv_id=f"2402.9999{number}", submitted=date(2024, 2, 1))
        server.fail("insert", match=FEBRUARY, where="first", paper=new)
    with pytest.raises(FetchIncompleteError, match="the total changed meanwhile"):
        fetch()
    assert states(tmp_path)["2024-02"] == "hole"


def test_attempts_that_each_lose_another_paper_add_up(server, fetch, tmp_path, whole):
    server.fail("repeated paper", match=FEBRUARY, where="first", times=None)
    fetch()
    assert papers_in(tmp_path) == whole


def test_papers_are_saved_together_with_their_log_or_not_at_all(fetch, tmp_path, monkeypatch):
    class KilledError(Exception):
        pass

    def killed(*_):
        raise KilledError

    monkeypatch.setattr(harvest, "log_harvest", killed)
    with pytest.raises(KilledError):
        fetch()
    assert papers_in(tmp_path) == log_of(tmp_path) == []


def test_an_empty_answer_is_asked_for_twice(server, fetch, tmp_path):
    fetch(category="math.CO", until=date(2024, 1, 31))
    assert len(server.asked) == 2
    assert log_of(tmp_path) == [("2024-01", "done", 0, 0)]


def test_an_empty_answer_given_once_is_not_believed(server, fetch, tmp_path, whole):
    server.fail("nothing matches", match=FEBRUARY)
    fetch()
    assert papers_in(tmp_path) == whole


def test_a_second_fetch_asks_only_for_what_may_be_new(server, fetch, tmp_path):
    year = {"since": date(2024, 9, 1), "until": date(2024, 12, 31)}
    server.papers = sample_papers(60, first=date(2024, 9, 1), last=date(2024, 11, 30))
    fetch(**year, now=datetime(2024, 12, 1, 9, tzinfo=UTC))
    held, asked = papers_in(tmp_path), len(server.asked)
    late = replace(server.papers[-1], arxiv_id="2411.99999", submitted=date(2024, 11, 20))
    new = replace(server.papers[-1], arxiv_id="2412.00001", submitted=date(2024, 12, 6))
    server.papers += [late, new]
    fetched = fetch(**year, now=datetime(2024, 12, 8, 9, tzinfo=UTC))
    assert fetched.added == 2
    assert set(papers_in(tmp_path)) - set(held) == set(papers_in(tmp_path)[-2:])
    first = min(asked.query.since.date() for asked in server.asked[asked:])
    assert first == date(2024, 12, 1) - (TRAIL - 1) * DAY


def test_what_is_long_done_is_not_asked_again(server, fetch, tmp_path):
    fetch()
    before, asked = papers_in(tmp_path), len(server.asked)
    fetched = fetch(now=NOW + timedelta(days=30))
    assert (fetched.requests, fetched.slices, fetched.received) == (0, 0, 0)
    assert len(server.asked) == asked
    assert papers_in(tmp_path) == before


def test_fetching_the_same_papers_again_changes_nothing(fetch, tmp_path):
    now = datetime(2024, 4, 1, tzinfo=UTC)
    fetch(now=now)
    before = papers_in(tmp_path)
    fetched = fetch(now=now)
    assert fetched.added == fetched.updated == 0
    assert fetched.unchanged == fetched.received > 0
    assert papers_in(tmp_path) == before


def test_a_category_does_not_stand_for_another(fetch):
    fetch()
    both = fetch(category="cs.LG")
    assert both.received == both.unchanged == sum("cs.LG" in p.categories for p in PAPERS)


def test_days_to_come_are_not_asked_for(fetch, tmp_path):
    fetch(now=datetime(2024, 2, 10, 23, tzinfo=UTC), until=date(2030, 1, 1))
    with reading(tmp_path / "papers.sqlite") as connection:
        assert max(entry.until for entry in read_harvests(connection)) == date(2024, 2, 10)


@pytest.mark.parametrize(
    "span", [{"since": date(2024, 4, 1)}, {"since": date(2025, 1, 1), "until": date(2025, 2, 1)}]
)
def test_days_that_cannot_be_are_an_error_before_anybody_is_asked(server, fetch, span):
    with pytest.raises(BadDateError):
        fetch(**span)
    assert server.asked == []


def test_a_slice_with_too_many_papers_is_halved(fetch, tmp_path, whole, monkeypatch):
    monkeypatch.setattr(harvest, "MOST_AT_ONCE", 8)
    fetch()
    assert papers_in(tmp_path) == whole
    with reading(tmp_path / "papers.sqlite") as connection:
        log = read_harvests(connection)
    assert all(entry.expected <= 8 for entry in log)
    days = [
        entry.since + n * DAY for entry in log for n in range((entry.until - entry.since).days + 1)
    ]
    assert days == [SPAN["since"] + n * DAY for n in range(91)], "no gap and no overlap"


def test_a_day_with_too_many_papers_is_fetched_whole(server, fetch, tmp_path, monkeypatch):
    monkeypatch.setattr(harvest, "MOST_AT_ONCE", 8)
    server.papers = [replace(paper, submitted=date(2024, 2, 7)) for paper in PAPERS]
    fetch()
    assert len(papers_in(tmp_path)) == len(PAPERS)


def test_a_paper_of_the_last_second_of_a_month_is_not_lost(server, fetch, tmp_path):
    ids = (f"2401.{number:05d}" for number in range(100_000))
    latest = max(ids, key=lambda arxiv_id: crc32(arxiv_id.encode()) % 86_400)
    paper = replace(PAPERS[0], arxiv_id=latest, submitted=date(2024, 1, 31))
    assert f"{moment(paper):%H:%M}" == "23:59"
    server.papers.append(paper)
    fetch(until=date(2024, 1, 31))
    assert latest in {row[0] for row in papers_in(tmp_path)}


def test_progress_counts_papers_up_to_the_announced_total(fetch):
    shown = []
    fetch(progress=lambda *what: shown.append(what))
    assert {step for step, _, _ in shown} == {"Fetching cs.RO"}
    assert [done for _, done, _ in shown] == sorted(done for _, done, _ in shown)
    assert shown[-1][1:] == (60, 60)
    assert {total for _, _, total in shown[1:]} == {60}


def test_progress_says_when_it_waits_for_the_server(server, fetch):
    server.fail("503", match=FEBRUARY)
    shown = []
    fetch(progress=lambda *what: shown.append(what))
    assert "Waiting for arXiv: it answered with HTTP status 503" in {step for step, _, _ in shown}


def test_a_fetch_that_is_cancelled_keeps_what_is_done(fetch, tmp_path, whole):
    class CancelledError(Exception):
        pass

    def cancel(_step, done, _total):
        if done > 30:
            raise CancelledError

    with pytest.raises(CancelledError):
        fetch(progress=cancel)
    assert states(tmp_path) == {"2024-01": "done"}
    fetch()
    assert papers_in(tmp_path) == whole


@pytest.mark.parametrize("requests", [1, 4, 6])
def test_a_killed_fetch_loses_nothing_and_repeats_only_what_was_not_done(
    server, fetch, tmp_path, whole, requests
):
    script = """
import sys
from datetime import date, datetime
from pathlib import Path
from explorer.corpus.fetching import harvest
harvest.PAGE_SIZES = (12, 7, 5)
folder = Path(sys.argv[2])
harvest.fetch_category(
    folder / "papers.sqlite", "cs.RO", since=date(2024, 1, 1), until=date(2024, 3, 31),
    url=sys.argv[1], contact="", lock_dir=folder / "locks", now=datetime(2024, 12, 1), interval=0.1,
)
"""
    command = [sys.executable, "-c", script, server.url, str(tmp_path)]
    process = subprocess.Popen(command, cwd=ROOT)
    while len(server.asked) < requests and process.poll() is None:
        time.sleep(0.002)
    assert process.poll() is None, "it ended before it could be killed"
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    done = states(tmp_path)
    before = len(server.asked)
    fetch()
    assert papers_in(tmp_path) == whole
    asked = {f"{asked.query.since:%Y-%m}" for asked in server.asked[before + 1 :]}
    assert asked.isdisjoint(done)


def test_a_fetch_beside_another_is_turned_away(server, fetch, tmp_path):
    with writing(tmp_path / "papers.sqlite"), pytest.raises(StoreBusyError):
        fetch()
    assert server.asked == []


def test_a_lock_folder_that_cannot_be_written_is_our_error(server, fetch, tmp_path):
    (tmp_path / "locks").write_text("")
    with pytest.raises(StoreUnwritableError):
        fetch()
    assert server.asked == []


def test_a_server_that_is_wrong_about_everything_is_soon_left_alone(server, fetch, tmp_path):
    server.fail("truncated xml", times=None)
    with pytest.raises(FetchUnreadableError):
        fetch(since=date(2023, 1, 1), interval=0.001)
    assert [state for _, state, _, _ in log_of(tmp_path)] == ["hole"] * harvest.MOST_HOLES


def test_the_plan_says_what_the_fetch_will_ask_for(server, fetch, tmp_path):
    store = tmp_path / "papers.sqlite"
    plan = plan_fetch(store, "cs.RO", **SPAN, now=NOW)
    assert [f"{part.since:%m-%d} {part.until:%m-%d}" for part in plan.slices] == [
        "01-01 01-31",
        "02-01 02-29",
        "03-01 03-31",
    ]
    assert not store.exists()
    assert server.asked == []
    fetch()
    assert plan_fetch(store, "cs.RO", **SPAN, now=NOW).slices == ()
    assert plan_fetch(store, "cs.RO", **SPAN, now=NOW).requests == 0


def test_the_plan_learns_from_what_came(server, fetch, tmp_path):
    fetch()
    later = {"since": date(2024, 5, 1), "until": date(2024, 6, 30)}
    plan = plan_fetch(tmp_path / "papers.sqlite", "cs.RO", **later, now=NOW)
    server.papers = sample_papers(40, first=date(2024, 5, 1), last=date(2024, 6, 30))
    fetched = fetch(**later)
    assert plan.requests == fetched.requests == 5
    assert plan.minutes == pytest.approx(5 * 3 / 60)
