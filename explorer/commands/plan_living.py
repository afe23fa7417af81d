"""``explorer plan log | start | pause | finish``: a plan as it goes."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from explorer.commands.command import add_format, day
from explorer.commands.printing import print_table
from explorer.errors import PlanNotFoundError

if TYPE_CHECKING:
    from explorer.plans.records import Plan, Rung
    from explorer.settings import Settings

STATES = {"start": "started", "pause": "paused", "finish": "done"}


def add_living(actions: Any) -> list[argparse.ArgumentParser]:
    """Add what is done with a plan while it is carried out."""
    log = actions.add_parser("log", help="note time spent, ten minutes if nothing is said")
    log.add_argument("plan", help="number of the plan, or its niche")
    log.add_argument("--minutes", type=int, metavar="M")
    log.add_argument(
        "--rung", type=int, metavar="N", help="its place; the one under way if left out"
    )
    log.add_argument("--day", type=day, metavar="DAY", help="today if left out")
    log.add_argument("--note", default="", metavar="TEXT")
    log.add_argument("--list", action="store_true", help="print the log instead")
    add_format(log)
    log.set_defaults(action=_log)
    made = [log]
    for name, state in STATES.items():
        step = actions.add_parser(name, help=f"{name} a rung; it is {state} from today")
        step.add_argument("plan", help="number of the plan, or its niche")
        step.add_argument("rung", type=int, help="its place on the ladder")
        step.set_defaults(action=_step, state=state)
        made.append(step)
    return made


def _log(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.plans.plan_log import TEN_MINUTES, log_minutes, read_log
    from explorer.plans.plan_store import read_plan
    from explorer.presentation.rhythm import week_text

    plan, now = read_plan(settings.user, arguments.plan), datetime.now(UTC)
    if arguments.list:
        _print(arguments, settings, plan)
        return
    rung = _under_way(plan) if arguments.rung is None else _rung(plan, arguments.rung)
    entry = log_minutes(
        settings.user,
        plan.plan_id,
        rung_id=None if rung is None else rung.rung_id,
        minutes=TEN_MINUTES if arguments.minutes is None else arguments.minutes,
        day=arguments.day,
        note=arguments.note,
        now=now,
    )
    where = "" if rung is None else f" on rung {rung.position}"
    print(f"{entry.minutes:,} minutes noted{where}, {entry.day}")
    print(week_text(plan, read_log(settings.user, plan.plan_id), today=now.date()))


def _print(arguments: argparse.Namespace, settings: Settings, plan: Plan) -> None:
    import pandas as pd

    from explorer.plans.plan_log import read_log

    places = {rung.rung_id: rung.position for rung in plan.rungs}
    rows = [
        {
            "day": each.day.isoformat(),
            "rung": str(places.get(each.rung_id or 0, "")),
            "minutes": each.minutes,
            "event": each.event,
            "note": each.note,
        }
        for each in read_log(settings.user, plan.plan_id)
    ]
    if not rows and arguments.format == "table":
        print(f"nothing noted yet; `explorer plan log {plan.plan_id}` notes ten minutes")
    else:
        print_table(pd.DataFrame(rows), arguments.format)


def _step(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.plans.plan_log import change_state, read_log
    from explorer.plans.plan_store import read_plan
    from explorer.plans.rhythm import flow

    now = datetime.now(UTC)
    plan = read_plan(settings.user, arguments.plan)
    rung_id = _rung(plan, arguments.rung).rung_id or 0
    change_state(settings.user, plan.plan_id, rung_id, arguments.state, now=now)
    plan, log = read_plan(settings.user, plan.plan_id), read_log(settings.user, plan.plan_id)
    print(f"rung {arguments.rung} is {arguments.state}")
    for each in flow(plan, log, today=now.date()):
        print(f"  {each.rung.position}. {each.rung.state}: {_span(each.start, each.end)}")


def _span(start: date, end: date) -> str:
    return f"{start} to {end}"


def _under_way(plan: Plan) -> Rung | None:
    started = (rung for rung in plan.rungs if rung.state == "started")
    planned = (rung for rung in plan.rungs if rung.state == "planned")
    return next(started, None) or next(planned, None)


def _rung(plan: Plan, position: int) -> Rung:
    for rung in plan.rungs:
        if rung.position == position:
            return rung
    raise PlanNotFoundError(wanted=f"{plan.plan_id}, rung {position}")
