import os
import signal
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.fetching.pace import LONGEST_WAIT, Pace, default_lock_dir
from explorer.errors import FetchError, StoreUnwritableError

URL = "http://arxiv.test/api/query"
ROOT = Path(__file__).parents[3]


class Clock:
    """Time that passes only when somebody sleeps or says so; its wall clock can be set wrong."""

    def __init__(self) -> None:
        self.true = 1000.0
        self.error = 0.0
        self.slept: list[float] = []

    def wall(self) -> float:
        return 1.7e9 + self.true + self.error

    def monotonic(self) -> float:
        return self.true

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.true += seconds

    def pace(self, folder: Path, **options: float) -> Pace:
        return Pace(folder, clocks=(self.wall, self.monotonic), sleep=self.sleep, **options)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_requests_are_three_seconds_apart(tmp_path, clock):
    times = []
    for _ in range(5):
        with clock.pace(tmp_path).turn(URL):
            times.append(clock.true)
    assert [after - before for before, after in pairwise(times)] == pytest.approx([3.0] * 4)
    assert len(clock.slept) == 4, "the first request waits for nothing"


def test_three_seconds_pass_after_an_answer_that_took_long(tmp_path, clock):
    with clock.pace(tmp_path).turn(URL):
        clock.true += 10
    with clock.pace(tmp_path).turn(URL):
        assert clock.slept == [pytest.approx(3.0)]


def test_a_failed_request_counts(tmp_path, clock):
    with pytest.raises(ConnectionError), clock.pace(tmp_path).turn(URL):
        raise ConnectionError
    with clock.pace(tmp_path).turn(URL):
        assert clock.slept == [pytest.approx(3.0)]


def test_a_request_that_was_killed_counts(tmp_path):
    script = """
import os, signal, sys
from pathlib import Path
from explorer.corpus.fetching.pace import Pace
with Pace(Path(sys.argv[1])).turn("x"):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    command = [sys.executable, "-c", script, str(tmp_path)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    slept = []
    with Pace(tmp_path, interval=60.0, sleep=slept.append).turn(URL):
        assert 50 < sum(slept) <= 60


@given(
    st.lists(
        st.tuples(
            st.floats(0, 8),
            st.one_of(st.just(0.0), st.floats(-1e6, 1e6)),
            st.booleans(),
        ),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=50, deadline=None)
def test_a_clock_set_forward_or_back_never_shortens_nor_stretches_the_wait(
    tmp_path_factory, requests
):
    clock, folder, times = Clock(), tmp_path_factory.mktemp("pace"), []
    for passed, jump, restarted in requests:
        clock.true += passed
        clock.error += jump
        if restarted and jump == 0:
            clock.error += clock.true
            clock.true, before = 0.0, clock.true
            times = [then - before for then in times]
        with clock.pace(folder).turn(URL):
            times.append(clock.true)
    assert all(after - before >= 3.0 - 1e-6 for before, after in pairwise(times))
    assert all(seconds <= 3.0 for seconds in clock.slept)


def test_a_wall_clock_alone_that_went_back_costs_one_interval(tmp_path, clock):
    def pace():
        return Pace(tmp_path, clocks=(clock.wall,), sleep=clock.sleep)

    with pace().turn(URL):
        pass
    clock.error = -86_400
    with pace().turn(URL):
        assert clock.slept == [3.0]


def test_a_hold_binds_everybody_and_is_never_shortened(tmp_path, clock):
    clock.pace(tmp_path).hold(60)
    clock.pace(tmp_path).hold(5)
    with clock.pace(tmp_path).turn(URL) as turn:
        turn.hold = 30.0
    with clock.pace(tmp_path).turn(URL):
        assert clock.slept == [pytest.approx(60), pytest.approx(30)]


def test_a_long_hold_is_told_instead_of_slept(tmp_path, clock):
    clock.pace(tmp_path).hold(5400)
    with pytest.raises(FetchError, match="no requests in the next 90 minutes"):
        clock.pace(tmp_path).turn(URL).__enter__()
    assert clock.slept == []
    clock.true += 5400 - LONGEST_WAIT
    with clock.pace(tmp_path).turn(URL):
        assert clock.slept == [pytest.approx(LONGEST_WAIT)]


def test_no_hold_is_longer_than_a_day(tmp_path, clock):
    clock.pace(tmp_path).hold(1e12)
    clock.true += 86_400
    with clock.pace(tmp_path).turn(URL):
        assert sum(clock.slept) == 0


@pytest.mark.parametrize(
    "kept", [b"", b"\xff", b"[]", b'{"times": [1]}', b'{"times": ["x"], "gap": 3}']
)
def test_an_unreadable_time_costs_one_interval(tmp_path, clock, kept):
    (tmp_path / "arxiv-last-request.json").write_bytes(kept)
    with clock.pace(tmp_path).turn(URL):
        assert clock.slept == [3.0]


@pytest.mark.parametrize("gap", ["NaN", "Infinity", "-Infinity", "-5"])
def test_a_senseless_gap_costs_one_interval(tmp_path, clock, gap):
    kept = f'{{"times": [{clock.wall()}, {clock.monotonic()}], "gap": {gap}}}'
    (tmp_path / "arxiv-last-request.json").write_text(kept)
    with clock.pace(tmp_path).turn(URL):
        assert clock.slept == [pytest.approx(3.0)]


def test_only_one_thread_has_its_turn_at_a_time(tmp_path):
    inside, most, lock = 0, 0, threading.Lock()

    def request():
        nonlocal inside, most
        with Pace(tmp_path, interval=0.02).turn(URL):
            with lock:
                inside += 1
                most = max(most, inside)
            time.sleep(0.005)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=request) for _ in range(6)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert time.monotonic() - began >= 5 * 0.02


def test_waiting_for_another_process_can_be_interrupted(tmp_path):
    class CancelledError(Exception):
        pass

    def cancel(_seconds):
        raise CancelledError

    with (
        Pace(tmp_path).turn(URL),
        pytest.raises(CancelledError),
        Pace(tmp_path, sleep=cancel).turn(URL),
    ):
        pass


def test_a_folder_that_cannot_be_written_is_our_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnwritableError, match="cannot write to"):
        Pace(tmp_path / "file" / "locks").hold(1)


def test_the_default_folder_does_not_depend_on_the_data(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("EXPLORER_DATA", "elsewhere")
    assert default_lock_dir().name == "research-direction-explorer"
    assert os.fspath(default_lock_dir()).startswith(str(tmp_path)) or sys.platform != "linux"
