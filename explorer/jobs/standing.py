"""What is known of the job of a data folder, as everybody reads it: ``job.json`` and its lock.

The job that is under way holds the lock, and only its holder writes the file. A file that does not
say that the job ended, and a lock that nobody holds, mean that the job was killed.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.settings import Settings
from explorer.topics.granularity import USUAL

if TYPE_CHECKING:
    from filelock import BaseFileLock

ENOUGH_TO_TELL = 2.0
"""Seconds of a step before which no time left is told."""

STANDING, LOCK, LOG = "job.json", "job.lock", "job.log"

KILLED = "the work ended unexpectedly; what was there before is unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be done, and where."""

    work: str
    """``demonstration``, ``analysis``, ``fetch``, ``mend`` or ``refresh``."""
    settings: Settings
    categories: tuple[str, ...] = ()
    since: str = ""
    """Day of the oldest paper to fetch, or of the first hole to mend."""
    until: str = ""
    """Day of the last hole to mend."""
    papers_per_niche: int = USUAL
    """Of an analysis, on average."""
    whole: bool = False
    """Of a refresh: judge all niches anew, even if papers could join as they were judged."""

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

    order: Order
    job_id: str = ""
    """Tells this job from every other."""
    pid: int = 0
    step: str = "Starting"
    done: int = 0
    total: int | None = None
    since: float = 0.0
    """When this step began, in seconds since 1970."""
    past: tuple[tuple[str, float], ...] = ()
    """Steps that are over, each with the seconds it took."""
    results: tuple[str, ...] = ()
    error: str = ""
    stopped: bool = False
    """Whether a person ended it."""
    ended: bool = False
    ended_at: float = 0.0
    """When it ended, in seconds since 1970; 0 if nobody noted it."""

    def seconds_left(self, now: float) -> float | None:
        """Return the seconds that this step will still take, if that can be told."""
        spent = now - self.since
        if not self.total or not self.done or spent < ENOUGH_TO_TELL:
            return None
        return spent / self.done * max(self.total - self.done, 0)

    def at(self, step: str, done: int, total: int | None, *, now: float) -> Standing:
        """Return the standing some way on; steps that are over are kept with their time."""
        if step == self.step:
            return replace(self, done=done, total=total)
        past = (*self.past, (self.step, max(now - self.since, 0.0)))
        return replace(self, step=step, done=done, total=total, past=past, since=now)

    def to_json(self) -> str:
        """Write the standing as text that ``from_json`` reads."""
        facts = {name: getattr(self, name) for name in self.__slots__ if name != "order"}
        return json.dumps({**facts, "order": self.order.to_json()})

    @classmethod
    def from_json(cls, text: str) -> Standing:
        """Read a standing."""
        facts = json.loads(text)
        facts["order"] = Order.from_json(facts["order"])
        facts["past"] = tuple((step, spent) for step, spent in facts["past"])
        facts["results"] = tuple(facts["results"])
        return cls(**facts)


def read_standing(data_dir: Path) -> Standing | None:
    """Read what the job of a folder last told; ``None`` if there was none of this version."""
    try:
        return Standing.from_json((data_dir / STANDING).read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def last_job_id(data_dir: Path) -> str:
    """Return the id of the last job of a folder; empty if there was none."""
    told = read_standing(data_dir)
    return told.job_id if told is not None else ""


def write_standing(data_dir: Path, standing: Standing) -> None:
    """Tell how far a job is; only the holder of the lock may."""
    aside = data_dir / f".{STANDING}.partial"
    aside.write_text(standing.to_json(), encoding="utf-8")
    aside.replace(data_dir / STANDING)


def job_lock(data_dir: Path) -> BaseFileLock:
    """Return the lock that a job holds as long as it lives."""
    from filelock import FileLock

    return FileLock(data_dir / LOCK)


def is_alive(data_dir: Path, *, patience: float = 0.0) -> bool:
    """Tell whether a job of this folder is under way.

    Parameters
    ----------
    patience : float
        Seconds for which others may be looking at the same moment without being taken for a job.
    """
    from filelock import Timeout

    if not (data_dir / LOCK).exists():
        return False
    lock = job_lock(data_dir)
    try:
        lock.acquire(timeout=patience, poll_interval=0.01)
    except Timeout:
        return True
    except PermissionError:  # nobody can work in a folder that cannot be written
        return False
    lock.release()
    return False
