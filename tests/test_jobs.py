import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from explorer.corpus.store import writing
from explorer.jobs import Desk, Job, Order, Standing
from explorer.settings import Settings


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


def test_an_order_is_the_same_after_it_was_written_and_read(settings):
    order = Order(
        work="fetch",
        settings=settings,
        categories=("cs.RO", "cs.CV"),
        since="2024-01-01",
        until="2024-02-29",
    )
    assert Order.from_json(order.to_json()) == order


def test_what_went_wrong_is_told_in_the_words_of_the_error(order):
    job = Job(order)
    assert job.wait(60)
    assert "no papers at" in job.standing.error
    assert not job.running


def test_a_job_that_is_stopped_ends_without_an_error_and_leaves_no_half_run(slow):
    job = Job(slow)
    while job.standing.step != "Inventing papers for the demonstration":
        assert not job.wait(0.02)
    job.stop()
    assert job.wait(60)
    assert job.standing.error == ""
    assert not list(slow.settings.data_dir.rglob("*.partial"))


def test_a_job_that_dies_says_that_nothing_changed(slow):
    job = Job(slow)
    job._process.kill()
    assert job.wait(60)
    assert "ended unexpectedly" in job.standing.error


def test_a_desk_joins_what_is_under_way_and_begins_anew_after_it(slow, order):
    desk = Desk()
    first = desk.start(slow)
    try:
        assert desk.start(order) is first
        assert desk.job(slow.settings) is first
    finally:
        first.stop()
        first.wait(60)
    second = desk.start(order)
    assert second is not first
    assert second.wait(60)


def test_jobs_in_two_folders_do_not_know_of_each_other(order, tmp_path):
    desk = Desk()
    other = replace(order, settings=Settings(data_dir=tmp_path / "other"))
    jobs = {desk.start(order), desk.start(other)}
    assert len(jobs) == 2
    assert all(job.wait(60) for job in jobs)


def test_time_left_follows_from_what_is_done_of_a_step(order):
    job = Job(order)
    job.wait(60)
    job._clock = lambda: 110.0
    job.standing = Standing(step="Reading", done=25, total=100, since=100.0)
    assert job.seconds_left == pytest.approx(30.0)
    for untold in ({"total": None}, {"done": 0}, {"since": 109.5}):
        job.standing = replace(Standing(done=25, total=100, since=100.0), **untold)
        assert job.seconds_left is None


def test_steps_that_are_over_are_told_with_their_time(order):
    job = Job(order)
    job.wait(60)
    times = iter([103.0, 103.0, 110.0, 110.0])
    job._clock = lambda: next(times)
    job.standing = Standing(step="Reading", since=100.0)
    job._note({"step": "Reading", "done": 5, "total": 10})
    job._note({"step": "Weighing", "done": 0, "total": None})
    assert job.standing.past == (("Reading", 3.0),)
    assert (job.standing.step, job.standing.since) == ("Weighing", 103.0)


def test_a_process_that_nobody_listens_to_ends_quietly(settings):
    with writing(settings.papers):
        pass
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "explorer.jobs",
            Order(work="analysis", settings=settings).to_json(),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        process.stdout.close()
        told = process.stderr.read()
    assert process.returncode == 1
    assert told == ""


def test_ctrl_c_ends_a_job_without_a_traceback(slow):
    job = Job(slow)
    while job.standing.step == "Starting":
        assert not job.wait(0.02)
    os.kill(job._process.pid, signal.SIGINT)
    assert job.wait(60)
