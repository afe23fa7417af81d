"""How a person gets real papers in Chromium: what it costs, how far it is, stop, go on, counted."""

import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from arxiv_feed import sample_papers
from arxiv_server import ArxivServer
from served import Dashboard, settle

from explorer.corpus.reading import describe_store
from explorer.presentation.numbers import month_name
from explorer.settings import Settings

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = pytest.mark.browser


@pytest.fixture
def arxiv():
    """A local arXiv with papers of about three months, up to yesterday."""
    last = datetime.now(UTC).date() - timedelta(days=1)
    first = (last - timedelta(days=70)).replace(day=1)
    with ArxivServer(sample_papers(90, first=first, last=last)) as server:
        yield server


@pytest.fixture
def home(demonstration, tmp_path):
    """A data folder of its own: papers will come into it."""
    home = Settings(data_dir=tmp_path / "home")
    shutil.copytree(demonstration.data_dir, home.demonstration.data_dir, symlinks=True)
    return home


@pytest.fixture
def dashboard(home, arxiv, monkeypatch, tmp_path):
    monkeypatch.setenv("EXPLORER_ARXIV_URL", arxiv.url)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    served = Dashboard(home.data_dir)
    served.start()
    yield served
    served.stop()


def pick(page, label, text, option):
    """Type into a box, and take the option that it offers."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(text)
    page.get_by_role("option", name=option).first.click()


def test_papers_are_fetched_stopped_and_fetched_on(dashboard, page, home, arxiv):
    since = arxiv.papers[0].submitted
    page.goto(f"{dashboard.url}/data")
    fetch = page.get_by_role("button", name="Fetch from arXiv")
    expect(fetch).to_be_disabled()
    pick(page, re.compile("Categories"), "Robotics", "cs.RO · Robotics")
    page.keyboard.press("Escape")
    settle(page)
    pick(page, re.compile("Since"), month_name(f"{since:%Y-%m}"), month_name(f"{since:%Y-%m}"))
    expect(page.get_by_text(re.compile(r"About \d+ requests to arXiv in all"))).to_be_visible()
    assert arxiv.asked == []

    fetch.click()
    expect(page.get_by_text(re.compile("Fetching cs.RO"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"[1-9]\d* of 90"))).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped. What was finished before is kept.")).to_be_visible()
    assert 0 < describe_store(home.papers).papers < 90

    settle(page)
    fetch.click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.goto("about:blank")
    dashboard.stop()
    dashboard.start()
    page.goto(f"{dashboard.url}/data")
    expect(page.get_by_text("90 papers in 2 categories")).to_be_visible(timeout=60_000)
    expect(
        page.get_by_text(re.compile(r"cs\.RO: \d+ papers came, \d+ of them new"))
    ).to_be_visible()
    assert describe_store(home.papers).papers == 90
    assert min(arxiv.gaps()) >= 2.9
