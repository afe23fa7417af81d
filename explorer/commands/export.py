"""``explorer export``: the papers held, for other programs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from explorer.commands.command import Command, add_as_of, add_category
from explorer.commands.printing import progress_bar
from explorer.settings import Settings


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="where to write; - is standard output")
    add_category(parser, "only papers of this category")
    add_as_of(parser, "only papers submitted up to this month or day")


def _run(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.corpus.exporting import export_file, export_papers
    from explorer.corpus.reading import newest_day
    from explorer.corpus.taxonomy import check_categories

    as_of = arguments.as_of or newest_day(settings.papers)
    categories = check_categories(arguments.category)
    if arguments.file == "-":
        export_papers(settings.papers, sys.stdout.buffer, as_of=as_of, categories=categories)
        return
    file = Path(arguments.file)
    with progress_bar() as progress:
        count = export_file(
            settings.papers, file, as_of=as_of, categories=categories, progress=progress
        )
    print(f"{file}: {count:,} papers up to {as_of}; `explorer import` reads it")


EXPORT = Command(
    name="export",
    help="Write the papers held as arXiv's bulk metadata (JSON lines), sorted by id.",
    examples=("explorer export papers.jsonl", "explorer export - --category cs.RO | gzip > ro.gz"),
    add_arguments=_add_arguments,
    run=_run,
)
