"""Work on blocks of papers, one after another or side by side, in memory that does not grow.

A result never depends on who did the work: blocks are the same whatever the executor, and their
results come in their order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from functools import partial
from os import _exit
from threading import Thread
from typing import Any, TypeVar

Result = TypeVar("Result")

AHEAD = 4
"""Blocks that are given out before the first of them has to be done: two at work, two at hand."""

WORKERS = 2
"""Processes that share the blocks of one analysis."""


def on_blocks(
    function: Callable[..., Result], *arguments: Iterable[Any], executor: Executor | None = None
) -> Iterator[Result]:
    """Apply a function to one block after another, as ``map`` does.

    Parameters
    ----------
    executor : Executor, optional
        Shares out the blocks, of which it is given a few at a time.
    """
    if executor is None:
        yield from map(function, *arguments)
        return
    under_way: deque[Future[Result]] = deque()
    for block in zip(*arguments, strict=False):
        under_way.append(executor.submit(function, *block))
        if len(under_way) == AHEAD:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


@contextmanager
def worker_processes(
    begin: Callable[..., None] | None = None, *arguments: object
) -> Iterator[Executor]:
    """Give processes that work on blocks; none is started before there is work.

    They are started anew rather than forked, for libraries may have threads by then, and end with
    the process that asked for them, however that ends.

    Parameters
    ----------
    begin : function, optional
        Called with ``arguments`` in each of them before its work.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(
        WORKERS, mp_context=get_context("spawn"), initializer=partial(_begin, begin, *arguments)
    )
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(begin: Callable[..., None] | None, *arguments: object) -> None:
    _end_with_the_parent()
    if begin is not None:
        begin(*arguments)


def _end_with_the_parent() -> None:
    """Leave it to the parent to be interrupted, and end when it has gone."""
    import signal
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:

        def follow() -> None:
            parent.join()
            _exit(1)

        Thread(target=follow, daemon=True).start()
