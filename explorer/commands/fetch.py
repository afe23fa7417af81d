"""``explorer fetch``: papers from arXiv."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime

from explorer.commands.command import Command, add_category, day
from explorer.commands.printing import progress_bar
from explorer.settings import Settings


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_category(parser, "arXiv category to fetch", required=True)
    parser.add_argument(
        "--since", type=_first_day, required=True, metavar="DATE", help="first month or day"
    )
    parser.add_argument(
        "--until", type=day, metavar="DATE", help="last month or day (default: now)"
    )


def _first_day(text: str) -> date:
    found = day(text)
    return found.replace(day=1) if len(text) == len("2024-01") else found


def _run(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.corpus.fetching.harvest import fetch_category, plan_fetch
    from explorer.corpus.fetching.pace import default_lock_dir
    from explorer.corpus.taxonomy import check_categories

    now = datetime.now(UTC)
    until = min(arguments.until or now.date(), now.date())
    for category in check_categories(arguments.category):
        plan = plan_fetch(settings.papers, category, since=arguments.since, until=until, now=now)
        print(
            f"{category}: about {plan.requests:,} requests to arXiv, at least "
            f"{plan.minutes:.1f} minutes at one request every three seconds"
        )
        with progress_bar() as progress:
            result = fetch_category(
                settings.papers,
                category,
                since=arguments.since,
                until=until,
                url=settings.arxiv_url,
                contact=settings.contact,
                lock_dir=default_lock_dir(),
                now=now,
                progress=progress,
            )
        print(
            f"{category}: {result.received:,} papers came in {result.requests:,} requests; "
            f"{result.added:,} new, {result.updated:,} updated, {result.unchanged:,} held before"
        )


FETCH = Command(
    name="fetch",
    help="Get papers of a category from arXiv; run again, it gets only what is new.",
    examples=("explorer fetch --category cs.RO --since 2024-01",),
    add_arguments=_add_arguments,
    run=_run,
)
