"""``explorer refresh`` and ``explorer digest`` as a person types them."""

import shutil
import threading
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from arxiv_server import ArxivServer

from explorer.cli import main
from explorer.corpus.harvest_log import Harvest, log_harvest
from explorer.corpus.papers import Paper
from explorer.corpus.store import writing
from explorer.jobs import Desk, Order
from explorer.jobs.standing import Standing, job_lock, write_standing
from explorer.runs import list_runs, read_run
from explorer.settings import Settings


def run(capsys, *words):
    """Run a command; return its status, what it printed, and the last line of its complaints."""
    status = main(words)
    said = capsys.readouterr()
    return status, said.out, (said.err.splitlines() or [""])[-1]


@pytest.fixture
def home(place, hold, tmp_path, monkeypatch):
    """A data folder whose last months of papers are not in its analysis."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    hold(place, date(2024, 12, 31))
    return place


@pytest.fixture
def without_news(refreshed, tmp_path, monkeypatch):
    """A data folder that was refreshed, and nothing came since."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.copytree(refreshed.data_dir, tmp_path / "refreshed", symlinks=True)
    return Settings(data_dir=tmp_path / "refreshed")


def here(settings):
    return "--data-dir", str(settings.data_dir)


def test_a_refresh_tells_what_changed_and_the_digest_tells_it_again(capsys, home, tmp_path):
    before = read_run(home.runs).run_id
    file = tmp_path / "digest.md"
    status, out, _ = run(capsys, "refresh", "--digest", str(file), *here(home))
    assert status == 0
    assert "Nothing was ever fetched into this store" in out
    assert "papers joined the analysis" in out
    digest = out[out.index("# What changed since 30 September 2024") :]
    assert file.read_text(encoding="utf-8") == digest
    assert run(capsys, "digest", *here(home)) == (0, digest, "")
    assert read_run(home.runs).manifest["continues"] == before


def test_a_refresh_without_news_leaves_the_analysis_and_the_digest(capsys, without_news):
    home = without_news
    digest = run(capsys, "digest", *here(home))
    runs = list_runs(home.runs)
    status, out, _ = run(capsys, "refresh", *here(home))
    assert status == 0
    assert "No paper is new or changed" in out
    assert out.endswith(digest[1])
    assert list_runs(home.runs) == runs


def test_before_the_first_refresh_there_is_no_digest(capsys, home):
    status, out, err = run(capsys, "digest", *here(home))
    assert (status, out) == (1, "")
    assert err.startswith("explorer: ")
    assert "`explorer refresh` goes on from it" in err


def test_a_file_that_cannot_be_written_is_told(capsys, without_news, tmp_path):
    home = without_news
    status, out, err = run(capsys, "refresh", "--digest", str(tmp_path), *here(home))
    assert status == 1
    assert "# What changed since" in out
    assert "cannot write to" in err


def test_what_is_new_at_arxiv_is_fetched_and_a_hole_ends_with_status_1(capsys, home, monkeypatch):
    now = datetime.now(UTC)
    day = now.date() - timedelta(days=1)
    fetched = Harvest(
        source="api",
        category="cs.RO",
        since=day - timedelta(days=3),
        until=day - timedelta(days=1),
        fetched_at=now,
        received=0,
        expected=0,
        state="done",
    )
    with writing(home.papers) as connection:
        log_harvest(connection, fetched)
    new = Paper(
        arxiv_id=f"{day:%y%m}.00001",
        title="Grasp stability of soft grippers",
        abstract="A soft robotic gripper holds what is soft.",
        submitted=day,
        updated=day,
        primary_category="cs.RO",
        categories=("cs.RO",),
        authors=("Ada Byron",),
    )
    with ArxivServer([new]) as server:
        monkeypatch.setenv("EXPLORER_ARXIV_URL", server.url)
        status, out, _ = run(capsys, "refresh", *here(home))
        assert "cs.RO: 1 new papers came." in out
        assert status == 0
        server.fail("403", times=None)
        status, out, err = run(capsys, "refresh", *here(home))
    assert status == 1
    assert "# What changed since" in out
    assert err.startswith("explorer: Not everything came from arXiv. cs.RO: ")
    assert "`explorer refresh` goes on from there" in err


def test_a_refresh_under_way_is_joined(capsys, home):
    """The other one is held up by the lock of the store, which an import may hold for long."""
    ended = threading.Event()
    order = Order(work="refresh", settings=home)
    write_standing(home.data_dir, Standing(order=order, job_id="other", step="Reading papers"))

    def work_elsewhere():
        with job_lock(home.data_dir):
            ended.wait(30)
            told = Standing(
                order=order,
                job_id="other",
                results=("5 papers joined the analysis of 10.",),
                ended=True,
                ended_at=time.time(),
            )
            write_standing(home.data_dir, told)

    elsewhere = threading.Thread(target=work_elsewhere)
    elsewhere.start()
    threading.Timer(1.0, ended.set).start()
    runs = list_runs(home.runs)
    status, out, _ = run(capsys, "refresh", *here(home))
    elsewhere.join()
    assert status == 0
    assert "work is under way in this folder already" in out
    assert "5 papers joined the analysis of 10." in out
    assert list_runs(home.runs) == runs


def test_other_work_under_way_is_waited_for(capsys, home):
    other = Desk().start(Order(work="analysis", settings=home))
    while not other.standing.job_id:
        assert not other.wait(0.02)
    status, out, _ = run(capsys, "refresh", *here(home))
    assert status == 0
    assert other.wait(60)
    assert other.order.work == "refresh"
    assert "No paper is new or changed" in out


def test_a_refresh_that_somebody_stops_ends_with_status_1(capsys, home):
    desk, stopped = Desk(), threading.Event()

    def stop():
        while not stopped.is_set():
            job = desk.job(home)
            if job is not None and job.running:
                job.stop()
                stopped.set()
            time.sleep(0.01)

    stopper = threading.Thread(target=stop)
    stopper.start()
    runs = list_runs(home.runs)
    status, _, err = run(capsys, "refresh", *here(home))
    stopped.set()
    stopper.join()
    assert status == 1
    assert "the refresh was stopped" in err
    assert list_runs(home.runs) == runs


def test_without_papers_a_refresh_says_how_to_get_some(capsys, tmp_path):
    status, out, err = run(capsys, "refresh", "--data-dir", str(tmp_path / "data"))
    assert (status, out) == (1, "")
    assert "explorer import" in err
    assert not (tmp_path / "data").exists()
