"""``explorer plan check``: saved plans held against the newest analysis."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from explorer.commands.command import add_format
from explorer.commands.printing import print_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.plans.drift import PlanCheck
    from explorer.settings import Settings


def add_check(actions: Any) -> argparse.ArgumentParser:
    """Add the check of one plan or of all."""
    check: argparse.ArgumentParser = actions.add_parser(
        "check", help="say what new papers mean for your plans; nothing is changed"
    )
    check.add_argument("plan", nargs="?", help="number of the plan, or its niche; all if left out")
    add_format(check)
    check.set_defaults(action=_check)
    return check


def _check(arguments: argparse.Namespace, settings: Settings) -> None:
    import pandas as pd

    from explorer.corpus.reading import read_papers_by_id
    from explorer.own_niche import open_basis
    from explorer.plans.niches import read_niche
    from explorer.plans.plan_store import list_plans, read_plan
    from explorer.refreshing.drift import check_plan
    from explorer.runs import read_run

    one = arguments.plan is not None
    plans = [read_plan(settings.user, arguments.plan)] if one else list_plans(settings.user)
    if not plans:
        print("no plans yet; `explorer plan draft NICHE` makes one")
        return
    basis = open_basis(read_run(settings.runs))
    checks = [
        check_plan(settings, basis, plan, read_niche(settings.user, plan.niche_id))
        for plan in plans
    ]
    ids = [near.paper_id for check in checks for rung in check.rungs for near in rung.nearest]
    papers = read_papers_by_id(settings.papers, ids)
    titles = dict(zip(papers["id"], papers["title"], strict=True))
    if arguments.format == "table":
        for check in checks:
            _tell(check, titles)
    else:
        print_table(pd.DataFrame(_rows(checks, titles), columns=COLUMNS), arguments.format)


COLUMNS = ["plan", "rung", "changes", "paper_id", "title", "likeness", "above_usual", "alert"]


def _rows(checks: list[PlanCheck], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "plan": check.plan_id,
            "rung": rung.rung.position,
            "changes": " ".join(check.changes),
            "paper_id": near.paper_id,
            "title": titles.get(near.paper_id, ""),
            "likeness": near.likeness,
            "above_usual": near.above,
            "alert": near.alert,
        }
        for check in checks
        for rung in check.rungs
        for near in rung.nearest
    ]


def _tell(check: PlanCheck, titles: Mapping[str, str]) -> None:
    from explorer.presentation.drift import alert_lines, check_lines

    print(f"plan {check.plan_id}: {check.title}")
    for line in [*check_lines(check), *alert_lines(check, titles)]:
        print(f"  {line}")
