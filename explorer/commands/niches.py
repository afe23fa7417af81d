"""``explorer niches``: what an analysis found."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import TYPE_CHECKING

from explorer.commands.command import Command, add_as_of, add_category, add_format
from explorer.commands.fitting import COLUMNS as FIT_COLUMNS
from explorer.commands.fitting import fitted
from explorer.commands.printing import print_table
from explorer.commands.wishes import add_wishes, carry_out, listed, parts_in
from explorer.errors import NothingToChooseError
from explorer.settings import Settings
from explorer.trends.stated_rate import FALSE_FLAGS

if TYPE_CHECKING:
    import pandas as pd

    from explorer.runs import Run

COLUMNS = [
    "name",
    "slug",
    "kind",
    "primary_category",
    "papers",
    "papers_recent",
    "growth",
    "growth_low",
    "growth_high",
    "stage",
    "chance_in_36",
    "papers_in_36",
    "score",
    "achievable",
    "opening",
]
"""Shown where there is room for a few."""

OPENINGS_HELP = (
    "only achievable yet novel niches; false flags are held at "
    f"{100 * FALSE_FLAGS:.0f} %% of niches where nothing grows"
)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--level", choices=("area", "subfield", "niche"), default="niche", help="how fine"
    )
    add_category(parser, "only niches whose papers are mostly of this category")
    parser.add_argument(
        "--words",
        metavar="QUERY",
        help='a niche of your own: words, "phrases", AND OR NOT, or an abstract for papers like it',
    )
    parser.add_argument(
        "--papers", metavar="NICHE", help="the papers of one niche instead: its id, slug or name"
    )
    parser.add_argument("--bibtex", metavar="NICHE", help="the same papers, as BibTeX")
    parser.add_argument(
        "--kind",
        choices=("partition", "newborn"),
        help="only niches that hold each paper once, or only those that a rising phrase found",
    )
    parser.add_argument("--openings", action="store_true", help=OPENINGS_HELP)
    parser.add_argument("--fit", action="store_true", help="ranked by your profile too, and why")
    parser.add_argument("--top", type=int, metavar="N", help="only the N best")
    parser.add_argument("--with-papers", action="store_true", help="add paper ids (json)")
    add_wishes(parser)
    add_as_of(parser, "read the analysis that looked from this month or day")
    add_format(parser)


def _run(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.merged_niches import members_together, read_wished
    from explorer.niches import wishes_on
    from explorer.runs import read_run, read_table, run_as_of

    _refuse_filters_of_own(arguments)
    run = run_as_of(settings.runs, arguments.as_of) if arguments.as_of else read_run(settings.runs)
    niches, _ = read_wished(run, read_table(run, "niches"), wishes_on(settings, run))
    if carry_out(arguments, settings, run, niches):
        return
    if arguments.papers is not None or arguments.bibtex is not None:
        _print_papers(arguments, settings, run, niches)
        return
    if arguments.words is not None:
        _print_own(arguments, settings, run)
        return
    parts = parts_in(niches)
    niches = listed(_narrowed(arguments, niches), hidden=arguments.hidden)
    if arguments.fit:
        niches = fitted(niches, settings, run)
    niches = niches.head(arguments.top) if arguments.top is not None else niches
    if arguments.with_papers:
        niches = _with_papers(niches, members_together(read_table(run, "members"), parts))
    renamed = (niches["name"] != niches["computed_name"]).any()
    optional = {"computed_name"} if renamed else set()
    columns = [*COLUMNS, *optional, *FIT_COLUMNS]
    columns = [name for name in columns if name in niches]  # an older run has no forecasts
    whole = arguments.format != "table"
    print_table(niches if whole else niches[columns], arguments.format)


def _narrowed(arguments: argparse.Namespace, niches: pd.DataFrame) -> pd.DataFrame:
    """Keep the groups that pass every filter."""
    from explorer.corpus.taxonomy import check_categories

    niches = niches[niches["level"] == arguments.level]
    if "debris" in niches:
        niches = niches[niches["debris"] == ""]
    if arguments.category:
        niches = niches[niches["primary_category"].isin(check_categories(arguments.category))]
    if arguments.kind:
        niches = niches[niches["kind"] == arguments.kind]
    return niches[niches["opening"]] if arguments.openings else niches


def _print_papers(
    arguments: argparse.Namespace, settings: Settings, run: Run, niches: pd.DataFrame
) -> None:
    """Print the papers of one niche, most central first."""
    from explorer.niches import find_niche, niche_papers
    from explorer.presentation.bibtex import bibtex

    wanted = arguments.papers if arguments.bibtex is None else arguments.bibtex
    niche = find_niche(niches[niches["level"] == "niche"], wanted)
    parts = parts_in(niches).get(niche["niche_id"], [])
    papers = niche_papers(settings, run, niche["niche_id"], parts=parts)
    if arguments.bibtex is not None:
        as_of = date.fromisoformat(run.manifest["as_of"])
        print(bibtex(papers, as_of=as_of, invented=run.manifest["kind"] != "real"), end="")
        return
    papers["published"] = papers["published"].dt.strftime("%Y-%m-%d")
    short = ["id", "published", "title", "authors"]
    print_table(papers[short] if arguments.format == "table" else papers, arguments.format)


def _refuse_filters_of_own(arguments: argparse.Namespace) -> None:
    """Refuse what chooses among niches where the words make one."""
    filters = {
        "--level": arguments.level != "niche",
        "--category": bool(arguments.category),
        "--kind": bool(arguments.kind),
        "--openings": arguments.openings,
        "--fit": arguments.fit,
        "--top": arguments.top is not None,
    }
    given = [name for name, is_given in filters.items() if is_given]
    if arguments.words is not None and given:
        raise NothingToChooseError(given)


def _print_own(arguments: argparse.Namespace, settings: Settings, run: Run) -> None:
    """Print the niche of some words, or an empty table and why there is none."""
    import pandas as pd

    from explorer.own_niche import NoNiche, find_own, open_basis

    own = find_own(settings, open_basis(run), arguments.words)
    if isinstance(own, NoNiche):
        print(f"explorer: {own.problem}", file=sys.stderr)
        print_table(pd.DataFrame(columns=COLUMNS), arguments.format)
        return
    if arguments.format == "table":
        print(own.reading)
        print_table(pd.DataFrame([own.niche])[COLUMNS], "table")
        print("neighbours:")
        print_table(own.neighbours[["name", "kind", "shared", "of_own", "of_niche"]], "table")
        return
    row = dict(own.niche)
    if arguments.format == "json":
        row |= {"reading": own.reading, "neighbours": own.neighbours.to_dict("records")}
    if arguments.with_papers:
        row |= {"paper_ids": own.members["paper_id"].tolist()}
    print_table(pd.DataFrame([row]), arguments.format)


def _with_papers(niches: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    ids = {key: group.tolist() for key, group in members.groupby("niche_id")["paper_id"]}
    return niches.assign(paper_ids=niches["niche_id"].map(lambda key: ids.get(key, [])))


NICHES = Command(
    name="niches",
    help="List the niches of an analysis, best expected growth first.",
    examples=(
        "explorer niches --top 20",
        "explorer niches --kind newborn",
        "explorer niches --format json --with-papers",
        "explorer niches --fit --top 20",
        "explorer niches --rename soft-robotic-grippers 'My grippers'",
        "explorer niches --hide soft-robotic-grippers",
        "explorer niches --merge tendon-driven-grippers soft-robotic-grippers",
        "explorer niches --bibtex soft-robotic-grippers > papers.bib",
        "explorer niches --words '\"word embeddings\" OR word2vec'",
    ),
    add_arguments=_add_arguments,
    run=_run,
)
