import shutil
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from explorer.corpus.merging import merge_papers
from explorer.corpus.store import writing
from explorer.niches import keep_niche
from explorer.plans.markdown import PARTS
from explorer.plans.plan_store import list_plans, read_plan, update_rung
from explorer.plans.records import KINDS
from explorer.presentation.escaping import plain
from explorer.runs import read_run, read_table

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def keep(home, row):
    place = home.demonstration
    run = read_run(place.runs)
    niches = read_table(run, "niches")
    return keep_niche(place, run, niches["slug"].iloc[row], now=NOW)


def first_rung(home, plan):
    return read_plan(home.demonstration.user, plan.plan_id).rungs[0]


def field(screen, name, rung, *, began=0):
    return screen.get_by_key(f"{name}-rung-{rung.rung_id}-{began}")


def save(screen, rung):
    screen.get_by_key(f"save-{rung.rung_id}").click().run()
    assert not screen.exception


def test_without_a_plan_the_page_says_how_to_get_one(open_page, home):
    screen = open_page("plan", home)
    assert "No plan yet" in screen.words
    screen.button("Go to Discover").click().run()
    assert screen.dataframe


def test_saving_a_niche_opens_its_plan_and_saving_again_changes_nothing(open_page, home):
    screen = open_page("niche", home)
    screen.button("Save this niche").click().run()
    assert screen.title[0].value.startswith("Plan")
    (made,) = list_plans(home.demonstration.user)
    assert screen.link("plan") == str(made.plan_id)
    again = open_page("niche", home)
    assert "Save this niche" not in again.labels()
    again.button("Open its plan").click().run()
    assert list_plans(home.demonstration.user) == (made,)


def rungs_of(screen):
    return [each for each in screen.expander if each.label.startswith("**")]


def test_the_ladder_has_four_rungs_each_with_all_parts_hours_state_and_papers(
    open_page, home, plan
):
    screen = open_page("plan", home)
    rungs = rungs_of(screen)
    assert len(rungs) == len(KINDS)
    for place, (kind, shown) in enumerate(zip(KINDS, rungs, strict=True), start=1):
        assert shown.label.startswith(f"**{place}. {kind.capitalize()}: ")
    for rung in plan.rungs:
        for _, name in PARTS:
            assert field(screen, name, rung).value == getattr(rung, name)
        assert field(screen, "hours", rung).value == rung.hours
        assert field(screen, "state", rung).value == rung.state
        assert field(screen, "papers", rung).value == [p.arxiv_id for p in rung.papers]


def test_an_edit_is_saved_said_and_there_for_the_next_visitor(open_page, home, plan):
    screen = open_page("plan", home)
    rung = plan.rungs[1]
    field(screen, "problem", rung).set_value("What I really want to know\n\n- $x$ <b>y</b>")
    field(screen, "state", rung).set_value("started")
    field(screen, "hours", rung).set_value(33.0)
    save(screen, rung)
    assert [success.value for success in screen.success] == ["Saved."]
    stored = read_plan(home.demonstration.user, plan.plan_id).rungs[1]
    assert stored.problem == "What I really want to know\n\n- $x$ <b>y</b>"
    assert (stored.state, stored.hours) == ("started", 33.0)
    later = open_page("plan", home)
    assert field(later, "problem", stored).value == stored.problem
    assert not later.success


def test_a_rung_without_a_done_when_is_not_saved_and_its_text_stays(open_page, home, plan):
    screen = open_page("plan", home)
    rung = plan.rungs[0]
    field(screen, "problem", rung).set_value("mine")
    field(screen, "done_when", rung).set_value("  ")
    save(screen, rung)
    assert "no done\\-when" in screen.error[0].value
    assert field(screen, "problem", rung).value == "mine"
    assert first_rung(home, plan) == rung


def test_a_rung_without_papers_says_so_or_is_not_saved(open_page, home, plan):
    screen = open_page("plan", home)
    rung = plan.rungs[0]
    field(screen, "papers", rung).set_value([])
    save(screen, rung)
    assert "names no paper" in screen.error[0].value
    field(screen, "none", rung).set_value(True)
    save(screen, rung)
    assert first_rung(home, plan).no_papers


def test_a_paper_of_the_niche_can_be_added_and_the_others_keep_their_reasons(open_page, home, plan):
    screen = open_page("plan", home)
    rung = plan.rungs[0]
    papers = field(screen, "papers", rung)
    own = [paper.arxiv_id for paper in rung.papers]
    assert papers.options[0].endswith(f"({own[0]})")
    new = next(option for option in papers.options if not any(each in option for each in own))
    new = new.rpartition("(")[2].strip(")")
    papers.set_value([*own, new])
    save(screen, rung)
    stored = first_rung(home, plan)
    assert stored.papers[:-1] == rung.papers
    assert stored.papers[-1].arxiv_id == new
    assert stored.papers[-1].title


def test_of_two_windows_the_second_is_told_and_keeps_its_text(open_page, home, plan):
    screen = open_page("plan", home)
    rung = plan.rungs[0]
    update_rung(
        home.demonstration.user, replace(rung, problem="theirs"), version=rung.version, now=NOW
    )
    field(screen, "problem", rung).set_value("mine")
    save(screen, rung)
    assert "another window" in screen.error[0].value
    assert field(screen, "problem", rung).value == "mine"
    assert first_rung(home, plan).problem == "theirs"
    screen.button("Show the other version").click().run()
    assert field(screen, "problem", rung, began=1).value == "theirs"


def test_weekly_hours_move_the_dates_of_all_rungs(open_page, home, plan):
    screen = open_page("plan", home)
    before = [rung.label for rung in rungs_of(screen)]
    hours = next(number for number in screen.number_input if number.label == "Hours a week")
    hours.set_value(10.0)
    screen.button("Save title and hours").click().run()
    after = [rung.label for rung in rungs_of(screen)]
    assert len(before) == len(after) == 4
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert read_plan(home.demonstration.user, plan.plan_id).hours_per_week == 10.0


def test_a_title_is_shown_as_text(open_page, home, plan):
    screen = open_page("plan", home)
    nasty = "<script>alert(1)</script> $x$ *b* :material/home:"
    next(text for text in screen.text_input if text.value == plan.title).set_value(nasty)
    screen.button("Save title and hours").click().run()
    assert screen.title[0].value == plain(nasty)


@pytest.mark.parametrize("wanted", ["99", "abc", "-1", "<b>", "1" * 5_000])
def test_an_unknown_plan_is_told_and_the_latest_shown(open_page, home, plan, wanted):
    screen = open_page("plan", home, plan=wanted)
    assert "which is not here" in screen.warning[0].value
    assert screen.title[0].value == plain(plan.title)


def test_several_plans_can_be_chosen_from_and_are_named_in_the_link(open_page, home, plan):
    other = keep(home, 1)
    screen = open_page("plan", home, plan=str(plan.plan_id))
    assert screen.title[0].value == plain(plan.title)
    screen.selectbox[0].select(str(other.plan_id)).run()
    assert screen.title[0].value == plain(other.title)
    assert screen.link("plan") == str(other.plan_id)


@pytest.mark.usefixtures("plan")
def test_a_plan_can_be_removed(open_page, home):
    screen = open_page("plan", home)
    screen.button("Delete it").click().run()
    assert not screen.exception
    assert list_plans(home.demonstration.user) == ()
    assert "No plan yet" in screen.words


def test_a_plan_outlives_the_analysis_it_came_from(open_page, home, plan, invented):
    shutil.move(home.demonstration.user, home.user)
    with writing(home.papers) as connection:
        merge_papers(connection, invented.papers[:5])
    screen = open_page("plan", home)
    assert screen.title[0].value == plain(plan.title)
    assert not screen.error
