"""``explorer refresh`` and ``explorer digest``: what is new, and what that changed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.commands.command import Command, first_day
from explorer.commands.printing import progress_bar
from explorer.errors import NothingToCompareError, RefreshIncompleteError, StoreUnwritableError
from explorer.settings import Settings

if TYPE_CHECKING:
    from datetime import date

    from explorer.jobs import Desk, Order, Standing

LOOK_EVERY = 0.25
"""Seconds between two looks at a job."""

STOPPED = "the refresh was stopped"


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--digest", type=Path, metavar="FILE", help="also write the digest into this file"
    )
    parser.add_argument(
        "--whole",
        action="store_true",
        help="judge all niches anew now; if left out, new papers join niches as they were judged, "
        "until a month ends or much came",
    )


def _add_since(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--since",
        type=first_day,
        metavar="DATE",
        help="what changed since this month or day, over all refreshes, e.g. 2024-11",
    )


def _run_refresh(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.corpus.store import store_kind
    from explorer.jobs import Desk, Order

    store_kind(settings.papers)
    order, desk = Order(work="refresh", settings=settings, whole=arguments.whole), Desk()
    told = _follow(desk, order)
    while told.order.work != order.work or told.order.whole < order.whole:
        told = _follow(desk, order)
    print("\n".join(told.results))
    if told.stopped:
        raise RefreshIncompleteError(STOPPED)
    if told.results:
        _tell_digest(settings, arguments.digest)
    if told.error:
        raise RefreshIncompleteError(told.error)


def _follow(desk: Desk, order: Order) -> Standing:
    """Show a job until it ends; what was started here ends with this command."""
    job = desk.start(order)
    if not job.started_here:
        print("work is under way in this folder already; this joins it, and Ctrl-C leaves it")
    try:
        with progress_bar() as progress:
            while not job.wait(LOOK_EVERY):
                now = job.standing
                progress(now.step, now.done, now.total)
    except KeyboardInterrupt:
        if job.started_here:
            job.stop()
            job.wait(LOOK_EVERY)
        raise
    return job.standing


def _run_digest(arguments: argparse.Namespace, settings: Settings) -> None:
    print(_digest(settings, since=arguments.since), end="")


def _tell_digest(settings: Settings, file: Path | None) -> None:
    try:
        text = _digest(settings)
    except NothingToCompareError:
        text = "This is the first analysis, so there is nothing to compare it with.\n"
    print(f"\n{text}", end="")
    if file is not None:
        try:
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise StoreUnwritableError(file, error.strerror or str(error)) from error


def _digest(settings: Settings, *, since: date | None = None) -> str:
    from explorer.presentation.digest import digest_markdown
    from explorer.refreshing.digest import read_digest, read_titles
    from explorer.runs import read_run

    digest = read_digest(settings, read_run(settings.runs), since=since)
    return digest_markdown(digest, read_titles(settings, digest))


REFRESH = Command(
    name="refresh",
    help="Fetch what is new in every category fetched before, let it join niches, rescore when a "
    "month has ended, and tell what changed.",
    examples=("explorer refresh --digest ~/digest.md", "explorer refresh --whole"),
    add_arguments=_add_arguments,
    run=_run_refresh,
)

DIGEST = Command(
    name="digest",
    help="Print what changed since a refresh or a day: your niches, what rose, opened or split.",
    examples=("explorer digest", "explorer digest --since 2024-11 > digest.md"),
    add_arguments=_add_since,
    run=_run_digest,
)
