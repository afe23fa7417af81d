"""A niche that a person names and hides with the keyboard, and shows again, in Chromium."""

import pytest
from served import settle

from explorer.plans.wishes import list_wishes

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

pytestmark = pytest.mark.browser


def test_a_niche_is_named_hidden_and_shown_again(dashboard, page, home):
    store = home.demonstration.user
    page.goto(f"{dashboard.url}/niche")
    settle(page)
    computed = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="Make it yours").focus()
    page.keyboard.press("Enter")
    name = page.get_by_label("Your name for it")
    name.focus()
    page.keyboard.type("My <b>crabs</b> 🦀")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="My <b>crabs</b> 🦀", level=1)).to_be_visible()
    expect(page.get_by_text(f"Its papers named it “{computed}”.")).to_be_visible()

    hide = page.get_by_role("button", name="Hide it from lists")
    if not hide.is_visible():
        page.get_by_role("button", name="Make it yours").click()
    hide.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Hidden by you: lists and pickers leave it out.")).to_be_visible()
    (wish,) = list_wishes(store)
    assert (wish.own_name, wish.computed_name, wish.hidden) == (
        "My <b>crabs</b> 🦀",
        computed,
        True,
    )

    page.goto(f"{dashboard.url}/")
    page.get_by_text("1 niche hidden by you").click()
    expect(page.get_by_text("My <b>crabs</b> 🦀")).to_be_visible()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("1 niche hidden by you")).to_have_count(0)
    (wish,) = list_wishes(store)
    assert not wish.hidden
