"""``explorer ledger``: every flag that was ever shown, and what became of it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from explorer.commands.command import Command, add_format
from explorer.commands.printing import print_table

if TYPE_CHECKING:
    from explorer.settings import Settings

SHORT = ["name", "flagged", "dropped", "became", "score", "achievable", "scope"]
"""Shown where there is room for a few."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_format(parser)


def _run(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.plans.flag_ledger import read_ledger, spells_of
    from explorer.presentation.ledger import ledger_sentence, ledger_table

    kind = "demonstration" if _is_demonstration(settings) else "real"
    spells = spells_of(read_ledger(settings.user, kind=kind))
    table = ledger_table(spells)
    if arguments.format != "table":
        print_table(table, arguments.format)
        return
    print(ledger_sentence(spells).replace("**", ""))
    if spells:
        print_table(table[SHORT], "table")


def _is_demonstration(settings: Settings) -> bool:
    from explorer.corpus.store import store_kind

    return settings.papers.exists() and store_kind(settings.papers) == "demonstration"


LEDGER = Command(
    name="ledger",
    help="Print every flag that was ever shown: when, by what evidence, and what became of it.",
    examples=("explorer ledger", "explorer ledger --format csv"),
    add_arguments=_add_arguments,
    run=_run,
)
