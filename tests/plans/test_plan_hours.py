import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.plans.hours import milestones, rung_hours, weeks


def test_five_hours_a_week_give_the_base_ladder():
    assert rung_hours(5) == (20, 40, 90, 200)


@given(st.floats(1 / 6, 100))
@settings(max_examples=50, deadline=None)
def test_hours_rise_from_rung_to_rung(hours_per_week):
    hours = rung_hours(hours_per_week)
    assert list(hours) == sorted(set(hours))
    assert hours[0] > 0


def test_more_time_means_larger_and_sooner():
    little, much = rung_hours(2), rung_hours(20)
    assert all(a < b for a, b in zip(little, much, strict=True))
    assert weeks(sum(little), 2) > weeks(sum(much), 20)


@pytest.mark.parametrize(
    ("hours", "week", "expected"), [(20, 5, 4), (21, 5, 5), (1, 5, 1), (0.3, 0.1, 3)]
)
def test_a_begun_week_counts(hours, week, expected):
    assert weeks(hours, week) == expected


def test_a_milestone_has_a_week_and_a_metric():
    text = milestones(
        [(0.5, "Run it", "recall"), (1.0, "Write", "one page")], hours=20, hours_per_week=5
    )
    assert text.splitlines() == [
        "- Week 2 (10 h): Run it. Metric: recall.",
        "- Week 4 (20 h): Write. Metric: one page.",
    ]
