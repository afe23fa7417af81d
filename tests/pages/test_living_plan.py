"""A plan as it goes, on its page and as it is typed."""

import json
from datetime import UTC, datetime

import pytest

from explorer.cli import main
from explorer.niches import keep_niche
from explorer.plans.plan_log import change_state, log_minutes, read_log
from explorer.plans.plan_store import read_plan
from explorer.runs import read_run

GRIPPERS = "soft-robotic-grippers"


@pytest.fixture
def store(home):
    return home.demonstration.user


@pytest.fixture
def plan(home):
    place = home.demonstration
    return keep_niche(place, read_run(place.runs), GRIPPERS, now=datetime.now(UTC))


def states(store, plan):
    return [rung.state for rung in read_plan(store, plan.plan_id).rungs]


def test_ten_minutes_are_one_click_and_can_be_taken_back(open_page, home, store, plan):
    screen = open_page("plan", home)
    assert "Ten minutes are a beginning" in screen.words
    assert "Next: **1" in screen.words
    screen.button("Log 10 minutes").click().run()
    assert [each.minutes for each in read_log(store, plan.plan_id)] == [10]
    assert "This week: 10 min of 5 hours" in screen.words
    assert "The log" in [each.label for each in screen.expander]
    screen.button("Take the last back").click().run()
    assert read_log(store, plan.plan_id) == ()
    assert not screen.exception


def test_a_rung_is_started_paused_gone_on_with_and_finished(open_page, home, store, plan):
    screen = open_page("plan", home)
    by_key = {each.key: each for each in screen.app.button}
    by_key[f"started-{plan.rungs[0].rung_id}"].click().run()
    assert states(store, plan)[0] == "started"
    assert not screen.warning
    for label, state in (("Pause", "paused"), ("Go on", "started"), ("Finish", "done")):
        screen.button(label).click().run()
        assert states(store, plan)[0] == state
        assert not screen.exception
    assert "Next: **2" in screen.words
    events = [each.event for each in read_log(store, plan.plan_id)]
    assert events == ["started", "paused", "started", "finished"]
    screen.button("Open again").click().run()
    assert states(store, plan)[0] == "started"


def test_a_rung_begun_elsewhere_was_not_changed_by_another_window(open_page, home, store, plan):
    screen, rung = open_page("plan", home), plan.rungs[0].rung_id
    change_state(store, plan.plan_id, rung, "started", now=datetime.now(UTC))
    screen.run()
    assert not screen.warning
    assert screen.get_by_key(f"state-rung-{rung}-0").value == "started"
    screen.get_by_key(f"save-{rung}").click().run()
    assert not screen.error
    assert states(store, plan)[0] == "started"


def test_a_note_with_markup_is_text(open_page, home, store, plan):
    log_minutes(store, plan.plan_id, note="<b>*x*</b>", now=datetime.now(UTC))
    assert "\\<b\\>\\*x\\*" in open_page("plan", home).words


def test_a_plan_is_carried_out_from_the_command_line(home, store, plan, capsys):
    place = ["--data-dir", str(home.demonstration.data_dir)]
    assert main(["plan", "log", "1", "--list", *place]) == 0
    assert "nothing noted yet" in capsys.readouterr().out
    assert main(["plan", "start", "1", "1", *place]) == 0
    assert "rung 1 is started" in capsys.readouterr().out
    assert main(["plan", "log", GRIPPERS, "--minutes", "25", "--note", "read", *place]) == 0
    assert "25 minutes noted on rung 1" in capsys.readouterr().out
    assert main(["plan", "pause", "1", "1", *place]) == 0
    assert main(["plan", "log", "1", "--rung", "2", *place]) == 0
    capsys.readouterr()
    main(["plan", "log", "1", "--list", "--format", "json", *place])
    rows = json.loads(capsys.readouterr().out)
    assert [row["minutes"] for row in rows] == [0, 25, 0, 10]
    assert states(store, plan)[:2] == ["paused", "planned"]
    for words in (["--minutes", "0"], ["--rung", "9"], ["--day", "2999-01-01"]):
        assert main(["plan", "log", "1", *words, *place]) == 1
        assert capsys.readouterr().err.count("\n") == 1
    assert main(["plan", "finish", "1", "9", *place]) == 1
