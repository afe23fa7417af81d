import pytest

from explorer.plans.niches import list_niches
from explorer.plans.plan_store import list_plans
from explorer.presentation.escaping import plain
from explorer.presentation.niche_tables import ranking
from explorer.runs import read_run, read_table

REASON = "I have $x^2$ *arms* <b>at hand</b>"


@pytest.fixture(scope="module")
def ranked(demonstration):
    run = read_run(demonstration.runs)
    return ranking(read_table(run, "niches"), read_table(run, "series"))


def decide(screen, place, because):
    (choice,) = [each for each in screen.app.radio if each.label == "I choose"]
    choice.set_value(place)
    (reason,) = [each for each in screen.app.text_area if each.label == "because"]
    reason.set_value(because)
    screen.button("Keep the decision and open its plan").click().run()
    assert not screen.exception


def test_a_decision_is_kept_with_the_plan_of_the_niche_that_was_chosen(open_page, home, ranked):
    screen = open_page("compare", home, niches=",".join(ranked["slug"].head(3)))
    decide(screen, 1, REASON)
    (saved,) = list_niches(home.demonstration.user)
    first, chosen, third = ranked["name"].head(3)
    assert saved.name == chosen
    assert f"I chose “{chosen}” over “{first}” and “{third}” because {REASON}" in saved.note
    assert screen.title[0].value == plain(f"Plan: {chosen}")
    (shown,) = [each for each in screen.expander if each.label == "Why this niche"]
    assert any(plain(REASON) in each.value for each in shown.markdown)


def test_a_second_decision_is_added_to_the_first(open_page, home, ranked):
    link = ",".join(ranked["slug"].head(2))
    decide(open_page("compare", home, niches=link), 0, "first reason")
    decide(open_page("compare", home, niches=link), 0, "second reason")
    (saved,) = list_niches(home.demonstration.user)
    assert saved.note.index("first reason") < saved.note.index("second reason")
    assert len(list_plans(home.demonstration.user)) == 1


def test_a_niche_by_words_can_be_chosen(open_page, home, ranked):
    screen = open_page("compare", home, niches=ranked["slug"].iloc[0], words="soft gripper")
    decide(screen, 1, "mine")
    (saved,) = list_niches(home.demonstration.user)
    assert saved.query == "soft gripper"
    assert "because mine" in saved.note


@pytest.mark.parametrize("because", ["", " \n "])
def test_a_choice_without_a_reason_is_asked_for_one_and_nothing_is_kept(
    open_page, home, ranked, because
):
    screen = open_page("compare", home, niches=",".join(ranked["slug"].head(2)))
    decide(screen, 0, because)
    assert "because" in screen.error[0].value
    assert list_niches(home.demonstration.user) == ()


def test_one_niche_alone_leaves_nothing_to_decide(open_page, home, ranked):
    screen = open_page("compare", home, niches=ranked["slug"].iloc[0])
    assert "Decide" not in [each.value for each in screen.header]
