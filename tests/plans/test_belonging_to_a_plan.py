"""Contacts, what rungs left, and what a person would do: kept with a plan, and gone with it."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.errors import (
    BadLogEntryError,
    EditConflictError,
    PlanFileFormatError,
    PlanNotFoundError,
)
from explorer.plans.contacts import Contact, note_contact, read_contacts, remove_contact
from explorer.plans.exports.importing import import_plans
from explorer.plans.exports.plan_json import plans_json
from explorer.plans.niches import remove_niche, save_niche
from explorer.plans.outcomes import Outcome, read_outcomes, save_outcome
from explorer.plans.plan_log import change_state, log_minutes, read_log
from explorer.plans.plan_store import read_plan
from explorer.plans.scenarios import SCENARIOS, read_responses, save_responses

DAY = date(2026, 11, 20)
texts = st.text(st.characters(codec=None), max_size=40)


@pytest.fixture
def plan(store, rung, now):
    return save_niche(
        store,
        {"niche_id": "n1", "slug": "mud", "name": "Mud", "terms": []},
        paper_ids=[],
        run_id="r1",
        as_of=date(2024, 12, 31),
        rungs=[rung(), rung(title="Next", kind="personal")],
        hours_per_week=5.0,
        now=now,
    )


@given(name=texts, said=texts, step=texts, text=texts)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_written_comes_back_from_a_file(store, plan, now, name, said, step, text):
    remove_niche(store, "n1")
    plan = save_again(store, plan, now)
    rung_id = plan.rungs[1].rung_id
    contact = Contact(name=f"A{name}", day=DAY, said=said, next_step=step, rung_id=rung_id)
    note_contact(store, plan.plan_id, contact, now=now)
    note_contact(store, plan.plan_id, Contact(name="B", day=DAY - timedelta(days=9)), now=now)
    save_outcome(store, rung_id, Outcome(learned=text, links=said), was=Outcome())
    save_responses(store, plan.plan_id, {"booms": text, "stalls": step}, was={})
    log_minutes(store, plan.plan_id, rung_id=rung_id, note=said, now=now)
    change_state(store, plan.plan_id, rung_id, "started", now=now)
    noted = [(each.minutes, each.event, each.note) for each in read_log(store, plan.plan_id)]
    file = plans_json(store, [plan.plan_id])
    assert import_plans(store, file, name="f").unchanged == (plan.plan_id,)
    remove_niche(store, "n1")
    (number,) = import_plans(store, file, name="f").added
    assert plans_json(store, [number]) == file
    assert next(each.name for each in read_contacts(store, number)) == "B"
    assert list(read_responses(store, number)) == ["booms", "stalls"]
    again = read_log(store, number)
    assert [(each.minutes, each.event, each.note) for each in again] == noted
    assert {each.rung_id for each in again} == {read_plan(store, number).rungs[1].rung_id}


def save_again(store, plan, now):
    return save_niche(
        store,
        {"niche_id": "n1", "slug": "mud", "name": "Mud", "terms": []},
        paper_ids=[],
        run_id="r1",
        as_of=date(2024, 12, 31),
        rungs=plan.rungs,
        hours_per_week=5.0,
        now=now,
    )


def test_what_belongs_to_a_plan_goes_with_it(store, plan, now):
    rung_id = plan.rungs[0].rung_id
    note_contact(store, plan.plan_id, Contact(name="Ada", day=DAY), now=now)
    save_outcome(store, rung_id, Outcome(shared="A talk"), was=Outcome())
    save_responses(store, plan.plan_id, dict.fromkeys(SCENARIOS, "Go on"), was={})
    remove_niche(store, "n1")
    assert read_contacts(store, plan.plan_id) == ()
    assert read_outcomes(store, plan.plan_id) == {}
    assert read_responses(store, plan.plan_id) == {}


def test_a_contact_names_somebody_on_a_day_that_was(store, plan, now):
    for bad in (
        Contact(name=" \u200b", day=DAY),
        Contact(name="A" * 201, day=DAY),
        Contact(name="A", day=date(9999, 1, 1)),
        Contact(name="A", day=DAY, said="x" * 10_001),
    ):
        with pytest.raises(BadLogEntryError, match="cannot be noted"):
            note_contact(store, plan.plan_id, bad, now=now)
    for plan_id, rung_id in ((99, None), (plan.plan_id, 99)):
        with pytest.raises(PlanNotFoundError):
            note_contact(store, plan_id, Contact(name="A", day=DAY, rung_id=rung_id), now=now)
    assert read_contacts(store, plan.plan_id) == ()
    kept = note_contact(store, plan.plan_id, Contact(name="  A\n B ", day=DAY), now=now)
    assert read_contacts(store, plan.plan_id) == (kept,)
    assert kept.name == "A B"
    for _ in range(2):
        remove_contact(store, kept.contact_id)
    assert read_contacts(store, plan.plan_id) == ()


def test_of_two_windows_the_second_is_told_and_nothing_is_lost(store, plan):
    rung_id = plan.rungs[0].rung_id
    first, second = Outcome(learned="One"), Outcome(learned="Two")
    for _ in range(2):
        save_outcome(store, rung_id, first, was=Outcome())
    with pytest.raises(EditConflictError):
        save_outcome(store, rung_id, second, was=Outcome())
    assert read_outcomes(store, plan.plan_id) == {rung_id: first}
    save_outcome(store, rung_id, Outcome(learned=" "), was=first)
    assert read_outcomes(store, plan.plan_id) == {}
    save_responses(store, plan.plan_id, {"booms": "One"}, was={})
    with pytest.raises(EditConflictError):
        save_responses(store, plan.plan_id, {"booms": "Two", "stalls": "Two"}, was={})
    assert read_responses(store, plan.plan_id) == {"booms": "One"}
    save_responses(store, plan.plan_id, {"booms": "One", "stalls": "Two"}, was={})
    with pytest.raises(BadLogEntryError):
        save_responses(store, plan.plan_id, {"doom": "x"}, was={})
    typed = {"booms": "A\0 \ud800"}
    save_responses(store, plan.plan_id, typed, was={"booms": "One"})
    save_responses(store, plan.plan_id, {"booms": "Again"}, was=typed)
    assert read_responses(store, plan.plan_id)["booms"] == "Again"
    with pytest.raises(PlanNotFoundError):
        save_outcome(store, 99, first, was=Outcome())


@pytest.mark.parametrize(("version", "kept"), [(1, 0), (2, 1)])
def test_a_file_of_an_older_version_says_nothing_of_what_came_later(
    store, plan, now, version, kept
):
    note_contact(store, plan.plan_id, Contact(name="Ada", day=DAY), now=now)
    log_minutes(store, plan.plan_id, now=now)
    document = json.loads(plans_json(store, [plan.plan_id]))
    document["version"] = version
    (old,) = document["plans"]
    del old["log"]
    if version == 1:
        del old["scenarios"], old["contacts"]
        for rung in old["rungs"]:
            del rung["outcome"]
    file = json.dumps(document).encode()
    assert import_plans(store, file, name="f").unchanged == (plan.plan_id,)
    assert len(read_contacts(store, plan.plan_id)) == len(read_log(store, plan.plan_id)) == 1
    new = store.with_name("new.sqlite")
    (number,) = import_plans(new, file, name="f").added
    assert len(read_contacts(new, number)) == kept
    assert read_log(new, number) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda plan: plan.pop("contacts"), "no list of contacts"),
        (lambda plan: plan["contacts"][0].update(rung=3), "not there"),
        (lambda plan: plan["contacts"][0].update(rung=True), "not there"),
        (lambda plan: plan["contacts"][0].update(day="soon"), "not a day"),
        (lambda plan: plan["contacts"][0].update(email="x"), "email"),
        (lambda plan: plan["contacts"][0].update(name=""), "a name has"),
        (lambda plan: plan["scenarios"].append({"name": "doom", "response": ""}), "doom"),
        (lambda plan: plan["scenarios"].extend([{"name": "booms", "response": ""}] * 2), "twice"),
        (lambda plan: plan["rungs"][0].update(outcome={"learned": "x"}), "no shared"),
        (lambda plan: plan["rungs"][0].update(outcome=[]), "not an object"),
        (lambda plan: plan.pop("log"), "no list of log entries"),
        (lambda plan: plan["log"][0].update(rung=3), "not there"),
        (lambda plan: plan["log"][0].update(minutes=-1), "more minutes"),
        (lambda plan: plan["log"][0].update(minutes=1441), "more minutes"),
        (lambda plan: plan["log"][0].update(minutes=1.5), "not a whole number"),
        (lambda plan: plan["log"][0].update(note="x" * 501), "longer note"),
        (lambda plan: plan["log"][0].update(event="exploded"), "cannot be"),
        (lambda plan: plan["log"][0].update(event="started"), "cannot be"),
        (lambda plan: plan["log"][0].update(day="2026-02-30"), "not a day"),
    ],
)
def test_a_file_in_which_they_are_not_whole_is_refused(store, plan, now, change, said):
    note_contact(store, plan.plan_id, Contact(name="Ada", day=DAY), now=now)
    log_minutes(store, plan.plan_id, now=now)
    document = json.loads(plans_json(store, [plan.plan_id]))
    change(document["plans"][0])
    with pytest.raises(PlanFileFormatError, match=said):
        import_plans(store.with_name("new.sqlite"), json.dumps(document).encode(), name="f")
