"""The end that starts jobs, looks at them and stops them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.errors import StoreUnwritableError
from explorer.jobs.standing import (
    KILLED,
    LOG,
    Order,
    Standing,
    is_alive,
    last_job_id,
    read_standing,
)

if TYPE_CHECKING:
    from explorer.settings import Settings

JOINED, STOPPED = 75, 143
"""Status of a process that found another job under way and left the work to it, and of one that a
person ended."""

LOOK_EVERY = 0.05
"""Seconds between two looks while waiting."""

LEAVING = 5.0
"""Seconds that a process may take to leave after its work has ended."""

PATIENCE = 0.2
"""Seconds after which somebody who holds the lock is a job, and not another who looks."""


class Job:
    """The job of a data folder, whoever started it; may be used from any thread."""

    def __init__(
        self, order: Order, process: subprocess.Popen[bytes] | None = None, *, before: str = ""
    ) -> None:
        self._order, self._process = order, process
        self._before = before

    @classmethod
    def begin(cls, order: Order, *, before: str = "") -> Job:
        """Start a process of its own for an order; it lives on when this one ends.

        Parameters
        ----------
        before : str
            Id of the job before, which was found to have ended.

        Raises
        ------
        StoreUnwritableError
            If the data folder cannot be made or written.
        """
        folder = order.settings.data_dir
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnwritableError(folder, error.strerror or str(error)) from error
        if not os.access(folder, os.W_OK):
            raise StoreUnwritableError(folder, "it is read-only")
        process = subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, "-m", "explorer.jobs", order.to_json(), before],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
        )
        return cls(order, process, before=before)

    @property
    def started_here(self) -> bool:
        """Whether it is the order given here that is being carried out, by a process of ours."""
        return self._process is not None and self._process.poll() != JOINED

    @property
    def order(self) -> Order:
        """What is being done, which may be the order of somebody who was first."""
        return self.standing.order

    @property
    def standing(self) -> Standing:
        """How far it is now."""
        return self._look()

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return not self.standing.ended

    def runs_surely(self) -> bool:
        """Tell whether it has not ended, taking nobody who only looks for a job."""
        return not self._look(patience=PATIENCE).ended

    def wait(self, seconds: float) -> bool:
        """Wait until it ends, but no longer than this; tell whether it has ended."""
        until = time.monotonic() + seconds
        while self.running:
            left = until - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(LOOK_EVERY, left))
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(LEAVING)
        return True

    def stop(self) -> None:
        """End it now; what it had finished is kept."""
        folder = self._order.settings.data_dir
        told = read_standing(folder)
        if self._process is not None and not self._is_told(told):
            self._process.terminate()
        # A number is given anew to other processes, so it is only trusted while the job lives.
        elif told is not None and not told.ended and is_alive(folder, patience=PATIENCE):
            with suppress(ProcessLookupError):
                os.kill(told.pid, signal.SIGTERM)

    def _is_told(self, told: Standing | None) -> bool:
        """Tell whether what is written comes from the job started here, or from a later one."""
        return told is not None and told.job_id != self._before

    def _look(self, *, patience: float = 0.0) -> Standing:
        folder = self._order.settings.data_dir
        # In this order: what is written after the lock was found free comes from a later job.
        status = self._process.poll() if self._process is not None else None
        alive = is_alive(folder, patience=patience)
        told = read_standing(folder)
        if self._process is not None and not self._is_told(told):
            untold = Standing(order=self._order)
            if status is None or (status == JOINED and alive):
                return untold
            stopped = status in {STOPPED, -signal.SIGTERM}
            return replace(untold, ended=True, stopped=stopped, error="" if stopped else KILLED)
        if told is None:
            return Standing(order=self._order, ended=True, error=KILLED)
        if not told.ended and not alive:
            return replace(told, ended=True, error=_killed(folder / LOG))
        return told


class Desk:
    """The jobs as one program sees them, one of each folder; safe to use from many threads."""

    def __init__(self) -> None:
        self._jobs: dict[Path, Job] = {}
        self._lock = threading.Lock()

    def job(self, settings: Settings) -> Job | None:
        """Return the last job of a folder, under way or ended, whoever started it."""
        own = self._jobs.get(settings.data_dir)
        if own is not None:
            return own
        told = read_standing(settings.data_dir)
        return Job(replace(told.order, settings=settings)) if told is not None else None

    def start(self, order: Order) -> Job:
        """Start a job, or join the one that is under way in the same folder.

        Raises
        ------
        StoreUnwritableError
            If the data folder cannot be made or written.
        """
        with self._lock:
            before = last_job_id(order.settings.data_dir)
            job = self.job(order.settings)
            if job is not None and job.runs_surely():
                return job
            if job is not None:
                job.wait(LOOK_EVERY)
            job = self._jobs[order.settings.data_dir] = Job.begin(order, before=before)
            return job


def _killed(log: Path) -> str:
    """Say that a job was killed, and where its last words are, if it had any."""
    with suppress(OSError):
        if log.stat().st_size:
            return f"{KILLED} ({log} has its last words)"
    return KILLED


def _environment() -> dict[str, str]:
    """Let the other process find this package, installed or not."""
    home = str(Path(__file__).resolve().parent.parent.parent)
    path = os.pathsep.join(filter(None, [home, os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path}
