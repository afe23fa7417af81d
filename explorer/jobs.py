"""Long work in a process of its own, so that the dashboard stays small and quick meanwhile.

`Desk.start` is called by the dashboard; ``python -m explorer.jobs ORDER`` is the other end, which
tells how far it is as lines of JSON. A job goes on when the page that started it is left.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

from explorer.corpus.progress import Progress
from explorer.errors import ExplorerError
from explorer.settings import Settings

TOLD_EVERY = 0.1
"""Seconds between two lines about the same step."""

ENOUGH_TO_TELL = 2.0
"""Seconds of a step before which no time left is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be done, and where."""

    work: str
    """``demonstration``, ``analysis``, ``fetch`` or ``mend``."""
    settings: Settings
    categories: tuple[str, ...] = ()
    since: str = ""
    """Day of the oldest paper to fetch, or of the first hole to mend."""
    until: str = ""
    """Day of the last hole to mend."""

    def to_json(self) -> str:
        """Write the order as text that ``from_json`` reads."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> Order:
        """Read an order."""
        facts = json.loads(text)
        settings = facts.pop("settings")
        settings["data_dir"] = Path(settings["data_dir"])
        facts["categories"] = tuple(facts["categories"])
        return cls(settings=Settings(**settings), **facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a job is."""

    step: str = "Starting"
    done: int = 0
    total: int | None = None
    since: float = 0.0
    """When this step began, in seconds of the job's clock."""
    past: tuple[tuple[str, float], ...] = ()
    """Steps that are over, each with the seconds it took."""
    results: tuple[str, ...] = ()
    error: str = ""
    ended: bool = False


class Job:
    """One order under way; ``standing`` may be read from any thread."""

    def __init__(self, order: Order, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.order = order
        self.standing = Standing(since=clock())
        self.stopped = False
        self._clock = clock
        self._process = subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, "-m", "explorer.jobs", order.to_json()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            env=_environment(),
            text=True,
            encoding="utf-8",
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return not self.standing.ended

    @property
    def seconds_left(self) -> float | None:
        """Seconds that this step will still take, if that can be told."""
        now = self.standing
        spent = self._clock() - now.since
        if not now.total or not now.done or spent < ENOUGH_TO_TELL:
            return None
        return spent / now.done * max(now.total - now.done, 0)

    def wait(self, seconds: float) -> bool:
        """Wait until it ends, but no longer than this; tell whether it has ended."""
        self._reader.join(seconds)
        return not self.running

    def stop(self) -> None:
        """End it now; what it had finished is kept."""
        self.stopped = True
        self._process.terminate()

    def _read(self) -> None:
        with self._process as process:
            for line in process.stdout or ():
                # A library may print; only our own lines are told.
                if line.startswith("{"):
                    self._note(json.loads(line))
        ending = replace(self.standing, ended=True)
        if process.returncode and not ending.error and not self.stopped:
            reason = f"the work ended unexpectedly (status {process.returncode})"
            ending = replace(ending, error=f"{reason}; what was there before is unchanged")
        self.standing = ending

    def _note(self, told: dict[str, Any]) -> None:
        now = self.standing
        if "step" in told:
            if told["step"] != now.step:
                spent = self._clock() - now.since
                now = replace(now, past=(*now.past, (now.step, spent)), since=self._clock())
            now = replace(now, **told)
        elif "result" in told:
            now = replace(now, results=(*now.results, told["result"]))
        else:
            now = replace(now, error=told["error"])
        self.standing = now


class Desk:
    """The jobs of one dashboard, the last one of each folder; safe to use from many threads."""

    def __init__(self) -> None:
        self._jobs: dict[Path, Job] = {}
        self._lock = threading.Lock()

    def job(self, settings: Settings) -> Job | None:
        """Return the last job of a folder, under way or ended."""
        return self._jobs.get(settings.data_dir)

    def start(self, order: Order) -> Job:
        """Start a job, or join the one that is under way in the same folder."""
        with self._lock:
            job = self._jobs.get(order.settings.data_dir)
            if job is None or not job.running:
                job = self._jobs[order.settings.data_dir] = Job(order)
            return job

    def clear(self, settings: Settings) -> None:
        """Forget a job that has ended."""
        with self._lock:
            job = self._jobs.get(settings.data_dir)
            if job is not None and not job.running:
                del self._jobs[settings.data_dir]


def _environment() -> dict[str, str]:
    """Let the other process find this package, installed or not."""
    home = str(Path(__file__).resolve().parent.parent)
    path = os.pathsep.join(filter(None, [home, os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path}


def main(text: str) -> int:
    """Carry out an order, and tell how far it is on standard output."""
    signal.signal(signal.SIGTERM, _leave)
    order = Order.from_json(text)
    try:
        return _carry_out(order)
    except BrokenPipeError:
        # Nobody listens any more; what is still in the buffer must not be tried again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def _carry_out(order: Order) -> int:
    try:
        _WORKS[order.work](order, _telling())
    except ExplorerError as error:
        _tell(error=str(error))
        return 1
    return 0


def _leave(*_: object) -> NoReturn:
    """End as after an error, so that half-written files are taken away."""
    raise SystemExit(143)


def _tell(**facts: Any) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def _telling() -> Progress:
    """Return a progress that leaves out what nobody could read so fast."""
    last, at = "", 0.0

    def tell(step: str, done: int, total: int | None) -> None:
        nonlocal last, at
        now = time.monotonic()
        if step != last or now - at >= TOLD_EVERY or done == total:
            last, at = step, now
            _tell(step=step, done=done, total=total)

    return tell


def _demonstrate(order: Order, progress: Progress) -> None:
    from explorer.demonstration import prepare_demonstration

    prepare_demonstration(order.settings, now=datetime.now(UTC), progress=progress)


def _analyze(order: Order, progress: Progress) -> None:
    from explorer.analysis import analyze

    now = datetime.now(UTC)
    run = analyze(order.settings, now=now, categories=order.categories, progress=progress)
    _tell(result=f"{run.manifest['papers']:,} papers were analysed.")


def _fetch(order: Order, progress: Progress) -> None:
    from explorer.corpus.fetching.harvest import fetch_category
    from explorer.corpus.fetching.pace import default_lock_dir

    for category in order.categories:
        now = datetime.now(UTC)
        fetched = fetch_category(
            order.settings.papers,
            category,
            since=date.fromisoformat(order.since),
            until=now.date(),
            url=order.settings.arxiv_url,
            contact=order.settings.contact,
            lock_dir=default_lock_dir(),
            now=now,
            progress=progress,
        )
        _tell(
            result=f"{category}: {fetched.received:,} papers came, {fetched.added:,} of them new "
            f"and {fetched.updated:,} changed since."
        )


def _mend(order: Order, progress: Progress) -> None:
    from explorer.corpus.fetching.mending import find_holes, mend_holes
    from explorer.corpus.fetching.pace import default_lock_dir

    holes = find_holes(
        order.settings.papers,
        since=date.fromisoformat(order.since),
        until=date.fromisoformat(order.until),
    )
    received = added = 0
    for fetched in mend_holes(
        order.settings.papers,
        holes,
        url=order.settings.arxiv_url,
        contact=order.settings.contact,
        lock_dir=default_lock_dir(),
        now=datetime.now(UTC),
        progress=progress,
    ):
        received, added = received + fetched.received, added + fetched.added
    _tell(result=f"{received:,} papers came, {added:,} of them new.")


_WORKS = {"demonstration": _demonstrate, "analysis": _analyze, "fetch": _fetch, "mend": _mend}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
