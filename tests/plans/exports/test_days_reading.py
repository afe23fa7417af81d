from explorer.plans.exports.days_reading import read_contacts, read_log

TALK = {"name": " Ada  B ", "said": "", "next_step": ""}
TIME = {"minutes": 10, "event": "", "note": ""}


def test_days_stand_in_their_order_and_any_day_of_the_calendar_is_taken():
    days = ("9999-12-31", "0001-01-01", "2026-11-20")
    talks = read_contacts([{**TALK, "day": day, "rung": None} for day in days], "plan 1", 1)
    assert [row["day"] for _, row in talks] == sorted(days)
    assert {row["name"] for _, row in talks} == {"Ada B"}
    entries = read_log([{**TIME, "day": day, "rung": 1} for day in days], "plan 1", 1)
    assert [(place, row["day"]) for place, row in entries] == [(1, day) for day in sorted(days)]


def test_of_one_day_the_first_stays_first():
    entries = [{**TIME, "day": "2026-11-20", "note": note} for note in ("b", "a", "c")]
    assert [row["note"] for _, row in read_log(entries, "plan 1", 0)] == ["b", "a", "c"]
