from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.errors import (
    BadHoursError,
    EditConflictError,
    PlanNotFoundError,
    RungIncompleteError,
)
from explorer.plans.niches import remove_niche, save_niche
from explorer.plans.plan_store import (
    list_plans,
    read_plan,
    save_plan,
    update_plan,
    update_rung,
)
from explorer.plans.records import LONGEST_TEXT, TEXT_FIELDS, RungPaper, clean_text

WRITTEN = [name for name in TEXT_FIELDS if name not in {"kind", "state"}]
texts = st.text(st.characters(codec=None), max_size=60)
common = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def keep(store, rungs, *, now, niche_id="n1", hours=5.0):
    row = {"niche_id": niche_id, "slug": niche_id, "name": f"Niche {niche_id}", "terms": []}
    return save_niche(
        store,
        row,
        paper_ids=[],
        run_id="r1",
        as_of=date(2024, 12, 31),
        rungs=rungs,
        hours_per_week=hours,
        now=now,
    )


@pytest.fixture
def plan(store, rung, now):
    return keep(store, [rung(), rung(title="Next", kind="personal", hours=40)], now=now)


def test_a_saved_plan_is_read_back_by_number_id_and_slug(store, plan):
    for wanted in (plan.plan_id, str(plan.plan_id), plan.niche_id):
        assert read_plan(store, wanted) == plan
    assert [rung.position for rung in plan.rungs] == [1, 2]
    assert all(rung.version == 1 and rung.rung_id for rung in plan.rungs)


@given(st.fixed_dictionaries(dict.fromkeys(WRITTEN, texts)), texts, texts)
@common
def test_any_text_is_read_back_as_it_was_saved(store, plan, now, written, title, why):
    paper = RungPaper(arxiv_id="math/0309136", title=title, why=why)
    current = read_plan(store, plan.plan_id).rungs[0]
    written = {**written, "done_when": "x" + written["done_when"]}
    edited = replace(current, **written, papers=(paper,))
    update_rung(store, edited, version=current.version, now=now)
    stored = read_plan(store, plan.plan_id).rungs[0]
    for name in WRITTEN:
        typed = getattr(edited, name)
        kept = getattr(stored, name)
        assert "\0" not in kept
        if not any("\ud800" <= character <= "\udfff" for character in typed):
            assert kept == typed.replace("\0", "")
        assert clean_text(kept) == kept
    assert stored.papers == (replace(paper, title=clean_text(title), why=clean_text(why)),)


def test_ten_thousand_characters_fit_and_one_more_is_told(store, plan, now):
    first = plan.rungs[0]
    long = replace(first, problem="é" * LONGEST_TEXT)
    assert update_rung(store, long, version=1, now=now).problem == long.problem
    with pytest.raises(RungIncompleteError, match="problem has 10,001 characters"):
        update_rung(store, replace(long, problem=long.problem + "é"), version=2, now=now)
    assert read_plan(store, plan.plan_id).rungs[0].problem == long.problem


@given(st.floats(0.25, 10_000), st.sampled_from(["planned", "started", "done"]))
@common
def test_hours_and_state_are_read_back_exactly(store, plan, now, hours, state):
    current = read_plan(store, plan.plan_id).rungs[0]
    edited = replace(current, hours=hours, state=state)
    update_rung(store, edited, version=current.version, now=now)
    stored = read_plan(store, plan.plan_id).rungs[0]
    assert (stored.hours, stored.state) == (hours, state)


def test_an_edit_raises_the_version_and_the_day_of_change(store, plan, now):
    later = now + timedelta(days=3)
    edited = update_rung(store, replace(plan.rungs[0], title="New"), version=1, now=later)
    assert edited.version == 2
    again = read_plan(store, plan.plan_id)
    assert again.rungs[0] == edited
    assert again.rungs[1] == plan.rungs[1]
    assert (again.created, again.updated) == (now, later)


def test_the_second_of_two_windows_is_told_and_nothing_is_lost(store, plan, now):
    first = plan.rungs[0]
    update_rung(store, replace(first, title="From window one"), version=1, now=now)
    with pytest.raises(EditConflictError, match="From window one"):
        update_rung(store, replace(first, title="From window two"), version=1, now=now)
    assert read_plan(store, plan.plan_id).rungs[0].title == "From window one"


def test_a_version_of_the_future_is_a_conflict_too(store, plan, now):
    with pytest.raises(EditConflictError):
        update_rung(store, replace(plan.rungs[0], title="x"), version=9, now=now)


def test_the_same_text_saved_twice_is_no_conflict_and_no_change(store, plan, now):
    edited = replace(plan.rungs[0], title="Twice")
    once = update_rung(store, edited, version=1, now=now)
    assert update_rung(store, edited, version=1, now=now + timedelta(days=1)) == once
    assert read_plan(store, plan.plan_id).updated == now


def test_of_many_writers_at_once_each_version_is_won_once(store, plan, now):
    def write(number):
        try:
            update_rung(store, replace(plan.rungs[0], title=f"Writer {number}"), version=1, now=now)
        except EditConflictError:
            return None
        return f"Writer {number}"

    with ThreadPoolExecutor(6) as pool:
        winners = [title for title in pool.map(write, range(12)) if title]
    assert len(winners) == 1
    stored = read_plan(store, plan.plan_id).rungs[0]
    assert (stored.title, stored.version) == (winners[0], 2)


@pytest.mark.parametrize("blank", ["", "  \n\t", "\0", "\u200b\u00a0"])
def test_a_rung_without_a_done_when_is_not_saved(store, plan, now, blank):
    with pytest.raises(RungIncompleteError, match="no done-when"):
        update_rung(store, replace(plan.rungs[0], done_when=blank), version=1, now=now)
    assert read_plan(store, plan.plan_id) == plan


def test_a_rung_names_a_paper_or_says_that_there_is_none(store, plan, now):
    bare = replace(plan.rungs[0], papers=())
    with pytest.raises(RungIncompleteError, match="names no paper"):
        update_rung(store, bare, version=1, now=now)
    stored = update_rung(store, replace(bare, no_papers=True), version=1, now=now)
    assert (stored.papers, stored.no_papers) == ((), True)
    assert read_plan(store, plan.plan_id).rungs[0] == stored


def test_none_is_forgotten_when_a_paper_is_named(store, plan, now):
    stored = update_rung(
        store, replace(plan.rungs[0], no_papers=True, title="x"), version=1, now=now
    )
    assert not stored.no_papers


@pytest.mark.parametrize(
    "typed", ["https://arxiv.org/abs/2107.05580v3", " 2107.05580 ", "2107.05580v1"]
)
def test_an_address_is_taken_for_the_paper_it_leads_to(store, plan, now, typed):
    paper = RungPaper(arxiv_id=typed, title="t", why="w")
    stored = update_rung(store, replace(plan.rungs[0], papers=(paper,)), version=1, now=now)
    assert stored.papers[0].arxiv_id == "2107.05580"


@pytest.mark.parametrize("typed", ["", "my notes", "2107", "../../etc"])
def test_what_is_no_arxiv_id_is_not_saved(store, plan, now, typed):
    paper = RungPaper(arxiv_id=typed, title="t", why="w")
    with pytest.raises(RungIncompleteError, match="is not an arXiv id"):
        update_rung(store, replace(plan.rungs[0], papers=(paper,)), version=1, now=now)


@pytest.mark.parametrize("hours", [0, -1, 10_001, float("nan"), float("inf")])
def test_hours_must_be_sane(store, plan, now, hours):
    with pytest.raises(BadHoursError):
        update_rung(store, replace(plan.rungs[0], hours=hours), version=1, now=now)
    assert read_plan(store, plan.plan_id) == plan


@pytest.mark.parametrize("changes", [{"kind": "hobby"}, {"state": "lost"}])
def test_an_unknown_kind_or_state_is_not_saved(store, plan, now, changes):
    with pytest.raises(RungIncompleteError, match="must be one of"):
        update_rung(store, replace(plan.rungs[0], **changes), version=1, now=now)


def test_a_rung_that_is_gone_is_said_to_be_gone(store, plan, now):
    remove_niche(store, plan.niche_id)
    with pytest.raises(PlanNotFoundError):
        update_rung(store, replace(plan.rungs[0], title="x"), version=1, now=now)


def test_numbers_of_removed_rungs_are_not_given_again(store, plan, rung, now):
    gone = {each.rung_id for each in plan.rungs}
    remove_niche(store, plan.niche_id)
    again = keep(store, [rung()], now=now)
    assert again.rungs[0].rung_id not in gone
    assert again.plan_id != plan.plan_id


def test_title_and_weekly_hours_of_a_plan_can_change(store, plan, now):
    changed = update_plan(store, plan.plan_id, title="My\0 way", hours_per_week=7.5, now=now)
    assert (changed.title, changed.hours_per_week) == ("My way", 7.5)
    assert changed.rungs == plan.rungs
    with pytest.raises(BadHoursError):
        update_plan(store, plan.plan_id, title="x", hours_per_week=200, now=now)
    with pytest.raises(PlanNotFoundError):
        update_plan(store, 99, title="x", hours_per_week=5, now=now)
    assert read_plan(store, plan.plan_id) == changed


def test_a_ladder_is_given_once_and_then_kept(store, rung, now):
    empty = keep(store, [], now=now)
    assert empty.rungs == ()
    given_once = save_plan(store, "n1", [rung()], hours_per_week=3, now=now, title="First")
    assert (given_once.title, len(given_once.rungs)) == ("First", 1)
    assert save_plan(store, "n1", [rung(title="Other")], hours_per_week=9, now=now) == given_once
    assert len(list_plans(store)) == 1


def test_a_ladder_with_one_incomplete_rung_is_not_saved_at_all(store, rung, now):
    keep(store, [], now=now)
    with pytest.raises(RungIncompleteError):
        save_plan(store, "n1", [rung(), rung(done_when="")], hours_per_week=3, now=now)
    assert read_plan(store, "n1").rungs == ()
    with pytest.raises(PlanNotFoundError):
        save_plan(store, "n2", [rung()], hours_per_week=3, now=now)


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize("wanted", ["", "nothing", "99", "9" * 40, "²", "n1' OR '1'='1"])
def test_a_plan_that_is_not_there_is_not_found(store, wanted):
    with pytest.raises(PlanNotFoundError):
        read_plan(store, wanted)


def test_plans_are_listed_the_one_changed_last_first(store, rung, now):
    for number in (1, 2):
        keep(store, [rung()], niche_id=f"n{number}", now=now + timedelta(days=number))
    older = read_plan(store, "n1")
    update_rung(store, replace(older.rungs[0], title="x"), version=1, now=now + timedelta(days=9))
    assert [plan.niche_id for plan in list_plans(store)] == ["n1", "n2"]


def test_times_are_kept_in_utc(store, rung):
    tokyo = datetime(2026, 1, 1, 8, tzinfo=timezone(timedelta(hours=9)))
    assert keep(store, [rung()], now=tokyo).created == datetime(2025, 12, 31, 23, tzinfo=UTC)
    naive = datetime(2026, 1, 1, 8, tzinfo=UTC).replace(tzinfo=None)
    again = keep(store, [rung()], niche_id="n2", now=naive)
    assert again.created == datetime(2026, 1, 1, 8, tzinfo=UTC)


def test_every_field_of_a_rung_has_a_place_in_the_store(store, rung, now):
    odd = rung(kind="larger scale", state="done", hours=0.25, position=1)
    stored = keep(store, [odd], now=now).rungs[0]
    same = [f.name for f in fields(odd) if f.name != "rung_id"]
    assert {name: getattr(stored, name) for name in same} == {n: getattr(odd, n) for n in same}
