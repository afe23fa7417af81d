"""``explorer status``: what is held, and how fresh it is."""

from __future__ import annotations

import argparse

from explorer.commands.command import Command, add_format
from explorer.commands.printing import print_table
from explorer.errors import RunNotFoundError
from explorer.settings import Settings


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_format(parser)


def _run(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.corpus.reading import describe_store

    store = describe_store(settings.papers)
    if arguments.format == "table":
        what = "invented papers (a demonstration)" if store.kind == "demonstration" else "papers"
        print(f"{settings.papers}: {store.papers:,} {what}, {store.first} to {store.last}")
        print(_newest_run(settings))
        for harvest in store.fetched.tail(5).itertuples():
            print(f"fetched {harvest.category} {harvest.since} to {harvest.until}: {harvest.state}")
    days = {name: store.categories[name].dt.strftime("%Y-%m-%d") for name in ("first", "last")}
    print_table(store.categories.assign(**days), arguments.format)


def _newest_run(settings: Settings) -> str:
    from explorer.runs import read_run

    try:
        run = read_run(settings.runs)
    except RunNotFoundError:
        return "no analysis yet; `explorer analyze` makes one"
    scope = ", ".join(run.manifest["categories"]) or "all categories"
    note = f" ({run.notice})" if run.notice else ""
    return f"analysis {run.run_id}: {scope}, as of {run.manifest['as_of']}{note}"


STATUS = Command(
    name="status",
    help="Say which papers are held, how fresh they are, and what was analysed.",
    examples=("explorer status",),
    add_arguments=_add_arguments,
    run=_run,
)
