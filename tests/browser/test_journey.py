"""What a person does on the first day, in Chromium."""

import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from served import Dashboard, settle

from explorer.plans.niches import list_niches
from explorer.plans.plan_store import list_plans, update_plan
from explorer.presentation.escaping import JOINER
from explorer.presentation.niche_tables import ranking
from explorer.runs import read_run, read_table

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = pytest.mark.browser

ROW, HEADER, MARKER = 35, 36, 45
"""Pixels of a row of Streamlit's table, of its header, and before the first column."""

OWN_WORDS = "Which grip survives a wet hand?\n\n- $x$ <b>y</b> :material/home:"


def ranked(home):
    run = read_run(home.demonstration.runs)
    return ranking(read_table(run, "niches"), read_table(run, "series"))


def click_name(page, row):
    """Click the name of a niche in the table, which is drawn as one picture."""
    table = page.get_by_test_id("stDataFrame").locator("canvas").first
    table.wait_for()
    settle(page)
    box = table.bounding_box()
    page.mouse.click(box["x"] + MARKER + 15, box["y"] + HEADER + ROW * row + ROW / 2)


def problem(page):
    return page.get_by_role("textbox", name="Problem").first


def test_from_the_first_look_to_a_plan_that_stays(dashboard, page, home, tmp_path):
    niche = ranked(home).iloc[1]
    page.goto(dashboard.url)
    expect(page.get_by_text("Demonstration corpus: invented papers")).to_be_visible()
    click_name(page, 1)
    expect(page.get_by_role("heading", name=niche["name"])).to_be_visible()
    assert page.url == f"{dashboard.url}/niche?niche={niche['slug']}"

    page.get_by_text("papers behind it").first.click()
    expect(page.get_by_text("A wave is often seen elsewhere first")).to_be_visible()
    page.get_by_role("button", name="Save this niche").click()
    expect(page.get_by_role("heading", name="Plan: ")).to_be_visible()
    assert re.fullmatch(rf"{dashboard.url}/plan\?plan=\d+", page.url)

    settle(page)
    problem(page).fill(OWN_WORDS)
    page.get_by_role("button", name="Save this rung").first.click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.reload()
    expect(problem(page)).to_have_value(OWN_WORDS)

    link = page.url
    page.goto("about:blank")
    dashboard.stop()
    dashboard.start()
    page.goto(link)
    expect(problem(page)).to_have_value(OWN_WORDS)
    settle(page)
    page.get_by_role("button", name="Take it along").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Text (Markdown)").click()
    target = tmp_path / "plan.md"
    download.value.save_as(target)
    text = Path(target).read_text(encoding="utf-8")
    assert "Which grip survives a wet hand?" in text
    assert download.value.suggested_filename == f"{niche['slug']}.md"
    (saved,) = list_niches(home.demonstration.user)
    assert saved.niche_id == niche["niche_id"]


def test_a_point_of_the_chart_leads_to_its_niche(dashboard, page):
    page.goto(dashboard.url)
    points = page.get_by_test_id("stVegaLiteChart").locator("path[aria-roledescription=point]")
    points.first.wait_for()
    settle(page)
    points.first.click()
    page.wait_for_url("**/niche?niche=*")
    expect(page.get_by_role("heading", name="Growth")).to_be_visible()


def test_from_the_map_of_subfields_by_two_clicks_to_a_niche(dashboard, page):
    page.goto(f"{dashboard.url}/map")
    points = page.get_by_test_id("stVegaLiteChart").locator("path[aria-roledescription=point]")
    points.first.wait_for()
    settle(page)
    points.first.click()
    page.wait_for_url("**/map?level=niche&inside=*")
    expect(page.get_by_text("to see why it stands there")).to_be_visible()
    settle(page)
    points.first.click()
    page.wait_for_url("**/niche?niche=*")
    expect(page.get_by_role("heading", name="Growth")).to_be_visible()
    page.get_by_test_id("stTopNavLink").get_by_text("Map").click()
    page.wait_for_url("**/map?level=niche&inside=*")


def test_filters_are_in_the_link_and_stay_when_one_comes_back(dashboard, page):
    page.goto(dashboard.url)
    page.get_by_text("Only openings").click()
    page.wait_for_url("**/?openings=true")
    settle(page)
    click_name(page, 0)
    page.wait_for_url("**/niche?niche=*")
    page.get_by_test_id("stTopNavLink").get_by_text("Discover").click()
    page.wait_for_url("**/?openings=true")


def tick(page, row):
    """Tick the box before a row of the table."""
    box = page.get_by_test_id("stDataFrame").locator("canvas").first.bounding_box()
    page.mouse.click(box["x"] + MARKER / 3, box["y"] + HEADER + ROW * row + ROW / 2)
    settle(page)


def test_two_ticked_rows_are_compared_and_shared_by_their_link(dashboard, page, home):
    niches = ranked(home)
    page.goto(dashboard.url)
    page.get_by_test_id("stDataFrame").locator("canvas").first.wait_for()
    settle(page)
    expect(page.get_by_role("button", name="Compare")).to_be_disabled()
    tick(page, 0)
    tick(page, 2)
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/compare?niches=*")
    page.reload()
    for name in niches["name"].iloc[[0, 2]]:
        expect(page.get_by_role("columnheader", name=name)).to_be_visible()
    expect(page.get_by_role("columnheader")).to_have_count(3)
    text = taken(page, "Page (HTML)")
    assert all(f">{name}</th>" in text for name in niches["name"].iloc[[0, 2]])
    rows = csv.DictReader(io.StringIO(taken(page, "Figures (CSV)")))
    assert [row["slug"] for row in rows] == niches["slug"].iloc[[0, 2]].tolist()


def test_the_papers_of_a_niche_are_taken_along(dashboard, page, home):
    niche = ranked(home).iloc[0]
    page.goto(f"{dashboard.url}/niche?niche={niche['slug']}")
    assert taken(page, "Papers (BibTeX)").count("@misc{") == niche["papers"]
    rows = csv.DictReader(io.StringIO(taken(page, "Papers (CSV)")))
    assert len({row["id"] for row in rows}) == niche["papers"]
    assert "<h2>What to read</h2>" in taken(page, "Page (HTML)")


@pytest.mark.parametrize("path", ["", "map", "niche", "compare", "data"])
def test_a_picture_of_every_chart_says_what_it_is_and_up_to_when(dashboard, page, path):
    page.goto(f"{dashboard.url}/{path}")
    settle(page)
    buttons = page.get_by_role("button", name="Picture")
    expect(buttons.first).to_be_visible()
    for place in range(buttons.count()):
        buttons.nth(place).click()
        with page.expect_download() as download:
            page.get_by_role("button", name="SVG, sharp at any size").click()
        picture = Path(download.value.path()).read_text(encoding="utf-8")
        assert "role-title" in picture
        assert re.search("(as|newest) of [0-9]+ [A-Z][a-z]+ 20[0-9]{2}", picture)
        page.keyboard.press("Escape")
        settle(page)


def taken(page, label):
    """Press a button of what can be taken along, and read the file."""
    settle(page)
    button = page.get_by_role("button", name=label)
    if not button.is_visible():
        page.get_by_role("button", name="Take it along").click()
    with page.expect_download() as download:
        button.click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def test_a_niche_by_words_is_defined_from_the_first_page_and_shared_by_its_link(dashboard, page):
    page.goto(f"{dashboard.url}/?named=robot")
    settle(page)
    box = page.get_by_role("textbox", name="Define a niche by words")
    box.fill('grasp OR "soft gripper"')
    box.press("Enter")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile("^grasp OR .soft gripper.$"))
    assert "words=" in page.url
    assert "niche=" not in page.url
    expect(page.get_by_role("heading", name="Neighbours")).to_be_visible()
    expect(page.get_by_test_id("stMain").locator("li strong").last).to_be_visible()
    link = page.url
    settle(page)
    page.get_by_test_id("stTopNavLink").get_by_text("Discover").click()
    page.wait_for_url("**/?named=robot")
    page.goto(link)
    expect(heading).to_have_text(re.compile("^grasp OR .soft gripper.$"))


def test_text_of_others_is_shown_as_it_was_written(dashboard, page, home):
    page.goto(f"{dashboard.url}/niche")
    page.get_by_role("button", name="Save this niche").click()
    page.wait_for_url("**/plan?plan=*")
    nasty = (
        "$x$ *b* [c](http://d.e) <b>f</b> :material/home: :streamlit: :red[h] -> -- >= "
        "www.i.org a@b.cd http://j.kl `m` :smile: #n 1. ~~o~~"
    )
    (plan,) = list_plans(home.demonstration.user)
    values = {"title": nasty, "hours_per_week": 5.0, "now": datetime.now(UTC)}
    update_plan(home.demonstration.user, plan.plan_id, **values)
    page.reload()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("www")
    assert heading.inner_text().replace(JOINER, "") == nasty
    assert heading.locator("a, b, em, code, img, del, .katex").count() == 0


def test_every_page_fits_a_telephone(dashboard, page):
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("", "map", "niche", "compare", "plan", "data"):
        page.goto(f"{dashboard.url}/{path}")
        expect(page.get_by_text("Demonstration corpus: invented papers")).to_be_visible()
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        too_wide = page.get_by_test_id("stMain").evaluate("e => e.scrollWidth - e.clientWidth")
        assert too_wide <= 0
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_role("link", name="Data and method")).to_be_visible()


def test_an_empty_folder_opens_on_the_demonstration(page, tmp_path):
    served = Dashboard(tmp_path / "new")
    served.start()
    try:
        page.goto(served.url)
        expect(page.get_by_text("a demonstration is made")).to_be_visible()
        expect(page.get_by_test_id("stDataFrame")).to_be_visible(timeout=120_000)
    finally:
        served.stop()
