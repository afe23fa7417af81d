from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from explorer.plans.records import KINDS, RUNG_HOURS, WEEKLY_HOURS, Plan, Rung
from explorer.presentation.ladder import dated_rungs, effort_text

MADE = datetime(2026, 11, 22, 12, tzinfo=UTC)


def plan(hours=(20.0, 40.0, 90.0, 200.0), *, hours_per_week=5.0):
    text = dict.fromkeys(
        ("title", "problem", "approaches", "feasibility_and_value", "milestones", "budget"), "x"
    )
    rungs = [
        Rung(kind=kind, done_when="seen", hours=each, position=place, **text)
        for place, (kind, each) in enumerate(zip(KINDS, hours, strict=True), start=1)
    ]
    return Plan(
        plan_id=1,
        niche_id="n1",
        title="Plan",
        hours_per_week=hours_per_week,
        created=MADE,
        updated=MADE,
        rungs=tuple(rungs),
    )


def test_each_rung_begins_when_the_one_before_ends():
    table = dated_rungs(plan())
    assert table["start"].iloc[0] == pd.Timestamp("2026-11-22")
    assert table["end"].iloc[:-1].tolist() == table["start"].iloc[1:].tolist()
    assert table["end"].iloc[0] - table["start"].iloc[0] == timedelta(weeks=4)


def test_more_hours_a_week_end_sooner():
    slow, fast = dated_rungs(plan()), dated_rungs(plan(hours_per_week=10.0))
    assert (fast["end"] < slow["end"]).all()


@pytest.mark.parametrize("hours_per_week", WEEKLY_HOURS)
def test_the_longest_plan_that_can_be_kept_has_dates(hours_per_week):
    table = dated_rungs(plan((RUNG_HOURS[1],) * 4, hours_per_week=hours_per_week))
    assert table["end"].dt.year.max() <= date.max.year


def test_effort_is_told_with_unit_and_end():
    assert effort_text(plan()) == "4 rungs, 0 done · 350 hours at 5 a week · until 26 March 2028"


def test_a_plan_without_rungs_is_an_empty_table():
    assert dated_rungs(replace(plan(), rungs=())).empty
