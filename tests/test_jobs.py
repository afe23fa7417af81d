import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest

from explorer.errors import StoreUnwritableError
from explorer.jobs import Desk, Job, Order, Standing, works
from explorer.jobs.desk import STOPPED
from explorer.jobs.standing import (
    LOCK,
    LOG,
    STANDING,
    is_alive,
    job_lock,
    read_standing,
    write_standing,
)
from explorer.runs import list_runs
from explorer.settings import Settings

MAKING = "Inventing papers for the demonstration"


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / "data", arxiv_url="http://127.0.0.1:1/api", contact="a@b.c")


@pytest.fixture
def order(settings):
    """An analysis that fails within a second: there are no papers."""
    return Order(work="analysis", settings=settings)


@pytest.fixture
def slow(settings):
    """A demonstration, which takes seconds."""
    return Order(work="demonstration", settings=settings)


def wait_for(step, job):
    """Wait until a job has come to a step."""
    while job.standing.step != step:
        assert not job.wait(0.02), job.standing


def end(job):
    job.stop()
    assert job.wait(60)


# What is written


def test_an_order_is_the_same_after_it_was_written_and_read(settings):
    order = Order(
        work="fetch",
        settings=settings,
        categories=("cs.RO", "cs.CV"),
        since="2024-01-01",
        until="2024-02-29",
        papers_per_niche=75,
    )
    assert Order.from_json(order.to_json()) == order


def test_an_analysis_is_made_as_finely_as_ordered(order, monkeypatch):
    asked = {}

    def analyze(_, **options):
        asked.update(options)
        return SimpleNamespace(manifest={"papers": 1})

    monkeypatch.setattr("explorer.analysis.analyze", analyze)
    teller = SimpleNamespace(progress=None, result=print)
    works._analyze(replace(order, papers_per_niche=75), teller)
    assert asked["papers_per_niche"] == 75


def test_a_standing_is_the_same_after_it_was_written_and_read(order, tmp_path):
    standing = Standing(
        order=order,
        job_id="abc",
        pid=7,
        step="Reading",
        done=5,
        total=None,
        since=3.5,
        past=(("Starting", 0.5),),
        results=("cs.RO: “1” paper came.",),
        error="no \N{SNOWMAN}",
        stopped=True,
        ended=True,
        ended_at=9.25,
    )
    write_standing(tmp_path, standing)
    assert read_standing(tmp_path) == standing
    assert [path.name for path in tmp_path.iterdir()] == [STANDING]


@pytest.mark.parametrize("text", ["", "{", "null", "[]", "{}", '"a"', '{"order": "{}"}'])
def test_a_file_that_is_no_standing_is_no_job(settings, text):
    settings.data_dir.mkdir()
    (settings.data_dir / STANDING).write_text(text)
    assert Desk().job(settings) is None


def test_time_left_follows_from_what_is_done_of_a_step(order):
    standing = Standing(order=order, step="Reading", done=25, total=100, since=100.0)
    assert standing.seconds_left(110.0) == pytest.approx(30.0)
    for untold in ({"total": None}, {"done": 0}, {"since": 109.5}):
        assert replace(standing, **untold).seconds_left(110.0) is None


def test_steps_that_are_over_are_told_with_their_time(order):
    begun = Standing(order=order, step="Reading", since=100.0)
    standing = begun.at("Reading", 5, 10, now=103.0).at("Weighing", 0, None, now=107.0)
    assert standing.past == (("Reading", 7.0),)
    assert (standing.step, standing.done, standing.since) == ("Weighing", 0, 107.0)


# How a job ends


def test_what_went_wrong_is_told_in_the_words_of_the_error(order):
    job = Desk().start(order)
    assert job.wait(60)
    assert "no papers at" in job.standing.error
    assert not job.running
    assert not is_alive(order.settings.data_dir)


def test_how_a_job_ended_is_known_to_those_who_come_later(order):
    first = Desk().start(order)
    assert first.wait(60)
    later = Desk().job(order.settings)
    assert later.standing == first.standing
    assert later.standing.ended_at == pytest.approx(time.time(), abs=60)


def test_a_job_that_is_stopped_ends_without_an_error_and_leaves_no_half_run(slow):
    job = Desk().start(slow)
    wait_for(MAKING, job)
    end(job)
    assert job.standing.error == ""
    assert job.standing.stopped
    assert not list(slow.settings.data_dir.rglob("*.partial"))
    assert list_runs(slow.settings.demonstration.runs) == []


def test_a_job_can_be_stopped_before_it_tells_anything(slow):
    job = Job.begin(slow)
    job.stop()
    assert job.wait(60)
    assert job.standing.stopped
    assert job.standing.error == ""


def test_a_job_that_was_killed_is_noticed_by_everybody(slow):
    job = Desk().start(slow)
    wait_for(MAKING, job)
    os.kill(job.standing.pid, signal.SIGKILL)
    assert job.wait(60)
    for each in (job, Desk().job(slow.settings)):
        assert "ended unexpectedly" in each.standing.error
        assert not each.standing.stopped


def test_a_job_killed_before_it_told_anything_is_noticed(slow):
    job = Job.begin(slow)
    job._process.kill()
    assert job.wait(60)
    assert "ended unexpectedly" in job.standing.error


def test_last_words_of_a_job_that_broke_are_kept(order):
    job = Desk().start(replace(order, work="nothing we know of"))
    assert job.wait(60)
    assert LOG in job.standing.error
    assert "KeyError" in (order.settings.data_dir / LOG).read_text()


def test_ctrl_c_ends_a_job_without_a_traceback(slow):
    job = Desk().start(slow)
    wait_for(MAKING, job)
    os.kill(job.standing.pid, signal.SIGINT)
    assert job.wait(60)
    assert job.standing.stopped
    assert (slow.settings.data_dir / LOG).read_text() == ""


def test_a_folder_that_cannot_be_made_is_told_at_once(tmp_path):
    (tmp_path / "file").write_text("")
    order = Order(work="analysis", settings=Settings(data_dir=tmp_path / "file"))
    with pytest.raises(StoreUnwritableError):
        Desk().start(order)


# Whose job it is


def test_a_desk_joins_what_is_under_way_and_begins_anew_after_it(slow, order):
    desk = Desk()
    first = desk.start(slow)
    try:
        assert desk.start(order) is first
        assert desk.job(slow.settings) is first
    finally:
        end(first)
    second = desk.start(order)
    assert second is not first
    assert second.wait(60)
    assert second.order.work == "analysis"


def test_another_dashboard_joins_and_can_stop_what_is_under_way(slow, order):
    first = Desk().start(slow)
    wait_for(MAKING, first)
    other = Desk().start(order)
    assert other.order == slow
    assert not other.started_here
    assert other.standing.job_id == first.standing.job_id
    end(other)
    assert first.wait(60)
    assert first.standing.stopped


def test_of_those_who_start_at_the_same_moment_one_works_and_the_others_join(slow):
    gate, jobs = threading.Barrier(4), []

    def start():
        gate.wait()
        jobs.append(Desk().start(slow))

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    deadline = time.monotonic() + 60
    while {job.standing.job_id for job in jobs} & {""}:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert len({job.standing.job_id for job in jobs}) == 1
    end(jobs[0])
    assert all(job.wait(60) and job.standing.stopped for job in jobs)
    assert sum(job.started_here for job in jobs) == 1


def test_those_who_only_look_are_not_taken_for_a_job(order):
    folder = order.settings.data_dir
    assert Desk().start(order).wait(60)
    over = threading.Event()

    def look():
        while not over.is_set():
            is_alive(folder)

    lookers = [threading.Thread(target=look) for _ in range(3)]
    for looker in lookers:
        looker.start()
    before = read_standing(folder).job_id
    try:
        job = Desk().start(order)
        assert job.wait(60)
    finally:
        over.set()
        for looker in lookers:
            looker.join()
    assert job.standing.job_id not in {"", before}
    assert "no papers at" in job.standing.error


def test_jobs_in_two_folders_do_not_know_of_each_other(order, tmp_path):
    desk = Desk()
    other = replace(order, settings=Settings(data_dir=tmp_path / "other"))
    jobs = {desk.start(order), desk.start(other)}
    assert len(jobs) == 2
    assert all(job.wait(60) for job in jobs)


def test_a_number_that_now_belongs_to_another_process_is_left_alone(order):
    folder = order.settings.data_dir
    folder.mkdir()
    (folder / LOCK).touch()
    with subprocess.Popen(["sleep", "60"]) as stranger:  # noqa: S607
        write_standing(folder, Standing(order=order, job_id="abc", pid=stranger.pid))
        Desk().job(order.settings).stop()
        with pytest.raises(subprocess.TimeoutExpired):
            stranger.wait(0.2)
        with job_lock(folder):
            Desk().job(order.settings).stop()
        assert stranger.wait(10) == -signal.SIGTERM


START = """
import sys, time
from explorer.jobs import Desk, Order

job = Desk().start(Order.from_json(sys.argv[1]))
while not job.standing.job_id:
    time.sleep(0.01)
print("started", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_a_job_outlives_the_program_and_the_terminal_that_started_it(slow, blow):
    command = [sys.executable, "-c", START, slow.to_json()]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as starter:
        assert starter.stdout.readline() == b"started\n"
        os.killpg(starter.pid, blow)
        starter.wait(30)
    job = Desk().job(slow.settings)
    wait_for(MAKING, job)
    end(job)
    assert job.standing.stopped


LOST = """
import signal, sys
from contextlib import suppress
from explorer.jobs import Order
from explorer.jobs.works import Teller
order = Order.from_json(sys.argv[1])
order.settings.data_dir.mkdir(parents=True)
teller = Teller(order)
signal.signal(signal.SIGTERM, teller.leave)
with suppress(SystemExit):
    signal.raise_signal(signal.SIGTERM)
print("goes on", flush=True)
teller.progress("Working", 1, 2)
print("still goes on")
"""


def test_a_stop_that_python_lost_ends_the_work_at_its_next_word(order):
    told = subprocess.run(
        [sys.executable, "-c", LOST, order.to_json()], capture_output=True, text=True, check=False
    )
    assert told.stdout == "goes on\n"
    assert told.returncode == STOPPED


def test_nothing_heavy_is_loaded_before_the_work_begins():
    program = "import sys, explorer.jobs.works; print(*sys.modules)"
    command = [sys.executable, "-c", program]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "pandas", "streamlit", "sklearn", "sqlalchemy", "pyarrow"} & set(told)
