"""What a screen reader and weak eyes are owed, asked of axe-core on every page in both themes."""

import pytest
from served import PAGES, settle

pytestmark = pytest.mark.browser

BAD = {"serious", "critical"}

DRAWN = """() => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every(
    (chart) => chart.querySelector('svg.marks, canvas.marks'))"""


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_no_page_has_a_serious_fault(dashboard, page, theme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe-core").Axe()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    for path in PAGES.values():
        page.goto(f"{dashboard.url}/{path}")
        settle(page)
        page.wait_for_function(DRAWN)
        faults = [
            (fault["id"], node["target"])
            for fault in axe.run(page).response["violations"]
            if fault["impact"] in BAD
            for node in fault["nodes"]
        ]
        assert faults == [], path
