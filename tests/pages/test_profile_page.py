"""The page on which a person says what they bring."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from explorer.corpus.reading import read_papers
from explorer.plans.profile import Deadline, Profile, Work
from explorer.plans.profile_store import read_profile, save_profile
from explorer.presentation.escaping import plain

NOW = datetime.now(UTC)
WHOLE = Profile(
    skills={"code": "have"},
    interests="soft grippers, <b>touch</b>",
    abstracts=("We grip.", "We let go."),
    works=(Work(title="Soft limbs"),),
    hours_per_week=6,
    compute="one GPU",
    people="alone",
    languages=("Deutsch", "English"),
    deadlines=(Deadline(day=NOW.date() + timedelta(days=90), what="Thesis $x$"),),
)


@pytest.fixture
def store(home):
    return home.demonstration.user


def field(screen, label):
    kinds = ("text_area", "text_input", "number_input", "selectbox", "checkbox")
    (found,) = [each for kind in kinds for each in screen.get(kind) if each.label == label]
    return found


def save(screen):
    screen.button("Save your profile").click().run()
    assert not screen.exception
    return screen


def test_an_empty_profile_is_a_form_and_nothing_else(open_page, home, store):
    before = store.read_bytes()  # the ledger of flags
    screen = open_page("profile", home)
    assert "All of it may be left empty" in screen.words
    assert screen.labels() == ["Tour", "Save your profile"]
    assert "What it does" not in screen.words
    assert store.read_bytes() == before


def test_what_is_typed_is_kept_and_shown(open_page, home, store):
    screen = open_page("profile", home)
    field(screen, "Code").set_value("have")
    field(screen, "Words and phrases").set_value("kelp, mud")
    field(screen, "Abstracts you like or wrote").set_value("We grip.\n \nWe let go.")
    field(screen, "Hours a week").set_value(6.0)
    field(screen, "Compute within reach").set_value("one GPU")
    field(screen, "Languages").set_value("Deutsch, English")
    day = NOW.date() + timedelta(days=30)
    field(screen, "Deadlines").set_value(f"{day} Talk\n\n")
    assert "Saved." in save(screen).words
    kept = read_profile(store)
    assert kept.skills == {"code": "have"}
    assert kept.phrases == ("kelp", "mud")
    assert kept.abstracts == ("We grip.", "We let go.")
    assert kept.languages == ("Deutsch", "English")
    assert kept.deadlines == (Deadline(day=day, what="Talk"),)
    assert "drafted for 6 hours a week" in screen.words
    assert "in 30 days" in screen.words
    again = open_page("profile", home)
    assert field(again, "Words and phrases").value == "kelp, mud"
    assert field(again, "Code").value == "have"


def test_saving_an_unchanged_form_changes_nothing(open_page, home, store):
    before = save_profile(store, WHOLE, now=NOW)
    save(open_page("profile", home))
    assert read_profile(store) == before


def test_parts_can_be_emptied_again(open_page, home, store):
    save_profile(store, WHOLE, now=NOW)
    screen = open_page("profile", home)
    assert "1 paper of a BibTeX file" in screen.words
    field(screen, "Forget them").check()
    field(screen, "Code").set_value("Not said")
    field(screen, "Hours a week").set_value(None)
    save(screen)
    kept = read_profile(store)
    assert (kept.works, kept.skills, kept.hours_per_week) == ((), {}, None)
    assert kept.interests == WHOLE.interests


@pytest.mark.parametrize(
    ("label", "typed", "answer"),
    [
        ("Deadlines", "2001-01-01 Thesis", "is over"),
        ("Deadlines", "9999-12-31", "30 years ahead"),
        ("Deadlines", "next week", "is no day"),
        ("Languages", ", ".join(map(str, range(30))), "30 entries"),
    ],
)
def test_bad_input_is_told_and_what_was_typed_stays(open_page, home, store, label, typed, answer):
    screen = open_page("profile", home)
    field(screen, label).set_value(typed)
    save(screen)
    assert answer in screen.error[0].value
    assert field(screen, label).value == typed
    assert read_profile(store).is_empty


def test_of_two_windows_the_second_is_told(open_page, home, store):
    opened = save_profile(store, WHOLE, now=NOW)
    screen = open_page("profile", home)
    save_profile(store, replace(opened, data="tides"), now=NOW, opened=opened.changed)
    other = NOW + timedelta(minutes=1)
    before = save_profile(store, replace(opened, data="x"), now=other, opened=NOW)
    field(screen, "Data within reach").set_value("mine")
    save(screen)
    assert "changed in another window" in screen.error[0].value
    assert read_profile(store) == before
    screen.button("Show the other version").click().run()
    assert field(screen, "Data within reach").value == "x"


def test_it_can_be_forgotten_after_a_question(open_page, home, store):
    save_profile(store, WHOLE, now=NOW)
    screen = open_page("profile", home)
    assert plain("Thesis $x$") in screen.words
    screen.button("Forget all of it").click().run()
    assert read_profile(store).is_empty
    assert screen.labels() == ["Tour", "Save your profile"]
    assert field(screen, "Words and phrases").value == ""


def test_own_papers_are_shown_by_name(open_page, home, store):
    papers = read_papers(home.demonstration.papers, as_of=date(2024, 12, 31), text=False)
    name = papers["authors"].str.split("; ").explode().value_counts().index[0]
    save_profile(store, Profile(author=name), now=NOW)
    words = open_page("profile", home).words
    assert f"held by “{name}”" in words
    save_profile(
        store, Profile(author="<b>Nobody</b>"), now=NOW, opened=read_profile(store).changed
    )
    assert f"No paper held is by “{plain('<b>Nobody</b>')}”" in open_page("profile", home).words
