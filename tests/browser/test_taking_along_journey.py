"""A plan that leaves as files, is wiped, and comes back, in Chromium."""

from datetime import UTC, datetime

import pytest
from served import settle

from explorer.niches import keep_niche
from explorer.plans.exports.formats import FORMATS
from explorer.plans.plan_store import list_plans
from explorer.runs import read_run, read_table

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

pytestmark = pytest.mark.browser


def take(page, label, folder):
    with page.expect_download() as download:
        page.get_by_role("button", name=label).click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def test_a_plan_is_taken_along_and_brought_back(dashboard, page, home, tmp_path):
    place = home.demonstration
    run = read_run(place.runs)
    slug = read_table(run, "niches")["slug"].iloc[0]
    plan = keep_niche(place, run, slug, now=datetime(2026, 11, 22, 12, tzinfo=UTC))
    page.goto(f"{dashboard.url}/plan")
    page.get_by_role("button", name="Take it along").click()
    files = {how: take(page, form.label, tmp_path) for how, form in FORMATS.items()}
    assert {how: file.name for how, file in files.items()} == {
        how: f"{slug}{form.suffix}" for how, form in FORMATS.items()
    }
    backup = take(page, "Backup, to restore", tmp_path)
    assert all(file.stat().st_size > 500 for file in (*files.values(), backup))

    place.user.unlink()
    page.goto(f"{dashboard.url}/plan")
    expect(page.get_by_text("No plan yet")).to_be_visible()
    page.get_by_role("button", name="Bring something back").click()
    page.locator("input[type=file]").set_input_files(files["json"])
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("1 plan came in.")).to_be_visible()
    expect(page.get_by_role("heading", name="Plan: ")).to_be_visible()
    assert list_plans(place.user) == (plan,)

    page.reload()
    settle(page)
    page.get_by_role("button", name="Bring something back").click()
    page.locator("input[type=file]").set_input_files(backup)
    page.get_by_role("button", name="Restore", exact=True).click()
    expect(page.get_by_text("The backup is restored.")).to_be_visible()
    assert list_plans(place.user) == (plan,)

    shared = page.context.new_page()
    shared.goto(files["html"].as_uri())
    expect(shared.get_by_role("heading", name=plan.title, exact=True)).to_be_visible()
    assert shared.locator("body").evaluate("e => getComputedStyle(e).maxWidth") != "none"
