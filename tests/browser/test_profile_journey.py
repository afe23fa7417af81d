"""A profile written with the keyboard, and Discover ranked by it, in Chromium."""

import pytest
from served import settle

from explorer.plans.profile_store import read_profile

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

pytestmark = pytest.mark.browser


def test_a_profile_ranks_discover_and_is_switched_off(dashboard, page, home):
    page.goto(f"{dashboard.url}/profile")
    settle(page)
    page.get_by_role("textbox", name="Words and phrases").fill("soft grippers, contact force")
    page.get_by_role("spinbutton", name="Hours a week").fill("6")
    page.get_by_role("button", name="Save your profile").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_text("New plans are drafted for 6 hours a week.")).to_be_visible()
    assert read_profile(home.demonstration.user).phrases == ("soft grippers", "contact force")

    page.get_by_role("link", name="Discover").first.click()
    switch = page.get_by_role("switch", name="Rank with my profile")
    expect(switch).to_be_checked()
    expect(page.get_by_text("half by how well each niche fits you")).to_be_visible()
    page.get_by_text("Only openings that fit me").click()
    expect(page.get_by_text("1 niche, 1 opening among them")).to_be_visible()
    page.wait_for_url("**fitting=true**")
    page.get_by_text("Only openings that fit me").click()
    page.get_by_text("Rank with my profile").click()
    page.wait_for_url("**fit=false**")
    expect(page.get_by_text("half by how well each niche fits you")).to_have_count(0)

    page.goto(f"{dashboard.url}/niche?niche=soft-robotic-grippers")
    settle(page)
    expect(page.get_by_role("heading", name="You and this niche")).to_be_visible()
    expect(page.get_by_text("Words you share:")).to_be_visible()
