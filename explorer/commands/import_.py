"""``explorer import``: papers from files."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from explorer.commands.command import Command
from explorer.commands.printing import progress_bar
from explorer.settings import Settings


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument(
        "--skip-bad", action="store_true", help="import the rest when some records are unreadable"
    )


def _run(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.corpus.importing.files import import_file

    today = datetime.now(UTC).date()
    for file in arguments.files:
        with progress_bar() as progress:
            result = import_file(
                settings.papers,
                file,
                today=today,
                skip_bad=arguments.skip_bad,
                progress=progress,
            )
        print(
            f"{file}: {result.added:,} papers added, {result.updated:,} updated, "
            f"{result.unchanged:,} unchanged, {result.skipped:,} unreadable records skipped"
        )
        if result.skipped:
            print(f"  the first: {result.first_skipped}")


IMPORT = Command(
    name="import",
    help="Take papers from Parquet, CSV, or arXiv's bulk metadata (JSON lines, .gz, .zip).",
    examples=("explorer import arxiv-metadata-oai-snapshot.json.zip",),
    add_arguments=_add_arguments,
    run=_run,
)
