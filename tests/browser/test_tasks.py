"""What a new user comes for, each in four clicks or fewer."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from served import Dashboard, settle

from explorer.presentation.niche_tables import ranking
from explorer.refreshing.run import refresh_run
from explorer.runs import read_run, read_table

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = pytest.mark.browser

MOST = 4
"""Clicks."""

CATEGORY = "cs.RO"

ROW, HEADER, MARKER = 35, 36, 45
"""Pixels of a row of Streamlit's table, of its header, and before the first column."""


class Visitor:
    """A person at a page, whose clicks are counted."""

    def __init__(self, page, url):
        self.page, self.clicks = page, 0
        self.comes(url)

    def comes(self, url):
        self.clicks = 0
        self.page.goto(url)
        settle(self.page)

    def click(self, place):
        self.clicks += 1
        assert self.clicks <= MOST
        place.click()
        settle(self.page)

    def click_first_name(self):
        self.clicks += 1
        box = self.page.get_by_test_id("stDataFrame").locator("canvas").first.bounding_box()
        self.page.mouse.click(box["x"] + MARKER + 15, box["y"] + HEADER + ROW / 2)

    def press(self, name):
        self.click(self.page.get_by_role("button", name=name))

    def choose(self, label, option, *, typed=False):
        self.click(self.page.get_by_role("combobox", name=re.compile(label)))
        if typed:
            self.page.keyboard.type(option)
        self.click(self.page.get_by_role("option", name=option))
        self.page.keyboard.press("Escape")
        expect(self.page.get_by_role("listbox")).to_have_count(0)


def fastest(home):
    run = read_run(home.demonstration.runs)
    niches = ranking(read_table(run, "niches"), read_table(run, "series"))
    own = niches[niches["primary_category"] == CATEGORY]
    return own.sort_values("growth", ascending=False).iloc[0]


def other_than(home, niche):
    """Name a niche that nothing on the page of the first one leads to."""
    niches = read_table(read_run(home.demonstration.runs), "niches")
    apart = niches[(niches["level"] == "niche") & (niches["parent_id"] != niche["parent_id"])]
    return apart["name"].iloc[-1]


def test_what_a_new_user_comes_for_takes_four_clicks_or_fewer(dashboard, page, home, chromium):
    niche = fastest(home)
    visitor = Visitor(page, dashboard.url)

    visitor.choose("Commonest category", CATEGORY)
    visitor.choose("Highest first", "Growth a year")
    shared = page.url

    visitor.comes(shared)
    visitor.click_first_name()
    expect(page.get_by_role("heading", level=1)).to_have_text(niche["name"])
    expect(page.get_by_text(re.compile("Flagged as an opening|Not flagged"))).to_be_visible()
    expect(page.get_by_text("Best start for a newcomer")).to_be_visible()
    expect(page.get_by_text("Entered lately")).to_be_visible()

    other = chromium.new_context()
    elsewhere = other.new_page()
    elsewhere.goto(page.url)
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text(niche["name"])
    other.close()

    visitor.comes(page.url)
    visitor.click(page.get_by_role("button", name="Picture").first)
    with page.expect_download() as download:
        visitor.press("SVG, sharp at any size")
    picture = Path(download.value.path()).read_text(encoding="utf-8")
    assert picture.startswith("<svg ")
    assert niche["name"] in picture

    visitor.comes(page.url)
    visitor.press("Compare with others")
    page.wait_for_url("**/compare?niches=*")
    visitor.choose("Niches, two to four", other_than(home, niche), typed=True)
    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()

    visitor.comes(dashboard.url)
    page.get_by_role("textbox", name="Define a niche by words").fill("grasp OR gripper")
    visitor.press("Show this niche")
    expect(page.get_by_role("heading", level=1)).to_have_text("grasp OR gripper")

    visitor.comes(f"{dashboard.url}/niche?niche={niche['slug']}")
    visitor.press("Save this niche")
    expect(page.get_by_role("heading", name="Plan: ")).to_be_visible()


def test_what_changed_since_the_last_refresh_is_one_click_away(page, place, hold):
    hold(place, date(2024, 12, 31))
    refresh_run(place, now=datetime(2026, 11, 22, tzinfo=UTC))
    served = Dashboard(place.data_dir)
    served.start()
    try:
        visitor = Visitor(page, served.url)
        visitor.press("What changed")
        expect(page.get_by_role("heading", name="What changed since")).to_be_in_viewport()
    finally:
        served.stop()
