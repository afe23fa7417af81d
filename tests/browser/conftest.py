"""A dashboard and a page of it; skipped with a reason where there is no browser."""

import pytest
from served import Dashboard, Watch, browser, find_chromium

PATIENCE = 30_000
"""Milliseconds that a busy machine is given to show something."""


@pytest.fixture(scope="session")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    playwright.expect.set_options(timeout=PATIENCE)
    if find_chromium() is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with browser() as launched:
        yield launched


@pytest.fixture
def dashboard(home):
    """The dashboard over a demonstration of its own."""
    served = Dashboard(home.data_dir)
    served.start()
    yield served
    served.stop()


@pytest.fixture
def page(chromium):
    """A page that must ask nobody else and complain of nothing."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1000})
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    watch = Watch(opened)
    yield opened
    context.close()
    assert watch.strangers() == []
    assert watch.complaints == []
