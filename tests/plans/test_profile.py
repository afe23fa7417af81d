"""A profile: all of it optional, kept as it was said, and refused with its reason."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.errors import BadHoursError, BadProfileError, ProfileChangedError, ProfileFileError
from explorer.plans.backup import back_up, kinds_in, restore
from explorer.plans.profile import (
    COMPUTE,
    LEVELS,
    LONGEST_WORDS,
    MOST_ENTRIES,
    PARTS,
    PEOPLE,
    SKILLS,
    Deadline,
    Profile,
    Work,
    clean_profile,
)
from explorer.plans.profile_json import profile_json, read_profile_json
from explorer.plans.profile_store import read_profile, remove_profile, save_profile

TEXTS = st.text(max_size=40)
PROFILES = st.builds(
    Profile,
    skills=st.dictionaries(st.sampled_from(SKILLS), st.sampled_from(LEVELS)),
    interests=TEXTS,
    abstracts=st.lists(TEXTS, max_size=3).map(tuple),
    works=st.lists(st.builds(Work, title=TEXTS, text=TEXTS), max_size=3).map(tuple),
    author=TEXTS,
    hours_per_week=st.none() | st.floats(0.5, 100),
    compute=st.sampled_from(["", *COMPUTE]),
    people=st.sampled_from(["", *PEOPLE]),
    data=TEXTS,
    languages=st.lists(TEXTS, max_size=3).map(tuple),
    deadlines=st.lists(
        st.builds(Deadline, day=st.dates(date(2027, 1, 1), date(2040, 1, 1)), what=TEXTS),
        max_size=3,
    ).map(tuple),
)
WHOLE = Profile(
    skills={"code": "have"},
    interests="soft grippers; touch\nkelp",
    hours_per_week=6,
    deadlines=(Deadline(day=date(2027, 3, 1), what="Thesis"),),
)


def test_nothing_said_is_an_empty_profile_and_makes_no_store(store):
    assert read_profile(store) == Profile()
    assert read_profile(store).is_empty
    remove_profile(store)
    assert not store.exists()


@given(PROFILES)
def test_a_clean_profile_stays_as_it_is_and_its_json_is_itself(profile):
    clean = clean_profile(profile)
    assert clean_profile(clean) == clean
    assert read_profile_json(profile_json(clean).encode(), name="f") == clean


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(profile=PROFILES)
def test_what_is_stored_is_what_was_said(store, now, profile):
    remove_profile(store)
    kept = save_profile(store, profile, now=now)
    assert read_profile(store) == kept
    assert replace(kept, changed=None) == clean_profile(profile)


def test_interests_are_parted_by_commas_and_lines():
    assert WHOLE.phrases == ("soft grippers", "touch", "kelp")


@pytest.mark.parametrize("hours", [-1, 0, 200, float("nan"), float("inf")])
def test_hours_that_no_week_has_are_refused(store, now, hours):
    save_profile(store, WHOLE, now=now)
    with pytest.raises(BadHoursError, match="a week"):
        save_profile(store, replace(WHOLE, hours_per_week=hours), now=now)
    assert read_profile(store).hours_per_week == 6


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"skills": {"juggle": "have"}}, "'juggle' is none of read"),
        ({"skills": {"code": "a bit"}}, "'a bit' is none of have"),
        ({"compute": "a quantum computer"}, "none of a laptop"),
        ({"people": "a crowd"}, "none of alone"),
        ({"interests": "x" * (LONGEST_WORDS + 1)}, "2,001 characters and 2,000 fit"),
        ({"languages": tuple(map(str, range(MOST_ENTRIES + 1)))}, "21 entries"),
        ({"deadlines": (Deadline(day=date(2020, 1, 1)),)}, "2020-01-01 is over"),
        ({"deadlines": (Deadline(day=date(9999, 12, 31)),)}, "more than 30 years ahead"),
    ],
)
def test_what_cannot_be_kept_is_told_and_changes_nothing(store, now, change, words):
    before = save_profile(store, WHOLE, now=now)
    with pytest.raises(BadProfileError, match=words):
        save_profile(store, replace(before, **change), now=now, opened=before.changed)
    assert read_profile(store) == before


def test_a_deadline_that_passed_while_it_was_kept_is_no_fault(store, now):
    before = save_profile(store, WHOLE, now=now)
    later = datetime(2028, 1, 1, tzinfo=UTC)
    kept = save_profile(store, replace(before, data="tides"), now=later, opened=before.changed)
    assert kept.deadlines == WHOLE.deadlines
    assert kept.data == "tides"


def test_of_two_windows_the_second_is_told_and_the_first_stays(store, now):
    opened = save_profile(store, WHOLE, now=now)
    later = now + timedelta(minutes=1)
    first = save_profile(store, replace(opened, data="mine"), now=later, opened=opened.changed)
    with pytest.raises(ProfileChangedError, match="another window"):
        save_profile(store, replace(opened, data="yours"), now=later, opened=opened.changed)
    assert save_profile(store, replace(opened, data="mine"), now=later, opened=now) == first


def test_a_backup_brings_it_back_and_forgetting_leaves_nothing(store, now):
    before = save_profile(store, WHOLE, now=now)
    backup = back_up(store, store.with_name("kept.sqlite"), today=now.date())
    assert kinds_in(backup) == frozenset()
    remove_profile(store)
    assert read_profile(store) == Profile()
    kept = restore(store, backup)
    assert read_profile(store) == before
    assert read_profile(kept).is_empty


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not whole JSON"),
        (b"[]", "not a JSON object"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"mood": "calm"}', f"the parts are {PARTS[0]}"),
        (b'{"interests": 3}', "text expected"),
        (b'{"hours_per_week": "many"}', "a number expected"),
        (b'{"abstracts": "one"}', "a list expected"),
        (b'{"skills": []}', "an object of skills"),
        (b'{"works": [{"text": "no title"}]}', "not of its kind"),
        (b'{"works": [1]}', "not of its kind"),
        (b'{"deadlines": [{"day": "soon"}]}', "no day such as"),
        (b'{"deadlines": [{"day": "10000-01-01"}]}', "no day such as"),
    ],
)
def test_a_file_that_is_no_profile_is_refused_with_its_reason(data, words):
    with pytest.raises(ProfileFileError, match=words):
        read_profile_json(data, name="me.json")


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_profile_or_refused(data):
    with suppress(ProfileFileError):
        assert isinstance(read_profile_json(data, name="f"), Profile)


def test_hours_of_a_file_that_no_number_has_are_refused_when_kept(store, now):
    huge = read_profile_json(b'{"hours_per_week": 1' + b"0" * 400 + b"}", name="f")
    with pytest.raises(BadHoursError):
        save_profile(store, huge, now=now)
