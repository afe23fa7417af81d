"""The end that works: carries out one order, and writes how far it is."""

from __future__ import annotations

import os
import signal
import sys
import time
import uuid
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NoReturn

from explorer.errors import ExplorerError
from explorer.jobs.desk import JOINED, STOPPED
from explorer.jobs.standing import (
    LOG,
    Order,
    Standing,
    job_lock,
    last_job_id,
    write_standing,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOLD_EVERY = 0.1
"""Seconds between two words about the same step."""

LOOKERS_LEAVE = 2.0
"""Seconds that others may be looking at the lock, or a job that ended be leaving it."""


class Teller:
    """Writes how far a job is, leaving out what nobody could read so fast."""

    def __init__(self, order: Order) -> None:
        self._folder = order.settings.data_dir
        self._told_at = 0.0
        self._leaving = False
        self._standing = Standing(
            order=order, job_id=uuid.uuid4().hex, pid=os.getpid(), since=time.time()
        )
        self._write()

    def progress(self, step: str, done: int, total: int | None) -> None:
        """Be the progress of the work; ends it if it was told to leave and did not."""
        if self._leaving:
            raise SystemExit(STOPPED)
        now = time.monotonic()
        old, self._standing = self._standing, self._standing.at(step, done, total, now=time.time())
        if step != old.step or now - self._told_at >= TOLD_EVERY or done == total:
            self._told_at = now
            self._write()

    def leave(self, *_: object) -> NoReturn:
        """Be the handler of SIGTERM: end as after an error, so that half-written files go.

        Python drops an exception that rises in some callbacks, as while modules are imported; then
        the next word about progress ends the work.
        """
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        self._leaving = True
        raise SystemExit(STOPPED)

    def result(self, line: str) -> None:
        """Tell what came of a part of the work."""
        self._standing = replace(self._standing, results=(*self._standing.results, line))
        self._write()

    def end(self, *, error: str = "", stopped: bool = False) -> None:
        """Tell that the work ended."""
        self._standing = replace(
            self._standing, ended=True, ended_at=time.time(), error=error, stopped=stopped
        )
        self._write()

    def _write(self) -> None:
        write_standing(self._folder, self._standing)


def main(text: str, before: str | None = None) -> int:
    """Carry out an order, unless another job is or was under way in its folder.

    Parameters
    ----------
    text : str
        The order.
    before : str, optional
        Id of the last job when the order was given. If another one began since, it was first, and
        the order is taken to be joined to it, even if it has ended by now.
    """
    signal.signal(signal.SIGTERM, _leave)
    order = Order.from_json(text)
    with _holding_lock(order.settings.data_dir) as held:
        if not held or before not in {None, last_job_id(order.settings.data_dir)}:
            return JOINED
        return _carry_out(order)


def _carry_out(order: Order) -> int:
    teller = Teller(order)
    signal.signal(signal.SIGTERM, teller.leave)
    try:
        _keep_last_words(order.settings.data_dir / LOG)
        error = _WORKS[order.work](order, teller)
    except ExplorerError as problem:
        error = str(problem)
    except (KeyboardInterrupt, SystemExit):
        teller.end(stopped=True)
        return STOPPED
    teller.end(error=error)
    return 1 if error else 0


@contextmanager
def _holding_lock(data_dir: Path) -> Iterator[bool]:
    from filelock import Timeout

    lock = job_lock(data_dir)
    try:
        lock.acquire(timeout=LOOKERS_LEAVE, poll_interval=0.01)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _keep_last_words(log: Path) -> None:
    """Write what is complained of into a file: nobody may be there to read it now."""
    with log.open("w", encoding="utf-8") as file:
        os.dup2(file.fileno(), sys.stderr.fileno())


def _leave(*_: object) -> NoReturn:
    """End as after an error, so that half-written files are taken away."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(STOPPED)


def _demonstrate(order: Order, teller: Teller) -> str:
    from explorer.demonstration import prepare_demonstration

    prepare_demonstration(order.settings, now=datetime.now(UTC), progress=teller.progress)
    return ""


def _analyze(order: Order, teller: Teller) -> str:
    from explorer.analysis import analyze
    from explorer.corpus.blocks import worker_processes

    with worker_processes() as executor:
        run = analyze(
            order.settings,
            now=datetime.now(UTC),
            categories=order.categories,
            executor=executor,
            papers_per_niche=order.papers_per_niche,
            progress=teller.progress,
        )
    teller.result(f"{run.manifest['papers']:,} papers were analysed.")
    return ""


def _fetch(order: Order, teller: Teller) -> str:
    from explorer.corpus.fetching.pace import default_lock_dir
    from explorer.corpus.fetching.ways import fetch

    for category in order.categories:
        now = datetime.now(UTC)
        fetched = fetch(
            order.settings.papers,
            category,
            since=date.fromisoformat(order.since),
            until=now.date(),
            api_url=order.settings.arxiv_url,
            oai_url=order.settings.oai_url,
            contact=order.settings.contact,
            lock_dir=default_lock_dir(),
            now=now,
            progress=teller.progress,
        )
        teller.result(
            f"{category}: {fetched.received:,} papers came, {fetched.added:,} of them new "
            f"and {fetched.updated:,} changed since."
        )
    return ""


def _mend(order: Order, teller: Teller) -> str:
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
        progress=teller.progress,
    ):
        received, added = received + fetched.received, added + fetched.added
    teller.result(f"{received:,} papers came, {added:,} of them new.")
    return ""


def _refresh(order: Order, teller: Teller) -> str:
    from explorer.corpus.fetching.pace import default_lock_dir
    from explorer.refreshing.renewal import refresh

    refreshed = refresh(
        order.settings,
        now=datetime.now(UTC),
        lock_dir=default_lock_dir(),
        whole=order.whole,
        progress=teller.progress,
    )
    for line in refreshed.lines:
        teller.result(line)
    return refreshed.problem


_WORKS = {
    "demonstration": _demonstrate,
    "analysis": _analyze,
    "fetch": _fetch,
    "mend": _mend,
    "refresh": _refresh,
}
"""What each work does; each returns what went wrong, if it went on in spite of it."""
