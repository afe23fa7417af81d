"""``explorer whitespace``: rising methods by fields, and the cells about to open."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from explorer.commands.command import Command, add_as_of, add_format
from explorer.commands.printing import print_table
from explorer.errors import NoWhiteSpaceError
from explorer.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = [
    "method",
    "field",
    "field_name",
    "state",
    "chance",
    "ahead",
    "papers",
    "field_papers",
    "share",
    "speed",
    "adopted",
    "lag",
    "beside",
    "by_authors",
]
"""Shown where there is room for a few; ``share`` and ``speed`` in per cent."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--method", metavar="WORDS", help="only methods with these words")
    parser.add_argument("--field", metavar="FIELD", help="only one field: cs.RO, Robotics")
    parser.add_argument("--all", action="store_true", help="every cell, not only those marked")
    parser.add_argument("--top", type=int, metavar="N", help="only the N likeliest")
    add_as_of(parser, "read the analysis that looked from this month or day")
    add_format(parser)


def _run(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.niches import white_space_of
    from explorer.runs import read_run, run_as_of
    from explorer.trends.white_space import OPENING

    run = run_as_of(settings.runs, arguments.as_of) if arguments.as_of else read_run(settings.runs)
    table = white_space_of(run)
    if table is None:
        raise NoWhiteSpaceError(run.path)
    if not arguments.all:
        table = table[table["state"] == OPENING]
    table = _narrowed(table, arguments)
    table = table.sort_values("chance", ascending=False, kind="stable", na_position="last")
    table = table.head(arguments.top) if arguments.top is not None else table
    if table.empty and not arguments.all:
        print("no such cell is about to open; --all lists every cell", file=sys.stderr)
    if arguments.format == "table":
        table = table.assign(share=100 * table["share"], speed=100 * table["speed"])[COLUMNS]
    print_table(table, arguments.format)


def _narrowed(table: pd.DataFrame, arguments: argparse.Namespace) -> pd.DataFrame:
    """Keep the cells of the methods and of the field that were named."""
    if arguments.method is not None:
        words = arguments.method.lower().split()
        named = [all(word in method.lower() for word in words) for method in table["method"]]
        table = table[named]
    if arguments.field is not None:
        wanted = arguments.field.strip().lower()
        named = [
            wanted in (code.lower(), name.lower())
            for code, name in zip(table["field"], table["field_name"], strict=True)
        ]
        table = table[named]
    return table


WHITE_SPACE = Command(
    name="whitespace",
    help="List rising methods that are about to open in a field, likeliest first.",
    examples=(
        "explorer whitespace --top 20",
        "explorer whitespace --field cs.RO",
        "explorer whitespace --method 'word embeddings' --all",
        "explorer whitespace --all --format csv > cells.csv",
    ),
    add_arguments=_add_arguments,
    run=_run,
)
