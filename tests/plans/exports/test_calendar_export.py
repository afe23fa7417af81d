import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.plans.exports.icalendar import plans_icalendar
from explorer.plans.exports.kept import rung_days
from explorer.plans.hours import day_reached
from explorer.plans.records import Plan


def unfolded(file):
    """Read the lines of a calendar as RFC 5545 says, and hold it to what it says of lines."""
    text = file.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert "\r" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def events(file):
    found, event = [], None
    for line in unfolded(file):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            found.append(event)
            event = None
        elif event is not None:
            assert name.partition(";")[0] not in event
            event[name.partition(";")[0]] = value
    return found


def read_text(value):
    """Undo the escapes of a text; nothing else may follow a backslash."""
    assert not re.search(r"(?<!\\)(?:\\\\)*\\[^\\;,n]", value)
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value)
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)


def test_every_rung_is_an_event_over_its_days(plain):
    one, two = events(plans_icalendar([plain]))
    assert (one["DTSTART"], one["DTEND"]) == ("20261122", "20261220")
    assert (two["DTSTART"], two["DTEND"]) == ("20261220", "20270217")
    assert read_text(one["SUMMARY"]) == "Done: 1. Learning: Repeat the surge filter"
    assert (one["STATUS"], two["STATUS"]) == ("CONFIRMED", "TENTATIVE")
    assert {each["TRANSP"] for each in (one, two)} == {"TRANSPARENT"}
    said = read_text(two["DESCRIPTION"])
    assert "42.5 hours at 5 a week" in said
    assert "Done when:\nThe table is reproduced" in said
    assert "Strings https://arxiv.org/abs/hep-th/9901001" in said


def test_a_calendar_says_whose_it_is_and_when_it_changed(plain):
    lines = unfolded(plans_icalendar([plain]))
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-1] == "END:VCALENDAR"
    assert "X-WR-CALNAME:Plan: Mud" in lines
    assert lines.count("DTSTAMP:20261122T093000Z") == 2


def test_a_rung_keeps_its_identifier_and_no_two_share_one(both, plain, now):
    names = [event["UID"] for event in events(plans_icalendar(both))]
    assert len(set(names)) == len(names) == 3
    later = now + timedelta(days=9)
    moved = replace(plain, plan=replace(plain.plan, plan_id=9, hours_per_week=1.0, updated=later))
    assert [event["UID"] for event in events(plans_icalendar([moved]))] == names[:2]


def test_hostile_text_stays_text(nasty, hostile):
    (event,) = events(plans_icalendar([nasty]))
    assert read_text(event["SUMMARY"]).startswith(f"1. Learning: {hostile}")
    assert hostile in read_text(event["DESCRIPTION"])
    assert "BEGIN" not in event


def test_invented_papers_are_not_linked(keeping, rung):
    (event,) = events(plans_icalendar([keeping([rung()], kind="demonstration")]))
    assert "arxiv.org" not in event["DESCRIPTION"]
    assert "Papers\\, invented:" in event["DESCRIPTION"]


@given(st.text(max_size=300))
def test_any_title_is_read_back_but_for_breaks_and_what_cannot_be_seen(title):
    kept = invented(title)
    line = next(each for each in unfolded(plans_icalendar([kept])) if each.startswith("X-WR"))
    seen = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", "", read_text(line.partition(":")[2]))
    breaks = r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]"
    expected = re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]", "", re.sub(breaks, "\n", title))
    assert seen == expected


def invented(title, *, created=datetime(2026, 11, 22, tzinfo=UTC), week=5.0, rungs=()):
    from explorer.plans.exports.kept import Kept

    plan = Plan(
        plan_id=1,
        niche_id="n",
        title=title,
        hours_per_week=week,
        created=created,
        updated=created,
        rungs=tuple(rungs),
    )
    return Kept(niche=None, plan=plan)


@pytest.mark.parametrize("hours", [[0.25, 0.25], [10_000.0] * 12, [1, 10_000, 0.5]])
@pytest.mark.parametrize("year", [1, 2026, 9999])
def test_days_follow_one_another_and_end_with_the_last_there_is(plain, rung, year, hours):
    rungs = [rung(hours=each, position=place) for place, each in enumerate(hours, start=1)]
    created = datetime(year, 12, 31, 23, 59, tzinfo=UTC)
    plan = invented("t", created=created, week=1 / 6, rungs=rungs).plan
    days = list(rung_days(plan))
    assert all(start <= end for _, start, end in days)
    assert all(one[2] == two[1] for one, two in pairwise(days))
    assert day_reached(plan, 1e9) == date.max
    for event in events(plans_icalendar([replace(plain, plan=plan)])):
        assert "DTEND" not in event or event["DTSTART"] < event["DTEND"]
        assert re.fullmatch(r"\d{8}", event["DTSTART"])
