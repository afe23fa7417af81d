"""``explorer plan check``: saved plans held against the newest analysis."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from explorer.commands.command import add_format
from explorer.commands.printing import print_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from explorer.plans.drift import PlanCheck
    from explorer.plans.findings import Finding
    from explorer.plans.records import Plan
    from explorer.settings import Settings


def add_check(actions: Any) -> argparse.ArgumentParser:
    """Add the check of one plan or of all."""
    check: argparse.ArgumentParser = actions.add_parser(
        "check",
        help="say what new papers mean for your plans; nothing is changed",
        description="Hold plans against the newest analysis and look them through.",
        epilog="Ends with 0; with 1 if they cannot be checked; and with --exit-code, with 3 if "
        "there is something to look at.",
    )
    check.add_argument("plan", nargs="?", help="number of the plan, or its niche; all if left out")
    check.add_argument(
        "--exit-code", action="store_true", help="end with 3 if there is something to look at"
    )
    add_format(check)
    check.set_defaults(action=_check)
    return check


def _check(arguments: argparse.Namespace, settings: Settings) -> int:
    import pandas as pd

    from explorer.corpus.reading import read_papers_by_id
    from explorer.own_niche import open_basis
    from explorer.plans.niches import read_niche
    from explorer.plans.plan_store import list_plans, read_plan
    from explorer.presentation.drift import scenario_line
    from explorer.refreshing.drift import check_plan
    from explorer.runs import read_run

    one = arguments.plan is not None
    plans = [read_plan(settings.user, arguments.plan)] if one else list_plans(settings.user)
    if not plans:
        print("no plans yet; `explorer plan draft NICHE` makes one")
        return 0
    basis = open_basis(read_run(settings.runs))
    checks = [
        check_plan(settings, basis, plan, read_niche(settings.user, plan.niche_id))
        for plan in plans
    ]
    ids = [near.paper_id for check in checks for rung in check.rungs for near in rung.nearest]
    papers = read_papers_by_id(settings.papers, ids)
    titles = dict(zip(papers["id"], papers["title"], strict=True))
    found = {plan.plan_id: _find(settings, plan) for plan in plans}
    if arguments.format == "table":
        for check in checks:
            _tell(check, titles, found[check.plan_id])
    else:
        print_table(pd.DataFrame(_rows(checks, titles), columns=COLUMNS), arguments.format)
    to_see = any(
        set(check.changes) - {"whole"}
        or check.alerts
        or scenario_line(check)
        or found[check.plan_id]
        for check in checks
    )
    return SOMETHING if arguments.exit_code and to_see else 0


def _find(settings: Settings, plan: Plan) -> tuple[Finding, ...]:
    from explorer.plans.belongings import read_belongings
    from explorer.plans.findings import find
    from explorer.plans.niches import read_niche
    from explorer.plans.plan_log import read_log

    number = plan.plan_id
    return find(
        plan,
        read_niche(settings.user, plan.niche_id),
        read_belongings(settings.user, number),
        read_log(settings.user, number),
        today=datetime.now(UTC).date(),
    )


SOMETHING = 3
"""Status of a check that found something to look at, if that was asked for."""

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


def _tell(check: PlanCheck, titles: Mapping[str, str], found: Sequence[Finding]) -> None:
    from explorer.presentation.drift import alert_lines, check_lines, scenario_line

    print(f"plan {check.plan_id}: {check.title}")
    told = [*check_lines(check), scenario_line(check), *alert_lines(check, titles)]
    for line in [*filter(None, told), *(each.text for each in found)]:
        print(f"  {line}")
