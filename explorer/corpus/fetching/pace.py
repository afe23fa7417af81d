"""Three seconds between requests to arXiv, kept by all processes together.

ArXiv's terms allow one request every three seconds over one connection, counted over everything a
person runs (https://info.arxiv.org/help/api/tou.html). So a request is made under a lock file, and
the time of the last one is kept in a file beside it. Where the requests go is not known here.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.errors import FetchError, StoreUnwritableError

if TYPE_CHECKING:
    from filelock import BaseFileLock

INTERVAL = 3.0
"""Seconds between two requests that arXiv's terms ask for."""

LONGEST_WAIT = 120.0
"""Seconds that a request waits for its turn; if it would be more, the caller is told instead."""

LONGEST_HOLD = 24 * 3600.0
"""No answer of a server keeps us away for more than a day."""

POLL = 0.05
"""Seconds between two looks at a lock that another process holds."""


def default_lock_dir() -> Path:
    """Return the folder that all programs of this person share, whatever their data folders."""
    from platformdirs import user_cache_path

    return user_cache_path("research-direction-explorer")


class Pace:
    """Lets one request through at a time, and none before its time.

    Two clocks are read, and the one that asks for the longer wait is believed: a wall clock can be
    set, and a monotonic one says nothing after a restart or about another machine.
    """

    def __init__(
        self,
        lock_dir: Path,
        *,
        interval: float = INTERVAL,
        clocks: Sequence[Callable[[], float]] = (time.time, time.monotonic),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.interval = interval
        self._lock_dir = lock_dir
        self._state = lock_dir / "arxiv-last-request.json"
        self._clocks = clocks
        self._sleep = sleep

    @contextmanager
    def turn(self, url: str) -> Iterator[Turn]:
        """Wait for a turn and keep it while one request is made and answered.

        The time of the request is kept before it is sent, so that a kill does not lose it, and
        again when it is answered or fails: only then is it sure that the server had it.

        Raises
        ------
        FetchError
            If the server asked to be left alone for longer than ``LONGEST_WAIT``.
        StoreUnwritableError
            If the lock file cannot be written.
        """
        with self._locked():
            left = self._left()
            if left > LONGEST_WAIT:
                raise FetchError(url, f"it asked for no requests in the next {_span(left)}")
            if left > 0:
                self._sleep(left)
            self._keep(self.interval)
            turn = Turn()
            try:
                yield turn
            finally:
                self._keep(max(self.interval, turn.hold))

    def hold(self, seconds: float) -> None:
        """Let nobody make a request in the next ``seconds``."""
        with self._locked():
            self._keep(max(self._left(), seconds))

    def _left(self) -> float:
        """Return the seconds until the next request may be made."""
        try:
            kept = json.loads(self._state.read_bytes())
            times, gap = [float(time) for time in kept["times"]], float(kept["gap"])
            if not all(math.isfinite(number) for number in (*times, gap)):
                return self.interval
        except FileNotFoundError:
            return 0.0
        except OSError as error:
            raise self._unwritable(error) from error
        except (ValueError, KeyError, TypeError):
            return self.interval
        gap = min(max(gap, self.interval), LONGEST_HOLD)
        elapsed = [clock() - then for clock, then in zip(self._clocks, times, strict=False)]
        return max((gap if e < 0 else max(0.0, gap - e) for e in elapsed), default=self.interval)

    def _keep(self, gap: float) -> None:
        """Note that a request was made now, and that none may follow within ``gap`` seconds."""
        kept = json.dumps({"times": [clock() for clock in self._clocks], "gap": gap})
        try:
            # Written over in place: emptied first, the file would tell a reader nothing if we die.
            with os.fdopen(os.open(self._state, os.O_WRONLY | os.O_CREAT, 0o644), "wb") as file:
                file.write(kept.ljust(200).encode())
        except OSError as error:
            raise self._unwritable(error) from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock

        try:
            self._lock_dir.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._lock_dir / "arxiv.lock")
            while not _acquire(lock):
                self._sleep(POLL)
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            yield
        finally:
            lock.release()

    def _unwritable(self, error: OSError) -> StoreUnwritableError:
        return StoreUnwritableError(self._lock_dir, error.strerror or str(error))


class Turn:
    """The right to make one request."""

    hold: float = 0.0
    """Seconds that the server asked to be left alone for, in its answer."""


def _acquire(lock: BaseFileLock) -> bool:
    """Try to take the lock; a loop of our own, so that whoever gave ``sleep`` can interrupt it."""
    from filelock import Timeout

    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    return True


def _span(seconds: float) -> str:
    minutes = math.ceil(seconds / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{math.ceil(minutes / 60)} hours"
