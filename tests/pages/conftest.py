"""The dashboard without a browser, over folders in every state that a person can meet."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from explorer.niches import keep_niche
from explorer.plans.plan_store import list_plans
from explorer.runs import read_run, read_table
from explorer.settings import Settings

ROOT = Path(__file__).parents[2]


class Screen:
    """A page as a reader meets it."""

    def __init__(self, app):
        self.app = app

    def __getattr__(self, name):
        return getattr(self.app, name)

    @property
    def words(self):
        """All that the page says, as one text."""
        texts = ("title", "header", "subheader", "markdown", "caption", "success", "info")
        kinds = (*texts, "warning", "error")
        return "\n".join(str(each.value) for kind in kinds for each in self.app.get(kind))

    def button(self, label):
        (found,) = [button for button in self.app.button if button.label == label]
        return found

    def link(self, name):
        """What the page wrote into its link."""
        value = self.app.query_params[name]
        return value if isinstance(value, str) else value[0]

    def labels(self):
        return [button.label for button in self.app.button]


@pytest.fixture(scope="session")
def drafted(demonstration, shelf):
    """The store of a person who saved the first niche; to be read, not written."""

    def make(folder):
        place = Settings(data_dir=folder / "data")
        shutil.copytree(demonstration.data_dir, place.data_dir, symlinks=True)
        run = read_run(place.runs)
        slug = read_table(run, "niches")["slug"].iloc[0]
        keep_niche(place, run, slug, now=datetime(2026, 11, 22, 12, tzinfo=UTC))

    return shelf.place("drafted", make)


@pytest.fixture
def plan(home, drafted):
    """The plan of the first niche, in a data folder that may be written."""
    kept, user = Settings(data_dir=drafted / "data").user, home.demonstration.user
    for file in user.parent.glob(f"{user.name}*"):
        file.unlink()
    for file in kept.parent.glob(f"{kept.name}*"):
        shutil.copy2(file, user.parent)
    (kept_plan,) = list_plans(user)
    return kept_plan


@pytest.fixture
def open_page(monkeypatch):
    """Open a page over a data folder, with what its link says; nothing may have gone wrong."""

    def opened(page, home, *, timeout=120, **link):
        monkeypatch.setenv("EXPLORER_DATA", str(home.data_dir))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=timeout)
        app.switch_page(f"explorer/pages/{page}.py")
        for name, value in link.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return Screen(app)

    return opened


@pytest.fixture
def real_papers(demonstration, tmp_path):
    """A data folder with a store of real papers and no analysis of them.

    They are the invented ones, declared real.
    """
    home = Settings(data_dir=tmp_path / "real")
    home.data_dir.mkdir()
    with (
        closing(sqlite3.connect(demonstration.papers)) as source,
        closing(sqlite3.connect(home.papers)) as copy,
    ):
        source.backup(copy)
        copy.execute("UPDATE meta SET value = 'real' WHERE name = 'kind'")
        copy.commit()
    return home


@pytest.fixture
def real_home(real_papers, demonstration):
    """A data folder with real papers and an analysis of them."""
    shutil.copytree(demonstration.runs, real_papers.runs, symlinks=True)
    (manifest,) = real_papers.runs.glob("2*/manifest.json")
    facts = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**facts, "kind": "real"}))
    return real_papers
