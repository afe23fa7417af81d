"""``explorer plan ask``: whom to ask about the rungs of a plan, and why."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from explorer.commands.command import add_format
from explorer.commands.printing import print_table

if TYPE_CHECKING:
    from explorer.asking.people import Asked
    from explorer.plans.records import Rung
    from explorer.settings import Settings


def add_ask(actions: Any) -> argparse.ArgumentParser:
    """Add the action that names people."""
    ask: argparse.ArgumentParser = actions.add_parser(
        "ask", help="name people worth asking about each rung, with the reason and their path"
    )
    ask.add_argument("plan", help="number of the plan, or its niche")
    ask.add_argument("--rung", type=int, metavar="N", help="its place; all rungs if left out")
    add_format(ask)
    ask.set_defaults(action=_ask)
    return ask


def _ask(arguments: argparse.Namespace, settings: Settings) -> None:
    import pandas as pd

    from explorer.asking.people import find_asked
    from explorer.errors import PlanNotFoundError
    from explorer.own_niche import open_basis
    from explorer.plans.niches import read_niche
    from explorer.plans.plan_store import read_plan
    from explorer.plans.profile_store import read_profile
    from explorer.runs import read_run

    plan = read_plan(settings.user, arguments.plan)
    niche, said = read_niche(settings.user, plan.niche_id), read_profile(settings.user)
    rungs = [each for each in plan.rungs if arguments.rung in (None, each.position)]
    if not rungs:
        raise PlanNotFoundError(wanted=f"{plan.plan_id}, rung {arguments.rung}")
    basis = open_basis(read_run(settings.runs))
    found = {rung: find_asked(settings.papers, basis, niche, rung, said) for rung in rungs}
    if arguments.format == "table":
        for rung, people in found.items():
            _tell(rung, people)
        return
    rows = [
        {"rung": rung.position, "name": each.name, "why": each.why, "path": each.path}
        for rung, people in found.items()
        for each in people
    ]
    print_table(pd.DataFrame(rows, columns=["rung", "name", "why", "path"]), arguments.format)


def _tell(rung: Rung, people: list[Asked]) -> None:
    print(f"{rung.position}. {rung.kind}: {rung.title}")
    for each in people:
        print(f"  {each.name}: {each.why}")
        if each.path:
            print(f"    {each.path}")
