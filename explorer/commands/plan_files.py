"""``explorer plan export`` and ``explorer plan import``: plans as files, there and back."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.settings import Settings

if TYPE_CHECKING:
    from argparse import _SubParsersAction

FORMATS = ("json", "markdown", "html", "portfolio", "ical", "bibtex", "csv")


def add_export(
    actions: _SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """Add the action that writes plans to a file."""
    parser = actions.add_parser("export", help="write a plan for other programs, or to come back")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("plan", nargs="?", help="number of the plan, or its niche")
    which.add_argument("--all", action="store_true", help="all plans in one file")
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="json",
        help="json comes back with `plan import`; csv is for the issues of GitHub and GitLab",
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="a file, not standard output")
    parser.set_defaults(action=_export)
    return parser


def add_import(
    actions: _SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """Add the action that takes plans from a file."""
    parser = actions.add_parser("import", help="take plans from a file that `export` wrote")
    parser.add_argument("file", type=Path, metavar="FILE", help="in the format json")
    parser.add_argument(
        "--replace",
        action="store_true",
        help="in place of other plans of the same niches; what was there is backed up",
    )
    parser.set_defaults(action=_import)
    return parser


def _export(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.errors import NothingSavedError
    from explorer.plans.exports.formats import export_plans
    from explorer.plans.exports.kept import list_kept, read_kept
    from explorer.plans.exports.saving import write_file

    every = arguments.all
    kept = list_kept(settings.user) if every else (read_kept(settings.user, arguments.plan),)
    if not kept:
        raise NothingSavedError(settings.user)
    data = export_plans(settings.user, kept, arguments.format, papers=settings.papers)
    if arguments.output is None:
        sys.stdout.buffer.write(data)
        return
    write_file(arguments.output, data)
    print(arguments.output)


def _import(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.plans.exports.importing import import_plans, read_plan_file
    from explorer.plans.plan_store import read_plan

    data = read_plan_file(arguments.file)
    name = str(arguments.file)
    done = import_plans(settings.user, data, name=name, replace=arguments.replace)
    for number in done.added:
        print(f"plan {number}: {read_plan(settings.user, number).title}")
    for number in done.unchanged:
        print(f"plan {number} is here already, and the same")
    if done.kept is not None:
        print(f"what was there before is kept in {done.kept}")
