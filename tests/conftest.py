"""What tests of several parts need: the demonstration, made once, and a corpus that grows."""

import os
import shutil
from datetime import UTC, date, datetime

import hypothesis
import pytest
from made_once import Shelf

from explorer.analysis import analyze
from explorer.corpus.demonstration import make_demonstration
from explorer.corpus.merging import merge_papers
from explorer.corpus.store import writing
from explorer.demonstration import prepare_demonstration
from explorer.refreshing.run import refresh_run
from explorer.settings import Settings

hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session")
def shelf(tmp_path_factory):
    """What takes long to make, for all processes of this run of the tests."""
    own = tmp_path_factory.getbasetemp()
    return Shelf(own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own)


@pytest.fixture(scope="session")
def demonstration(shelf):
    """Settings that look at a demonstration corpus and its analysis; to be read, not written."""

    def make(folder):
        prepare_demonstration(Settings(data_dir=folder), now=datetime(2026, 11, 22, 12, tzinfo=UTC))

    return Settings(data_dir=shelf.place("demonstration", make)).demonstration


@pytest.fixture
def home(demonstration, tmp_path):
    """A data folder that holds the demonstration and no real paper; may be written."""
    home = Settings(data_dir=tmp_path / "home")
    shutil.copytree(demonstration.data_dir, home.demonstration.data_dir, symlinks=True)
    return home


FITTED = date(2024, 9, 30)

SUBFIELDS = {
    "soft robotic grippers",
    "brain signal decoding for typing",
    "satellite flood mapping",
    "legged locomotion on rough ground",
    "household load forecasting",
    "crop disease imaging",
    "sentence representation learning",
    "gaze patterns in reading",
    "grid-based path planning",
}
"""Planted subfields that are held besides the newborn ones: enough to find niches, and quick."""


@pytest.fixture(scope="session")
def invented(shelf):
    """The papers of the demonstration and the truth about them."""
    return shelf.value("invented", make_demonstration)


@pytest.fixture(scope="session")
def hold(invented):
    """Bring the papers up to a day into a store, or every second or third of them."""
    truth = invented.truth
    chosen = truth["subfield"].isin(SUBFIELDS) | (truth["kind"] == "newborn")
    ids = set(truth.loc[chosen, "arxiv_id"])

    def held(settings, until, *, every=1):
        papers = [p for p in invented.papers if p.arxiv_id in ids and p.submitted <= until]
        papers = papers[::every]
        with writing(settings.papers) as connection:
            merge_papers(connection, papers)

    return held


@pytest.fixture(scope="session")
def fitted(hold, shelf):
    """A data folder whose niches were found at the end of September; to be read, not written."""

    def make(folder):
        settings = Settings(data_dir=folder)
        hold(settings, FITTED)
        analyze(settings, now=datetime(2026, 11, 22, 12, tzinfo=UTC))

    return Settings(data_dir=shelf.place("fitted", make))


@pytest.fixture(scope="session")
def refreshed(fitted, hold, shelf):
    """The same with the papers of the whole year, refreshed; to be read, not written."""

    def make(folder):
        shutil.copytree(fitted.data_dir, folder, symlinks=True, dirs_exist_ok=True)
        settings = Settings(data_dir=folder)
        hold(settings, date(2024, 12, 31))
        refresh_run(settings, now=datetime(2026, 11, 29, 12, tzinfo=UTC))

    return Settings(data_dir=shelf.place("refreshed", make))


@pytest.fixture(scope="session")
def judged_early(hold, shelf):
    """A data folder whose niches were judged early in October; to be read, not written."""

    def make(folder):
        settings = Settings(data_dir=folder)
        hold(settings, date(2024, 10, 3))
        analyze(settings, now=datetime(2026, 11, 22, 12, tzinfo=UTC))

    return Settings(data_dir=shelf.place("judged-early", make))


@pytest.fixture
def early(judged_early, tmp_path):
    """The same, to be written: papers of later October can join its niches."""
    shutil.copytree(judged_early.data_dir, tmp_path / "early", symlinks=True)
    return Settings(data_dir=tmp_path / "early")


@pytest.fixture
def place(fitted, tmp_path):
    """A data folder whose niches were found at the end of September; may be written."""
    shutil.copytree(fitted.data_dir, tmp_path / "data", symlinks=True)
    return Settings(data_dir=tmp_path / "data")
