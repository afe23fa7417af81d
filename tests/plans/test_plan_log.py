"""What was done on a plan: noted, taken back, restored; nothing that no day can hold."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import BadLogEntryError, EditConflictError, PlanNotFoundError
from explorer.plans.backup import back_up, restore
from explorer.plans.niches import remove_niche, save_niche
from explorer.plans.plan_log import change_state, log_minutes, read_log, take_back
from explorer.plans.plan_store import read_plan, update_rung
from explorer.plans.records import KINDS, Plan, Rung
from explorer.plans.rhythm import flow, monday, weekly_minutes

TODAY = date(2026, 11, 22)
MADE = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def plan(store, rung, now):
    row = {"niche_id": "n1", "slug": "n1", "name": "Mud", "terms": []}
    rungs = [rung(hours=20.0), rung(title="Next", kind="personal", hours=40.0)]
    return save_niche(
        store,
        row,
        paper_ids=[],
        run_id="r1",
        as_of=date(2024, 12, 31),
        rungs=rungs,
        hours_per_week=5.0,
        now=now,
    )


def again(store, plan):
    return read_plan(store, plan.plan_id)


def test_ten_minutes_are_noted_and_taken_back(store, plan, now):
    entry = log_minutes(store, plan.plan_id, now=now)
    assert (entry.minutes, entry.day, entry.rung_id) == (10, TODAY, None)
    assert read_log(store, plan.plan_id) == (entry,)
    take_back(store, entry.entry_id)
    assert read_log(store, plan.plan_id) == ()


def test_a_rung_takes_a_state_once_and_the_day_is_noted(store, plan, now):
    rung = plan.rungs[0]
    for state in ("started", "started", "paused", "started", "done"):
        change_state(store, plan.plan_id, rung.rung_id, state, now=now)
    log = read_log(store, plan.plan_id)
    assert [each.event for each in log] == ["started", "paused", "started", "finished"]
    assert again(store, plan).rungs[0].state == "done"
    take_back(store, log[-1].entry_id)
    assert read_log(store, plan.plan_id) == log


def test_a_window_opened_before_a_rung_took_a_state_is_told(store, plan, now):
    rung = plan.rungs[0]
    change_state(store, plan.plan_id, rung.rung_id, "started", now=now)
    with pytest.raises(EditConflictError):
        update_rung(store, rung, version=rung.version, now=now)
    assert again(store, plan).rungs[0].state == "started"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"minutes": 0}, "0 minutes"),
        ({"minutes": -10}, "-10 minutes"),
        ({"minutes": 2_000}, "2,000 minutes"),
        ({"day": date(2027, 1, 1)}, "is not yet"),
        ({"day": date(9999, 12, 31)}, "is not yet"),
        ({"day": date(1999, 1, 1)}, "over 10 years ago"),
        ({"note": "x" * 501}, "501 characters"),
    ],
)
def test_what_no_day_can_hold_is_told_and_changes_nothing(store, plan, now, said, words):
    with pytest.raises(BadLogEntryError, match=words):
        log_minutes(store, plan.plan_id, now=now, **said)
    with pytest.raises(BadLogEntryError, match="'asleep'"):
        change_state(store, plan.plan_id, plan.rungs[0].rung_id, "asleep", now=now)
    assert read_log(store, plan.plan_id) == ()


def test_a_plan_or_rung_that_is_not_there_is_told(store, plan, now):
    with pytest.raises(PlanNotFoundError):
        log_minutes(store, 99, now=now)
    with pytest.raises(PlanNotFoundError):
        log_minutes(store, plan.plan_id, rung_id=99, now=now)
    with pytest.raises(PlanNotFoundError):
        change_state(store, plan.plan_id, 99, "done", now=now)


def test_any_note_is_kept_as_it_was_typed(store, plan, now):
    for note in ("<b>🦀</b> 'x'; --", "zwei\nZeilen", "=1+1"):
        assert log_minutes(store, plan.plan_id, note=note, now=now).note == note
    assert [each.note for each in read_log(store, plan.plan_id)][-1] == "=1+1"


def test_a_backup_brings_the_log_back_and_a_removed_plan_takes_it_along(store, plan, now):
    log_minutes(store, plan.plan_id, rung_id=plan.rungs[0].rung_id, now=now)
    before = read_log(store, plan.plan_id)
    backup = back_up(store, store.with_name("kept.sqlite"), today=TODAY)
    remove_niche(store, plan.niche_id)
    assert read_log(store, plan.plan_id) == ()
    restore(store, backup)
    assert read_log(store, plan.plan_id) == before


def dates(store, plan, today):
    return flow(again(store, plan), read_log(store, plan.plan_id), today=today)


def test_a_plan_not_begun_starts_today_at_the_earliest(store, plan):
    first, second = dates(store, plan, TODAY)
    assert (first.start, first.end) == (TODAY, TODAY + timedelta(weeks=4))
    assert (second.start, second.end) == (first.end, first.end + timedelta(weeks=8))
    late = TODAY + timedelta(days=100)
    assert next(each.start for each in dates(store, plan, late)) == late


def test_hours_noted_bring_the_end_nearer_and_a_gap_moves_it_on(store, plan, now):
    rung = plan.rungs[0].rung_id
    change_state(store, plan.plan_id, rung, "started", now=now)
    log_minutes(store, plan.plan_id, rung_id=rung, minutes=600, now=now)
    first, _ = dates(store, plan, TODAY)
    assert (first.logged, first.end) == (10, TODAY + timedelta(weeks=2))
    later = TODAY + timedelta(weeks=6)
    first, second = dates(store, plan, later)
    assert (first.start, first.end) == (TODAY, later + timedelta(weeks=2))
    assert second.start == first.end


def test_what_is_done_stays_where_it_was(store, plan, now):
    rung = plan.rungs[0].rung_id
    change_state(store, plan.plan_id, rung, "started", now=now)
    change_state(store, plan.plan_id, rung, "done", now=now + timedelta(days=10))
    for today in (TODAY + timedelta(days=10), TODAY + timedelta(days=400)):
        first, second = dates(store, plan, today)
        assert (first.start, first.end) == (TODAY, TODAY + timedelta(days=10))
        assert second.start == today


@given(
    st.lists(st.sampled_from(["planned", "started", "paused", "done"]), min_size=1, max_size=6),
    st.integers(0, 4_000),
    st.floats(0.2, 100),
)
def test_days_are_in_order_whatever_is_done(states, days, hours_per_week):
    text = dict.fromkeys(
        ("title", "problem", "approaches", "feasibility_and_value", "milestones", "budget"), "x"
    )
    rungs = tuple(
        Rung(kind=KINDS[0], done_when="x", hours=1e4, rung_id=at, position=at, state=state, **text)
        for at, state in enumerate(states, start=1)
    )
    plan = Plan(
        plan_id=1,
        niche_id="n",
        title="p",
        hours_per_week=hours_per_week,
        created=MADE,
        updated=MADE,
        rungs=rungs,
    )
    flowing = flow(plan, [], today=TODAY + timedelta(days=days))
    assert all(each.start <= each.end for each in flowing)
    ends = [each.end for each in flowing]
    assert ends == sorted(ends)


def test_weeks_begin_on_monday_and_a_week_without_is_there(store, plan, now):
    for back in (0, 3, 21):
        log_minutes(store, plan.plan_id, day=TODAY - timedelta(days=back), minutes=30, now=now)
    log_minutes(store, plan.plan_id, day=TODAY - timedelta(weeks=30), minutes=30, now=now)
    weeks = weekly_minutes(read_log(store, plan.plan_id), today=TODAY, weeks=4)
    assert [minutes for _, minutes in weeks] == [30, 0, 0, 60]
    assert all(monday(week) == week for week, _ in weeks)
