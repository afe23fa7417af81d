"""A plan as it goes, in words and tables; nothing in them speaks of guilt."""

from datetime import UTC, date, datetime, timedelta

from explorer.charts.ladder import ladder_chart
from explorer.charts.progress import progress_chart, weeks_chart
from explorer.plans.plan_log import Entry
from explorer.plans.records import KINDS, Plan, Rung
from explorer.presentation.rhythm import (
    WEEKS,
    flowing_rungs,
    progress_rows,
    spent,
    week_rows,
    week_text,
)

MADE = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = MADE.date()


def plan(*states):
    text = dict.fromkeys(
        ("title", "problem", "approaches", "feasibility_and_value", "milestones", "budget"), "x"
    )
    rungs = [
        Rung(kind=kind, done_when="seen", hours=20.0, position=at, rung_id=at, state=state, **text)
        for at, (kind, state) in enumerate(zip(KINDS, states, strict=False), start=1)
    ]
    return Plan(
        plan_id=1,
        niche_id="n1",
        title="Plan",
        hours_per_week=5.0,
        created=MADE,
        updated=MADE,
        rungs=tuple(rungs),
    )


def entry(minutes, *, back=0, rung=1, event=""):
    day = TODAY - timedelta(days=back)
    return Entry(entry_id=1, plan_id=1, rung_id=rung, day=day, minutes=minutes, event=event)


def test_a_time_spent_has_its_units():
    assert [spent(each) for each in (10, 60, 80, 6_000)] == ["10 min", "1 h", "1 h 20 min", "100 h"]


def test_the_week_is_told_and_a_gap_is_no_debt():
    told = week_text(plan("started"), [], today=TODAY)
    assert told == "This week: 0 min of 5 hours planned. Ten minutes are a beginning."
    told = week_text(plan("started"), [entry(30, back=14), entry(90)], today=TODAY)
    assert told.startswith("This week: 1 h 30 min of 5 hours planned. 2 weeks of the last 12")
    assert "a gap" in told
    assert not {"missed", "late", "overdue", "behind", "streak"} & set(told.lower().split())


def test_hours_are_parted_into_noted_and_left():
    rungs = flowing_rungs(plan("done", "started", "planned"), [entry(300, rung=2)], today=TODAY)
    assert rungs["logged"].tolist() == [0, 5, 0]
    assert rungs["left"].tolist() == [0, 15, 20]
    parts = progress_rows(rungs)
    assert parts.groupby("part")["hours"].sum().to_dict() == {"left": 35.0, "noted": 5.0}


def test_charts_show_every_week_and_rung_and_change_no_table():
    log = [entry(30)]
    rungs = flowing_rungs(plan("started", "paused"), log, today=TODAY)
    weeks, parts = week_rows(log, today=TODAY), progress_rows(rungs)
    before = weeks.copy(), parts.copy(), rungs.copy()
    drawn = weeks_chart(weeks, planned=5.0).to_dict()
    assert len(next(iter(drawn["datasets"].values()))) == WEEKS
    assert progress_chart(parts, dark=True).to_dict()["height"] == 190
    assert "paused" in str(ladder_chart(rungs).to_dict())
    for table, old in zip((weeks, parts, rungs), before, strict=True):
        assert table.equals(old)


def test_a_plan_without_rungs_is_a_table_without_rows():
    rungs = flowing_rungs(plan(), [], today=date(2027, 1, 1))
    assert len(rungs) == len(progress_rows(rungs)) == 0
