"""What a person types on a plan and has not saved yet outlives all that is done beside it."""

from datetime import UTC, datetime

import pytest
from served import settle

from explorer.niches import keep_niche
from explorer.plans.contacts import read_contacts
from explorer.plans.plan_store import read_plan
from explorer.runs import read_run, read_table

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

pytestmark = pytest.mark.browser


def box(page, name, place=0):
    return page.get_by_role("textbox", name=name).nth(place)


def press(page, label):
    page.get_by_role("button", name=label, exact=True).first.click()
    settle(page)


def test_nothing_typed_is_lost_by_what_is_done_beside_it(dashboard, page, home):
    place = home.demonstration
    run = read_run(place.runs)
    slug = read_table(run, "niches")["slug"].iloc[0]
    plan = keep_niche(place, run, slug, now=datetime(2026, 11, 22, 12, tzinfo=UTC))
    page.goto(f"{dashboard.url}/plan")
    settle(page)
    page.locator("summary", has_text="2. Personal").last.click()
    box(page, "Problem", 0).fill("mine in one")
    box(page, "Problem", 1).fill("mine in two")
    press(page, "Note a talk")
    box(page, "What was said").fill("much")
    page.keyboard.press("Escape")
    for label in ("Log 10 minutes", "Start", "Pause", "Go on", "Finish"):
        press(page, label)
        assert [box(page, "Problem", i).input_value() for i in (0, 1)] == [
            "mine in one",
            "mine in two",
        ]
    box(page, "What I learned").fill("patience")
    press(page, "Open again")
    expect(box(page, "What I learned")).to_have_value("patience")
    press(page, "Note a talk")
    press(page, "Note it")
    expect(box(page, "What was said")).to_have_value("much")
    box(page, "With whom").fill("Ada Bo")
    press(page, "Note it")
    expect(page.get_by_role("button", name="Talks: 1")).to_be_visible()
    assert [each.said for each in read_contacts(place.user, plan.plan_id)] == ["much"]
    press(page, "Save this rung")
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    stored = read_plan(place.user, plan.plan_id).rungs[0]
    assert (stored.problem, stored.state) == ("mine in one", "started")
    expect(box(page, "Problem", 1)).to_have_value("mine in two")
