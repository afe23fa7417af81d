"""``explorer backtest``: how often the score would have been right on the papers held."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.commands.analyze import granularity
from explorer.commands.command import Command, add_category, add_format
from explorer.commands.printing import print_table, progress_bar
from explorer.corpus.months import last_day
from explorer.errors import StoreUnwritableError
from explorer.settings import Settings

if TYPE_CHECKING:
    from explorer.backtesting.kept import BackTest

LONGEST = 10
"""Years ahead, and seeds, that can be asked for."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--cutoff",
        type=_month,
        action="append",
        default=[],
        metavar="MONTH",
        help="look from the end of this month, e.g. 2013-12; may be given several times "
        "(default: the last four that the papers allow, a year apart)",
    )
    parser.add_argument(
        "--horizon",
        type=_few,
        action="append",
        default=[],
        metavar="YEARS",
        help="how far ahead growth is asked for; may be given several times (default: 3)",
    )
    add_category(parser, "look only at papers of this category")
    parser.add_argument(
        "--seeds", type=_few, default=1, metavar="N", help="average over N seeds (default: 1)"
    )
    parser.add_argument(
        "--papers-per-niche", type=granularity, default=120, metavar="N", help="average size"
    )
    parser.add_argument(
        "--known",
        type=Path,
        metavar="FILE",
        help="CSV of known subfields (name, phrases joined by |): when was each first flagged? "
        "Looks every six months after the last cutoff too, or oftener over less than two years",
    )
    parser.add_argument(
        "--last", action="store_true", help="show the back-test made last, without a new one"
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="also write all tables into this file, Markdown"
    )
    add_format(parser)


def _month(text: str) -> str:
    try:
        if len(text) == len("2013-12"):
            return last_day(text).isoformat()[:7]
    except ValueError:
        pass
    message = f"{text!r} is not a month; write 2013-12"
    raise argparse.ArgumentTypeError(message)


def _few(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= LONGEST:
        message = f"{text!r} is not a number from 1 to {LONGEST}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _run(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.backtesting.kept import read_backtest

    made = read_backtest(settings.backtests) if arguments.last else _make(arguments, settings)
    if arguments.report:
        _write_report(made, arguments.report)
    if arguments.format == "table":
        _print_all(made)
    else:
        print_table(made.tables["measures"], arguments.format)


def _make(arguments: argparse.Namespace, settings: Settings) -> BackTest:
    from explorer.backtesting.asked import Asked
    from explorer.backtesting.run import back_test
    from explorer.backtesting.subjects import read_subfields

    asked = Asked(
        cutoffs=tuple(arguments.cutoff),
        horizons=tuple(arguments.horizon) or (3,),
        categories=tuple(arguments.category),
        papers_per_niche=arguments.papers_per_niche,
        seeds=tuple(range(arguments.seeds)),
    )
    subfields = read_subfields(arguments.known) if arguments.known else None
    with progress_bar() as progress:
        return back_test(
            settings,
            asked,
            now=datetime.now(UTC),
            subfields=subfields,
            side_by_side=True,
            progress=progress,
        )


def _write_report(made: BackTest, file: Path) -> None:
    from explorer.backtesting.flags import flag_record
    from explorer.presentation.backtest_report import backtest_markdown

    text = backtest_markdown(made.manifest, made.tables, flag_record(made.tables["niches"]))
    try:
        file.write_text(f"# Back-test\n\n{text}", encoding="utf-8")
    except OSError as error:
        raise StoreUnwritableError(file, error.strerror or str(error)) from error


def _print_all(made: BackTest) -> None:
    from explorer.backtesting.flags import flag_record
    from explorer.presentation.backtest_report import above_score
    from explorer.presentation.backtest_tables import by_cutoff, forecast_table, pooled_table

    facts, tables = made.manifest, made.tables
    print(
        f"{facts['papers']:,} papers, {facts['first_month']} to {facts['last_month']}; at each "
        "cutoff nothing later was known. Grew: share of all papers up by more than 8 % a year."
    )
    print_table(tables["cutoffs"], "table")
    record = flag_record(tables["niches"])
    for horizon, measures in tables["measures"].groupby("horizon"):
        print(f"\n{horizon} years ahead, mean over cutoffs, 90 % intervals; below: AUC under score")
        print_table(pooled_table(measures), "table")
        print(above_score(pooled_table(measures)))
        print(f"\n{horizon} years ahead, AUC by cutoff")
        print_table(by_cutoff(measures, "auc"), "table")
        print(f"\n{horizon} years ahead, what became of flags, at all cutoffs")
        print_table(record[record["horizon"] == horizon].drop(columns="horizon"), "table")
        forecasts = tables.get("forecasts", measures.head(0))
        if len(forecasts := forecasts[forecasts["horizon"] == horizon]):
            print(f"\n{horizon} years ahead, chances against what came, and what intervals held")
            print_table(forecast_table(forecasts), "table")
    if "named" in tables:
        print("\nknown subfields, and random phrases that as many papers use: flagged in time?")
        print_table(tables["recall"], "table")
        print_table(tables["named"].query("kind == 'known' and papers > 0"), "table")
    if len(tables["overlaps"]):
        print("\npapers of the first 50 niches that two analyses share")
        print_table(tables["overlaps"], "table")
    if tables["measures"].empty:
        print("Too few niches had enough papers in the last year to say anything.")
    print(f"\ntables are in {made.path}")


BACKTEST = Command(
    name="backtest",
    help="Try the score on history: what it would have said then, and what became of it.",
    examples=(
        "explorer backtest",
        "explorer backtest --cutoff 2011-12 --cutoff 2012-12 --horizon 3 --seeds 3",
        "explorer backtest --category cs.RO --format csv",
        "explorer backtest --known subfields.csv --report backtest.md",
    ),
    add_arguments=_add_arguments,
    run=_run,
)
