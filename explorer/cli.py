"""Commands: parse, call, print.

One ``except``, at the top, for our own errors only: a command that fails says why in one line and
ends with status 1 (2 if it was called wrongly).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from explorer import __version__
from explorer.commands import COMMANDS
from explorer.commands.command import add_data_dir
from explorer.errors import ExplorerError, RunNotFoundError
from explorer.memory import give_back_memory
from explorer.settings import Settings, load_settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments = make_parser().parse_args(argv)
    try:
        status: int | None = arguments.run(arguments, load_settings(arguments.data_dir))
    except ExplorerError as error:
        print(f"explorer: {error}{_demonstration_beside(error)}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("explorer: stopped; what was saved before is kept", file=sys.stderr)
        return 130
    return status or 0


def _demonstration_beside(error: ExplorerError) -> str:
    """Say where the invented papers are, if an analysis was looked for in vain beside them."""
    if not isinstance(error, RunNotFoundError):
        return ""
    place = Settings(data_dir=error.path.parent).demonstration
    return (
        f"; or read the demonstration's: --data-dir {place.data_dir}" if place.runs.exists() else ""
    )


def run() -> None:
    """Be the ``explorer`` program."""
    give_back_memory()
    sys.exit(main())


class _Parser(argparse.ArgumentParser):
    """Says in one line what was wrong with a call."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"explorer: {message} (`{self.prog} --help` tells more)\n")


def make_parser() -> argparse.ArgumentParser:
    """Build the parser of all commands."""
    parser = _Parser(
        prog="explorer",
        description="Find newly growing arXiv subfields, pick a niche, plan a ladder of projects.",
    )
    parser.add_argument("--version", action="version", version=f"explorer {__version__}")
    add_data_dir(parser, default=None)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        sub = commands.add_parser(
            command.name,
            help=command.help,
            description=command.help,
            epilog="example:\n  " + "\n  ".join(command.examples),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        add_data_dir(sub, default=argparse.SUPPRESS)
        command.add_arguments(sub)
        sub.set_defaults(run=command.run)
    return parser
