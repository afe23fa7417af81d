"""``explorer backup`` and ``explorer restore``: all that a person wrote, to a file and back."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from explorer.commands.command import Command
from explorer.settings import Settings


def _add_target(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="where to write; beside the store, with the day in its name, by default",
    )


def _back_up(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.plans.backup import back_up

    print(back_up(settings.user, arguments.file, today=datetime.now(UTC).date()))


def _add_source(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="what `explorer backup` wrote")


def _restore(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.plans.backup import restore
    from explorer.plans.plan_store import list_plans
    from explorer.presentation.numbers import counted

    kept = restore(settings.user, arguments.file)
    count = counted(len(list_plans(settings.user)), "plan")
    print(f"{count} restored from {arguments.file}")
    if kept is not None:
        print(f"what was there before is kept in {kept}")


BACKUP = Command(
    name="backup",
    help="Copy all that you wrote (niches, plans) to one file.",
    examples=("explorer backup", "explorer backup ~/plans.sqlite"),
    add_arguments=_add_target,
    run=_back_up,
)
RESTORE = Command(
    name="restore",
    help="Bring back what a backup holds; what is there now is backed up first.",
    examples=("explorer restore ~/plans.sqlite",),
    add_arguments=_add_source,
    run=_restore,
)
