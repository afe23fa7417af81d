"""``explorer status``: what is held, how fresh it is, and what is missing."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

from explorer.commands.command import Command, add_format
from explorer.commands.printing import print_table
from explorer.errors import RunNotFoundError
from explorer.presentation.numbers import percent
from explorer.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from explorer.corpus.fetching.mending import Hole
    from explorer.corpus.reading import StoreSummary

MOST_HOLES = 24
"""Holes that are listed; the rest is counted."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_format(parser)


def _run(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.corpus.coverage import read_coverage
    from explorer.corpus.fetching.mending import find_holes
    from explorer.corpus.reading import describe_store, newest_day

    store = describe_store(settings.papers)
    last = newest_day(settings.papers) if store.papers else date.min
    coverage = read_coverage(settings.papers, as_of=last)
    if arguments.format != "table":
        print_table(coverage, arguments.format)
        return
    what = "invented papers (a demonstration)" if store.kind == "demonstration" else "papers"
    print(f"{settings.papers}: {store.papers:,} {what}, {store.first} to {store.last}")
    print(_newest_run(settings))
    for harvest in store.fetched.tail(5).itertuples():
        print(f"fetched {harvest.category} {harvest.since} to {harvest.until}: {harvest.state}")
    print_table(_by_category(store, coverage), "table")
    if store.papers:
        _print_holes(find_holes(settings.papers, coverage=coverage))


def _by_category(store: StoreSummary, coverage: pd.DataFrame) -> pd.DataFrame:
    """Add to each category what is expected, and how many months have holes or cannot be judged."""
    of_category = coverage["category"]
    missing = (coverage["expected"] - coverage["held"]).clip(lower=0).groupby(of_category).sum()
    table = store.categories
    for name in ("first", "last"):
        table = table.assign(**{name: table[name].dt.strftime("%Y-%m-%d")})
    return table.assign(
        expected=table["papers"] + table["category"].map(missing).fillna(0).round().astype(int),
        **{
            f"{state}_months": table["category"]
            .map(coverage["state"].eq(state).groupby(of_category).sum())
            .fillna(0)
            .astype(int)
            for state in ("hole", "unknown")
        },
    )


def _print_holes(holes: list[Hole]) -> None:
    if not holes:
        print("no hole is known")
        return
    for hole in holes[:MOST_HOLES]:
        about = "about " if hole.estimated else ""
        told = hole.part == hole.part
        part = f"{about}{percent(hole.part)} held" if told else "not held as a whole"
        names = ", ".join(hole.categories[:3])
        names += f" and {len(hole.categories) - 3} more" if len(hole.categories) > 3 else ""
        print(f"hole {hole.since} to {hole.until} in {names}: {part}; `{hole.command}` mends it")
    if len(holes) > MOST_HOLES:
        print(f"and {len(holes) - MOST_HOLES:,} more holes")
    print("`explorer mend` mends all of them")


def _newest_run(settings: Settings) -> str:
    from explorer.runs import read_run

    try:
        run = read_run(settings.runs)
    except RunNotFoundError:
        return "no analysis yet; `explorer analyze` makes one"
    scope = ", ".join(run.manifest["categories"]) or "all categories"
    note = f" ({run.notice})" if run.notice else ""
    day = run.manifest["as_of"]
    if (judged := run.verdicts_as_of.isoformat()) != day:
        note = f", scores and flags as of {judged}{note}"
    return f"analysis {run.run_id}: {scope}, as of {day}{note}"


STATUS = Command(
    name="status",
    help="Say which papers are held, how fresh they are, what is missing, and what was analysed. "
    "With --format json or csv: a row for each month and category, with held, expected and state.",
    examples=("explorer status", "explorer status --format csv"),
    add_arguments=_add_arguments,
    run=_run,
)
