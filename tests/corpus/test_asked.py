from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from explorer.corpus.asked import Asked, asked_before
from explorer.corpus.harvest_log import Harvest

TODAY = date(2024, 6, 30)
FIRST = date(2024, 1, 1)


def harvest(since, until, *, category="cs.RO", state="done"):
    return Harvest(
        source="api",
        category=category,
        since=since,
        until=until,
        fetched_at=datetime(2024, 6, 30, tzinfo=UTC),
        received=1,
        expected=1,
        state=state,
    )


def test_without_a_harvest_nothing_was_asked():
    assert asked_before([], until=TODAY) == []


def test_months_that_touch_are_one_span_up_to_now():
    harvests = [
        harvest(date(2024, 2, 1), date(2024, 2, 29)),
        harvest(FIRST, date(2024, 1, 31)),
    ]
    assert asked_before(harvests, until=TODAY) == [
        Asked(category="cs.RO", since=FIRST, until=TODAY)
    ]


def test_days_that_nobody_asked_for_stay_unasked():
    early = date(2020, 1, 1), date(2020, 1, 31)
    harvests = [harvest(FIRST, date(2024, 1, 31)), harvest(*early)]
    spans = asked_before(harvests, until=TODAY)
    assert [(span.since, span.until) for span in spans] == [early, (FIRST, TODAY)]


def test_holes_are_asked_for_again():
    hole = harvest(FIRST, date(2024, 1, 31), state="hole")
    assert asked_before([hole], until=TODAY)[0].since == FIRST


def test_categories_are_told_apart():
    harvests = [harvest(FIRST, FIRST, category=code) for code in ("cs.RO", "cs.AI", "cs.RO")]
    assert [span.category for span in asked_before(harvests, until=TODAY)] == ["cs.AI", "cs.RO"]


days = st.integers(0, 90)


@given(st.lists(st.tuples(days, days, st.sampled_from(["cs.RO", "cs.AI"])), max_size=12))
def test_every_day_asked_for_is_asked_for_again_and_no_day_twice(spans):
    harvests = [
        harvest(FIRST + timedelta(min(a, b)), FIRST + timedelta(max(a, b)), category=code)
        for a, b, code in spans
    ]
    before, again = set(), []
    for each in harvests:
        before |= set(days_of(each))
    for span in asked_before(harvests, until=FIRST):
        again += days_of(span)
    assert len(again) == len(set(again))
    assert set(again) == before


def days_of(span):
    length = (span.until - span.since).days + 1
    return [(span.category, span.since + timedelta(i)) for i in range(length)]
