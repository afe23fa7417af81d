"""What a command is, and the options that several share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from explorer.corpus.months import parse_as_of
from explorer.errors import BadDateError
from explorer.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A word after ``explorer``."""

    name: str
    help: str
    examples: tuple[str, ...]
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Settings], int | None]
    """Its exit status, if that is not 0."""


def add_data_dir(parser: argparse.ArgumentParser, *, default: object) -> None:
    """Let the person say where the stores are."""
    parser.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        default=default,
        help="folder of the stores (default: $EXPLORER_DATA, or data/ in a checkout)",
    )


def add_format(parser: argparse.ArgumentParser) -> None:
    """Let the person choose how tables are printed."""
    parser.add_argument(
        "--format", choices=("table", "json", "csv"), default="table", help="how to print"
    )


def add_as_of(parser: argparse.ArgumentParser, what: str) -> None:
    """Let the person look from an earlier day."""
    parser.add_argument("--as-of", type=day, metavar="DATE", help=f"{what}, e.g. 2016-12")


def add_category(parser: argparse.ArgumentParser, what: str, *, required: bool = False) -> None:
    """Let the person name arXiv categories."""
    parser.add_argument(
        "--category",
        action="append",
        default=[],
        metavar="CODE",
        required=required,
        help=f"{what}, by code or name: cs.RO, Robotics; may be given several times",
    )


def first_day(text: str) -> date:
    """Read a day, or the first one of a month, for argparse."""
    found = day(text)
    return found.replace(day=1) if len(text) == len("2024-01") else found


def day(text: str) -> date:
    """Read ``2016-12`` or ``2016-12-15`` for argparse."""
    try:
        return parse_as_of(text)
    except BadDateError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
