"""A dashboard and a page of it; skipped with a reason where there is no browser.

One server and one browsing session serve all tests of a process, as they serve a person all day:
what takes long is to start, and to read the dashboard's program. What a person writes is gone
before the next test.
"""

import shutil

import pytest
from served import Dashboard, Watch, browser, find_chromium

from explorer.settings import Settings

PATIENCE = 30_000
"""Milliseconds that a busy machine is given to show something."""

FORGET = """try {
    if (!sessionStorage.getItem("begun")) localStorage.clear();
    sessionStorage.setItem("begun", "yes");
} catch {}"""
"""What pages before this one wrote down is forgotten when it first comes to a place."""


@pytest.fixture(scope="session")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    playwright.expect.set_options(timeout=PATIENCE)
    if find_chromium() is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with browser() as launched:
        yield launched


@pytest.fixture(scope="session")
def server(demonstration, tmp_path_factory):
    """A dashboard over a demonstration of its own."""
    home = Settings(data_dir=tmp_path_factory.mktemp("served") / "home")
    shutil.copytree(demonstration.data_dir, home.demonstration.data_dir, symlinks=True)
    served = Dashboard(home.data_dir)
    served.start()
    yield served
    served.stop()


@pytest.fixture
def home(server, demonstration):
    """The data folder that is looked at; nobody has written into it."""
    home = Settings(data_dir=server.data_dir)
    user = home.demonstration.user
    for file in user.parent.glob(f"{user.name}*"):
        file.unlink()
    shutil.copy2(demonstration.user, user)
    return home


@pytest.fixture
def dashboard(server, home):  # noqa: ARG001
    """The dashboard over that folder."""
    if not server.healthy():
        server.start()
    return server


@pytest.fixture(scope="session")
def session(chromium):
    """What a browser keeps between pages."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1000})
    yield context
    context.close()


@pytest.fixture
def page(session):
    """A page that must ask nobody else and complain of nothing."""
    opened = session.new_page()
    opened.set_default_timeout(PATIENCE)
    opened.add_init_script(FORGET)
    watch = Watch(opened)
    yield opened
    opened.close()
    assert watch.strangers() == []
    assert watch.complaints == []
