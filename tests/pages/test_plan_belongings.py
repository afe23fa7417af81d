"""What a person keeps with a plan besides its rungs: lines for scenarios, talks, what was left."""

import pytest

from explorer.niches import keep_niche
from explorer.plans.contacts import read_contacts
from explorer.plans.outcomes import Outcome, read_outcomes
from explorer.plans.plan_log import change_state
from explorer.plans.scenarios import SCENARIOS, read_responses
from explorer.runs import read_run, read_table

NASTY = "a $x^2$ *b* <b>f</b>"


@pytest.fixture
def place(home):
    return home.demonstration


@pytest.fixture
def plan(place, now):
    run = read_run(place.runs)
    niches = read_table(run, "niches")
    slug = niches.loc[niches["level"] == "niche", "slug"].iloc[0]
    return keep_niche(place, run, slug, now=now)


@pytest.fixture
def now():
    from datetime import UTC, datetime

    return datetime(2026, 11, 28, 12, tzinfo=UTC)


def area(screen, key):
    (found,) = [each for each in screen.text_area if each.key == key]
    return found


def test_lines_for_scenarios_are_drafted_changed_and_kept(open_page, home, place, plan):
    screen = open_page("plan", home)
    keys = [f"scenarios-{plan.plan_id}-{name}" for name in SCENARIOS]
    drafted = [area(screen, key).value for key in keys]
    assert all(drafted)
    assert read_responses(place.user, plan.plan_id) == {}
    area(screen, keys[0]).set_value(NASTY)
    screen.button("Keep these lines").click().run()
    assert not screen.exception
    kept = read_responses(place.user, plan.plan_id)
    assert list(kept.values()) == [NASTY, *drafted[1:]]
    again = open_page("plan", home)
    assert area(again, keys[0]).value == NASTY


def test_a_talk_is_noted_told_and_removed(open_page, home, place, plan):
    rung = plan.rungs[0].rung_id
    screen = open_page("plan", home)
    (name,) = [each for each in screen.text_input if each.key == f"talk-{rung}-0-name"]
    name.set_value("Ada Bo")
    area(screen, f"talk-{rung}-0-said").set_value(NASTY)
    next(each for each in screen.app.button if each.label == "Note it").click().run()
    assert not screen.exception
    (talk,) = read_contacts(place.user, plan.plan_id)
    assert (talk.name, talk.said, talk.rung_id) == ("Ada Bo", NASTY, rung)
    screen.button("Remove this talk").click().run()
    assert read_contacts(place.user, plan.plan_id) == ()


def test_a_talk_with_nobody_is_refused_and_its_text_stays(open_page, home, place, plan):
    screen = open_page("plan", home)
    said = f"talk-{plan.rungs[0].rung_id}-0-said"
    area(screen, said).set_value(NASTY)
    next(each for each in screen.app.button if each.label == "Note it").click().run()
    assert "a name has 1 to" in screen.error[0].value
    assert read_contacts(place.user, plan.plan_id) == ()
    assert area(screen, said).value == NASTY


@pytest.mark.usefixtures("plan")
def test_people_to_ask_are_named_with_their_reason_and_questions(open_page, home):
    screen = open_page("plan", home)
    assert "on which this rung stands" not in screen.words
    (asked, *_) = [each for each in screen.toggle if each.label == "People to ask"]
    asked.set_value(True).run()
    assert not screen.exception
    assert "on which this rung stands" in screen.words
    assert "came to the niche lately" in screen.words
    assert "bridges" in screen.words
    assert "Path\\: " in screen.words
    labels = [each.proto.label for each in screen.get("download_button")]
    assert labels.count("Questions (Markdown)") >= 2


def test_only_a_finished_rung_asks_what_it_left(open_page, home, place, plan, now):
    assert "Keep what it left" not in open_page("plan", home).labels()
    rung = plan.rungs[0].rung_id
    for state in ("started", "done"):
        change_state(place.user, plan.plan_id, rung, state, now=now)
    screen = open_page("plan", home)
    area(screen, f"aleft-{rung}-0").set_value("Much")
    screen.button("Keep what it left").click().run()
    assert not screen.exception
    assert read_outcomes(place.user, plan.plan_id) == {rung: Outcome(learned="Much")}
