"""``explorer mend``: the papers that are missing in holes of what is held."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime

from explorer.commands.command import Command, add_category, day, first_day
from explorer.commands.printing import progress_bar
from explorer.settings import Settings


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_category(parser, "only holes of this category")
    parser.add_argument(
        "--since", type=first_day, default=date.min, metavar="DATE", help="only holes after it"
    )
    parser.add_argument(
        "--until", type=day, default=date.max, metavar="DATE", help="only holes before it"
    )


def _run(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.corpus.fetching.mending import find_holes, mend_holes
    from explorer.corpus.fetching.pace import INTERVAL, default_lock_dir
    from explorer.corpus.taxonomy import check_categories

    holes = find_holes(
        settings.papers,
        since=arguments.since,
        until=arguments.until,
        categories=check_categories(arguments.category),
    )
    if not holes:
        print("No hole is known there.")
        return
    requests = sum(len(hole.categories) for hole in holes)
    print(
        f"{len(holes):,} holes: {requests:,} requests to arXiv or more, at least "
        f"{requests * INTERVAL / 60:.1f} minutes at one request every three seconds"
    )
    received = added = 0
    with progress_bar() as progress:
        for fetched in mend_holes(
            settings.papers,
            holes,
            url=settings.arxiv_url,
            contact=settings.contact,
            lock_dir=default_lock_dir(),
            now=datetime.now(UTC),
            progress=progress,
        ):
            received, added = received + fetched.received, added + fetched.added
    print(f"{received:,} papers came, {added:,} of them new")


MEND = Command(
    name="mend",
    help="Get from arXiv the papers that are missing in the holes that `explorer status` lists.",
    examples=("explorer mend", "explorer mend --since 2015-05 --until 2015-06"),
    add_arguments=_add_arguments,
    run=_run,
)
