from dataclasses import replace
from datetime import date, timedelta

import pytest

from explorer.plans.belongings import Belongings
from explorer.plans.contacts import Contact
from explorer.plans.findings import find
from explorer.plans.niches import read_niche, save_niche
from explorer.plans.plan_log import Entry
from explorer.plans.scenarios import SCENARIOS

TODAY = date(2026, 11, 22)
FAR = date(9999, 12, 31)
WRITTEN = Belongings(responses=dict.fromkeys(SCENARIOS, "Go on"))
SHOWN = {"chance_booms": 0.1, "chance_crowded": 0.1, "chance_steady": 0.5, "chance_stalls": 0.3}


@pytest.fixture
def kept(store, rung, now, as_of):
    plan = save_niche(
        store,
        {"niche_id": "n1", "slug": "mud", "name": "Mud", **SHOWN},
        paper_ids=[],
        run_id="r1",
        as_of=as_of,
        rungs=[rung(), rung(title="Next")],
        hours_per_week=5.0,
        now=now,
    )
    return plan, read_niche(store, "n1")


def told(plan, niche, belongings=WRITTEN, log=()):
    return [each.text for each in find(plan, niche, belongings, log, today=TODAY)]


def test_a_whole_plan_has_nothing_to_look_at(kept):
    plan, niche = kept
    tomorrow = TODAY + timedelta(days=1)
    talk = Contact(name="Ada", day=tomorrow)
    assert told(plan, niche, replace(WRITTEN, contacts=(talk,))) == []
    assert told(plan, replace(niche, shown={}), Belongings()) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"done_when": " \u200b"}, "Rung 2 has no done-when; write"),
        ({"papers": ()}, "Rung 2 names no paper; choose"),
        ({"hours": 10_000.0}, "it would end 2122; give"),
    ],
)
def test_a_rung_that_is_not_whole_is_told_with_what_to_do(kept, change, said):
    plan, niche = kept
    rungs = (plan.rungs[0], replace(plan.rungs[1], **change))
    (line,) = told(replace(plan, rungs=rungs, hours_per_week=2.0), niche)
    assert said in line


def test_chances_sum_to_one_and_each_has_an_answer(kept):
    plan, niche = kept
    for shown in ({**SHOWN, "chance_booms": 0.4}, {**SHOWN, "chance_booms": -0.1}):
        assert "not to one" in told(plan, replace(niche, shown=shown))[0]
    (line,) = told(plan, niche, Belongings(responses={"booms": "Go on", "stalls": " "}))
    assert line.startswith("Nothing is written for: Gets crowded, Steady, Stalls; say")


def test_days_that_are_not_yet_are_told_each(kept):
    plan, niche = kept
    far = replace(WRITTEN, contacts=(Contact(name="Ada", day=FAR),))
    log = [Entry(entry_id=1, plan_id=1, rung_id=None, day=FAR, minutes=5)]
    lines = told(plan, replace(niche, as_of=FAR), far, log)
    assert [line.partition(", which is not yet; ")[0] for line in lines] == [
        f"Its niche looks from {FAR}",
        f"The talk with Ada is of {FAR}",
        f"The log has a line of {FAR}",
    ]
    made = plan.created.replace(year=9999)
    assert "It was made on 9999" in told(replace(plan, created=made), niche)[0]


def test_a_plan_without_rungs_says_how_to_have_some(kept):
    plan, niche = kept
    assert "It has no rung; " in told(replace(plan, rungs=()), niche)[0]
