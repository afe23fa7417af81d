"""``explorer fetch``: papers from arXiv."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from explorer.commands.command import Command, add_category, day, first_day
from explorer.commands.printing import progress_bar
from explorer.settings import Settings


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_category(parser, "arXiv category to fetch", required=True)
    parser.add_argument(
        "--since", type=first_day, required=True, metavar="DATE", help="first month or day"
    )
    parser.add_argument(
        "--until", type=day, metavar="DATE", help="last month or day (default: now)"
    )
    parser.add_argument(
        "--via",
        choices=("api", "oai"),
        help="way in: arXiv's query API or OAI-PMH (default: the cheaper one, which is printed)",
    )


def _run(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.corpus.fetching.pace import default_lock_dir
    from explorer.corpus.fetching.ways import NAMES, bulk_advice, fetch, plan
    from explorer.corpus.taxonomy import check_categories

    now = datetime.now(UTC)
    until = min(arguments.until or now.date(), now.date())
    asked = {"since": arguments.since, "until": until, "via": arguments.via, "now": now}
    categories = check_categories(arguments.category)
    ways = [plan(settings.papers, category, **asked) for category in categories]
    for way in ways:
        print(
            f"{way.category}: about {way.requests:,} requests to arXiv, at least "
            f"{way.minutes:.1f} minutes at one request every three seconds"
        )
        print(f"  over {NAMES[way.via]}, as {way.reason}")
    if advice := bulk_advice(ways):
        print(advice)
    for category in categories:
        with progress_bar() as progress:
            result = fetch(
                settings.papers,
                category,
                **asked,
                api_url=settings.arxiv_url,
                oai_url=settings.oai_url,
                contact=settings.contact,
                lock_dir=default_lock_dir(),
                progress=progress,
            )
        removed = f", {result.removed:,} deleted by arXiv" if result.removed else ""
        print(
            f"{category}: {result.received:,} papers came in {result.requests:,} requests; "
            f"{result.added:,} new, {result.updated:,} updated, {result.unchanged:,} held "
            f"before{removed}"
        )


FETCH = Command(
    name="fetch",
    help="Get papers of a category from arXiv; run again, it gets only what is new.",
    examples=(
        "explorer fetch --category cs.RO --since 2024-01",
        "explorer fetch --category cs.RO --since 2024-01 --via oai",
    ),
    add_arguments=_add_arguments,
    run=_run,
)
