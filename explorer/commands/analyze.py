"""``explorer analyze``: from stored papers to scored niches."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from explorer.commands.command import Command, add_as_of, add_category
from explorer.commands.printing import progress_bar
from explorer.settings import Settings
from explorer.topics.granularity import GRANULARITIES, USUAL, read_granularity


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_category(parser, "look only at papers of this category")
    add_as_of(parser, "look from this month or day; later papers are hidden")
    parser.add_argument(
        "--papers-per-niche",
        type=granularity,
        default=USUAL,
        metavar="N",
        help=f"how fine niches are: {_sizes()}, or an average number of papers",
    )
    parser.add_argument("--seed", type=int, default=0, help="seed of everything random")


def granularity(text: str) -> int:
    """Read how many papers a niche should hold, for argparse."""
    try:
        return read_granularity(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _sizes() -> str:
    return ", ".join(f"{name} ({size})" for name, size in GRANULARITIES.items())


def _run(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.analysis import analyze
    from explorer.corpus.blocks import worker_processes
    from explorer.presentation.untold import untold_lines

    with progress_bar() as progress, worker_processes() as executor:
        run = analyze(
            settings,
            now=datetime.now(UTC),
            categories=arguments.category,
            as_of=arguments.as_of,
            papers_per_niche=arguments.papers_per_niche,
            seed=arguments.seed,
            executor=executor,
            progress=progress,
        )
    facts = run.manifest
    print(
        f"{facts['papers']:,} papers, {facts['first_month']} to {facts['last_month']}: "
        f"results are in {run.path}"
    )
    if facts["withdrawn"]:
        print(f"left out because they were withdrawn: {facts['withdrawn']:,}")
    for line in untold_lines(facts):
        print(f"cannot be told: {line.replace('**', '')}")


ANALYZE = Command(
    name="analyze",
    help="Find the subfields of the stored papers, measure their growth, and score them.",
    examples=(
        "explorer analyze",
        "explorer analyze --papers-per-niche fine",
        "explorer analyze --category cs.RO --category cs.CV --as-of 2016-12",
    ),
    add_arguments=_add_arguments,
    run=_run,
)
