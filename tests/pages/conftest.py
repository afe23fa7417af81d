"""The dashboard without a browser, over folders in every state that a person can meet."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from explorer.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = ("discover", "niche", "plan", "data")


@pytest.fixture
def open_page(monkeypatch):
    """Open a page over a data folder, with what its link says."""

    def opened(page, home, *, timeout=60, **link):
        monkeypatch.setenv("EXPLORER_DATA", str(home.data_dir))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=timeout)
        for name, value in link.items():
            app.query_params[name] = value
        return app.switch_page(f"explorer/pages/{page}.py").run()

    return opened


@pytest.fixture
def home(demonstration, tmp_path):
    """A data folder that holds the demonstration and no real paper; may be written."""
    home = Settings(data_dir=tmp_path / "home")
    shutil.copytree(demonstration.data_dir, home.demonstration.data_dir, symlinks=True)
    return home


@pytest.fixture
def real_papers(demonstration, tmp_path):
    """A data folder with a store of real papers (the invented ones, declared real), no analysis."""
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
    return real_papers


def words_of(app):
    """Everything that a page says, as one text."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption)
    said = (app.error, app.warning, app.info, app.success)
    return "\n".join(str(element.value) for kind in (*kinds, *said) for element in kind)
