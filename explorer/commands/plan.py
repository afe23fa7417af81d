"""``explorer plan``: niches that a person saved, and their ladders."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TypedDict

from explorer.commands.command import Command, add_data_dir, add_format
from explorer.commands.plan_asking import add_ask
from explorer.commands.plan_check import add_check
from explorer.commands.plan_files import add_export, add_import
from explorer.commands.plan_living import add_living
from explorer.commands.printing import print_table
from explorer.errors import NicheNotFoundError
from explorer.settings import Settings


class _How(TypedDict):
    hours_per_week: float | None
    now: datetime


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="list the saved plans")
    add_format(listing)
    listing.set_defaults(action=_list)
    draft = actions.add_parser("draft", help="save a niche and draft a ladder from its papers")
    which = draft.add_mutually_exclusive_group(required=True)
    which.add_argument("niche", nargs="?", help="id, slug or name, as `explorer niches` lists them")
    which.add_argument("--words", metavar="QUERY", help="what defines a niche of your own")
    draft.add_argument(
        "--hours-per-week", type=float, metavar="H", help="those of your profile, or 5, if left out"
    )
    draft.set_defaults(action=_draft)
    show = actions.add_parser("show", help="print a plan as Markdown")
    show.add_argument("plan", help="number of the plan, or its niche")
    show.set_defaults(action=_show)
    files = (add_ask(actions), add_check(actions), add_export(actions), add_import(actions))
    for action in (listing, draft, show, *add_living(actions), *files):
        add_data_dir(action, default=argparse.SUPPRESS)


def _run(arguments: argparse.Namespace, settings: Settings) -> int | None:
    status: int | None = arguments.action(arguments, settings)
    return status


def _list(arguments: argparse.Namespace, settings: Settings) -> None:
    import pandas as pd

    from explorer.plans.plan_store import list_plans

    rows = [
        {
            "plan": plan.plan_id,
            "title": plan.title,
            "rungs": len(plan.rungs),
            "done": sum(rung.state == "done" for rung in plan.rungs),
            "hours": sum(rung.hours for rung in plan.rungs),
            "hours_per_week": plan.hours_per_week,
            "updated": f"{plan.updated:%Y-%m-%d}",
        }
        for plan in list_plans(settings.user)
    ]
    if not rows and arguments.format == "table":
        print("no plans yet; `explorer plan draft NICHE` makes one")
    else:
        print_table(pd.DataFrame(rows), arguments.format)


def _draft(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.niches import keep_niche, keep_own
    from explorer.own_niche import NoNiche, find_own, open_basis
    from explorer.runs import read_run

    run = read_run(settings.runs)
    how: _How = {"hours_per_week": arguments.hours_per_week, "now": datetime.now(UTC)}
    if arguments.words is None:
        plan = keep_niche(settings, run, arguments.niche, **how)
    else:
        own = find_own(settings, open_basis(run), arguments.words)
        if isinstance(own, NoNiche):
            raise NicheNotFoundError(arguments.words)
        plan = keep_own(settings, run, own, **how)
    print(f"plan {plan.plan_id}: {plan.title}")
    for rung in plan.rungs:
        print(f"  {rung.position}. {rung.kind}: {rung.title} ({rung.hours:,.0f} h)")


def _show(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.plans.exports.kept import read_kept
    from explorer.plans.markdown import plan_markdown

    kept = read_kept(settings.user, arguments.plan)
    print(plan_markdown(kept.plan, kept.niche, kept.belongings))


PLAN = Command(
    name="plan",
    help="Save niches, draft their ladders of projects, print them, and take them along.",
    examples=(
        "explorer plan draft graph-neural-networks",
        "explorer plan show 1",
        "explorer plan start 1 1",
        "explorer plan log 1 --minutes 25 --note 'read the main paper'",
        "explorer plan ask 1 --rung 1",
        "explorer plan check",
        "explorer plan export 1 --format ical --output plan.ics",
        "explorer plan export --all | gzip > plans.json.gz",
    ),
    add_arguments=_add_arguments,
    run=_run,
)
