import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, Future

import pytest

from explorer.corpus.blocks import AHEAD, on_blocks, worker_processes


class Counting(Executor):
    """Works at once, and counts what it was given."""

    def __init__(self):
        self.given = 0

    def submit(self, function, /, *arguments, **_):
        self.given += 1
        future = Future()
        future.set_result(function(*arguments))
        return future


def test_results_come_in_the_order_of_the_blocks_whoever_does_the_work():
    alone = list(on_blocks(pow, range(20), [2] * 20))
    assert alone == [n**2 for n in range(20)]
    with worker_processes() as processes:
        assert list(on_blocks(pow, range(20), [2] * 20, executor=processes)) == alone


def test_only_a_few_blocks_are_under_way_at_a_time():
    executor, taken = Counting(), 0
    for taken, _ in enumerate(on_blocks(abs, range(50), executor=executor), start=1):
        assert executor.given < taken + AHEAD
    assert taken == executor.given == 50


@pytest.mark.parametrize("executor", [None, Counting()])
def test_no_blocks_give_no_results(executor):
    assert list(on_blocks(abs, [], executor=executor)) == []


def test_what_goes_wrong_in_a_process_is_raised_here():
    with worker_processes() as processes, pytest.raises(ZeroDivisionError):
        list(on_blocks(divmod, [1, 1], [1, 0], executor=processes))


WORKING = """
import os
from explorer.corpus.blocks import worker_processes
if __name__ == "__main__":
    with worker_processes() as processes:
        print(processes.submit(os.getpid).result(), flush=True)
        input()
"""


@pytest.mark.skipif(os.name != "posix", reason="asks POSIX whether a process lives")
def test_processes_end_with_a_parent_that_was_killed(tmp_path):
    script = tmp_path / "working.py"
    script.write_text(WORKING)
    with subprocess.Popen(
        [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        worker = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    for _ in range(100):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("a worker outlived its parent")
