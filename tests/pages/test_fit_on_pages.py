"""What a profile does on Discover, Niche and Plan; and that without one nothing changes."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from explorer.niches import keep_niche
from explorer.plans.profile import Profile
from explorer.plans.profile_store import read_profile, save_profile
from explorer.presentation.escaping import JOINER
from explorer.presentation.niche_tables import ranking
from explorer.runs import read_run, read_table

NOW = datetime(2026, 11, 28, tzinfo=UTC)
GRIPPERS = "soft-robotic-grippers"
SAID = Profile(
    skills={"code": "have"},
    interests="soft grippers, contact force, flood mapping, <b>zzyzx</b>",
    people="alone",
    compute="a laptop",
    data="*ten* years of tides",
    hours_per_week=2,
)


@pytest.fixture(scope="module")
def ranked(demonstration):
    run = read_run(demonstration.runs)
    return ranking(read_table(run, "niches"), read_table(run, "series"))


@pytest.fixture
def store(home):
    return home.demonstration.user


@pytest.fixture
def said(store):
    return save_profile(store, SAID, now=NOW)


def toggles(screen):
    return [each.label for each in screen.toggle]


def read(screen):
    """What the page says, as a reader sees it."""
    return screen.words.replace("\\", "").replace(JOINER, "")


def table(screen):
    return screen.dataframe[0].value


def test_without_a_profile_nothing_changes(open_page, home, store, ranked):
    assert toggles(open_page("discover", home)) == ["Only openings"]
    save_profile(store, Profile(hours_per_week=3, skills={"code": "have"}), now=NOW)
    screen = open_page("discover", home)
    assert toggles(screen) == ["Only openings"]
    assert table(screen)["name"].tolist() == ranked["name"].tolist()
    assert "fit" not in table(screen)
    assert "You and this niche" not in open_page("niche", home).words


@pytest.mark.usefixtures("said")
def test_a_profile_ranks_and_says_why(open_page, home, ranked):
    screen = open_page("discover", home)
    shown = table(screen)
    assert shown["name"].iloc[0] == "soft robotic grippers"
    assert shown["because"].iloc[0].startswith("shares")
    assert shown["moved_text"].iloc[0].startswith("▲")
    assert sorted(shown["name"]) == sorted(ranked["name"])
    assert "half by how well each niche fits you" in screen.words


@pytest.mark.usefixtures("said")
def test_it_can_be_switched_off_here_and_in_the_link(open_page, home, ranked):
    screen = open_page("discover", home)
    (switch,) = [each for each in screen.toggle if each.label == "Rank with my profile"]
    switch.set_value(False).run()
    assert table(screen)["name"].tolist() == ranked["name"].tolist()
    assert "fit" not in table(screen)
    linked = open_page("discover", home, fit="false")
    assert table(linked)["name"].tolist() == ranked["name"].tolist()
    assert not linked.warning


@pytest.mark.usefixtures("said")
def test_only_openings_that_fit_are_kept(open_page, home):
    screen = open_page("discover", home, fitting="true")
    assert table(screen)["opening_text"].str.startswith("◆").all()
    assert "soft robotic grippers" in table(screen)["name"].tolist()
    assert len(table(screen)) < 6


def test_where_no_opening_fits_the_filters_can_be_cleared(open_page, home, store):
    save_profile(store, Profile(interests="delay tolerant vehicle networks"), now=NOW)
    screen = open_page("discover", home, fitting="true")
    assert "No niche passes" in screen.info[0].value
    screen.button("Clear the filters").click().run()
    assert len(table(screen)) > 20


def test_a_link_that_no_switch_can_have_is_told(open_page, home):
    assert "“maybe”" in open_page("discover", home, fit="maybe").warning[0].value


@pytest.mark.usefixtures("said")
def test_a_niche_says_what_one_brings_has_to_learn_and_alone_has(open_page, home):
    screen = open_page("niche", home, niche=GRIPPERS)
    words = read(screen)
    assert "You and this niche" in words
    assert "Nearest to what you wrote: “soft grippers”" in words
    assert "Words you share: " in words
    assert "You work alone: " in words
    assert "**grasp** (" in words
    assert "Data within your reach: *ten* years of tides" in words
    assert "\\*ten\\* years" in screen.words
    assert not screen.error


@pytest.mark.usefixtures("said")
def test_a_niche_by_words_meets_the_person_too(open_page, home):
    words = read(open_page("niche", home, words="slip OR grasp"))
    assert "You and this niche" in words
    assert "Words you share: " in words


@pytest.mark.usefixtures("said")
def test_the_profile_page_says_what_it_does(open_page, home):
    words = open_page("profile", home).words
    assert "Discover ranks half by fit" in words
    assert "No paper held uses" in words
    assert "zzyzx" in words


@pytest.mark.usefixtures("said")
def test_a_plan_is_drafted_for_the_persons_week_and_names_skills(open_page, home):
    place = home.demonstration
    plan = keep_niche(place, read_run(place.runs), GRIPPERS, now=NOW)
    assert plan.hours_per_week == 2
    words = open_page("plan", home).words
    assert "It grows: read, code (which you have" in words


def test_a_profile_that_cannot_be_read_ranks_nothing(open_page, home, store, said, ranked):
    assert read_profile(store) == said
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("UPDATE profile SET content = 'no JSON'")
        connection.commit()
    assert table(open_page("discover", home))["name"].tolist() == ranked["name"].tolist()
    assert "is damaged" in open_page("profile", home).error[0].value


@pytest.mark.usefixtures("said")
def test_an_analysis_of_an_earlier_version_is_shown_without_fit(open_page, home, ranked):
    manifest = home.demonstration.runs / "current" / "manifest.json"
    facts = json.loads(manifest.read_text())
    files = {name: each for name, each in facts["files"].items() if "field" not in name}
    manifest.write_text(json.dumps({**facts, "files": files}))
    screen = open_page("discover", home)
    assert not screen.error
    assert table(screen)["name"].tolist() == ranked["name"].tolist()
