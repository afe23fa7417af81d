"""What a person wrote, as a model, and the same read from a store without the program's help."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from explorer.plans.outcomes import Outcome
from explorer.plans.plan_store import stamp
from explorer.plans.profile import Profile
from explorer.plans.profile_json import parts_of


@dataclass(frozen=True, kw_only=True)
class RungThen:
    """A rung, and what it left."""

    title: str
    text: str
    state: str = "planned"
    version: int = 1
    outcome: Outcome = field(default_factory=Outcome)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A talk, or a line of the log: the place of its rung, its day, and what it says."""

    place: int | None
    day: str
    said: tuple[object, ...]
    mark: int = field(default=0, compare=False)
    """Tells it from others of its plan."""


@dataclass(frozen=True, kw_only=True)
class PlanThen:
    """A niche with its plan and all that belongs to it."""

    born: int
    """Tells it from others of its niche, before and after."""
    title: str
    created: str
    updated: str
    rungs: tuple[RungThen, ...]
    note: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    talks: tuple[Line, ...] = ()
    log: tuple[Line, ...] = ()

    def with_rung(self, place: int, **changes: object) -> PlanThen:
        """Change a rung."""
        changed = replace(self.rungs[place], **changes)
        rungs = (*self.rungs[:place], changed, *self.rungs[place + 1 :])
        return replace(self, rungs=rungs)

    @property
    def words(self) -> PlanThen:
        """Without the numbers that only one store gives."""
        rungs = tuple(replace(rung, version=0) for rung in self.rungs)
        return replace(self, born=0, rungs=rungs)


@dataclass(frozen=True, kw_only=True)
class Written:
    """All of it, plans by the name of their niche."""

    plans: Mapping[str, PlanThen] = field(default_factory=dict)
    profile: Profile = field(default_factory=Profile)

    def with_plan(self, name: str, plan: PlanThen) -> Written:
        """Put a plan in."""
        return replace(self, plans={**self.plans, name: plan})

    @property
    def said_of_oneself(self) -> dict[str, object]:
        """The profile as it is stored."""
        when = {} if self.profile.changed is None else {"changed": stamp(self.profile.changed)}
        return {**parts_of(self.profile), **when}


def by_day(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Order lines as they are read: by day, and those of one day as they came."""
    return tuple(sorted(lines, key=lambda line: line.day))


def stored(
    store: Path, then: Written
) -> tuple[dict[str, PlanThen], dict[str, object], dict[int, int]]:
    """Read plans, profile, and when the plan of each number was born, from a file.

    Parameters
    ----------
    store : Path
    then : Written
        What should stand there.
    """
    with closing(sqlite3.connect(store)) as connection:
        connection.row_factory = sqlite3.Row
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY {order}").fetchall()  # noqa: S608
            for name, order in ORDERS.items()
        }
    niches = {row["id"]: row for row in tables["niches"]}
    assert niches.keys() == {row["niche"] for row in tables["plans"]}
    names = {row["id"]: niches[row["niche"]]["niche_id"] for row in tables["plans"]}
    known = {name: plan.born for name, plan in then.plans.items()}
    born = {number: known.get(name, 0) for number, name in names.items()}
    plans = {
        niches[row["niche"]]["niche_id"]: _plan(row, niches[row["niche"]], tables, born)
        for row in tables["plans"]
    }
    assert len(plans) == len(tables["plans"])
    return plans, {row["part"]: json.loads(row["content"]) for row in tables["profile"]}, born


ORDERS = {
    "niches": "id",
    "plans": "id",
    "rungs": "position",
    "rung_papers": "rung, position",
    "outcomes": "rung",
    "scenarios": "name",
    "contacts": "day, id",
    "plan_log": "day, id",
    "profile": "part",
}


def _plan(
    plan: sqlite3.Row,
    niche: sqlite3.Row,
    tables: Mapping[str, list[sqlite3.Row]],
    born: Mapping[int, int],
) -> PlanThen:
    own = {
        name: [row for row in tables[name] if row["plan"] == plan["id"]]
        for name in ("rungs", "scenarios", "contacts", "plan_log")
    }
    places = {row["id"]: place for place, row in enumerate(own["rungs"])}
    left = {
        row["rung"]: Outcome(learned=row["learned"], shared=row["shared"], links=row["links"])
        for row in tables["outcomes"]
    }
    cited = {row["rung"] for row in tables["rung_papers"]}
    for row in own["rungs"]:
        assert row["problem"] == row["budget"], "half a rung"
        assert row["id"] in cited
    return PlanThen(
        born=born[plan["id"]],
        title=plan["title"],
        created=plan["created"],
        updated=plan["updated"],
        rungs=tuple(
            RungThen(
                title=row["title"],
                text=row["problem"],
                state=row["state"],
                version=row["version"],
                outcome=left.get(row["id"], Outcome()),
            )
            for row in own["rungs"]
        ),
        note=niche["note"],
        answers={row["name"]: row["response"] for row in own["scenarios"]},
        talks=_lines(own["contacts"], places, ("name", "said", "next_step")),
        log=_lines(own["plan_log"], places, ("minutes", "event", "note")),
    )


def _lines(
    rows: list[sqlite3.Row], places: Mapping[int, int], said: tuple[str, ...]
) -> tuple[Line, ...]:
    return tuple(
        Line(
            place=None if row["rung"] is None else places[row["rung"]],
            day=row["day"],
            said=tuple(row[name] for name in said),
        )
        for row in rows
    )
