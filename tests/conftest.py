"""What tests of several parts need: the demonstration, made once."""

import shutil
from datetime import UTC, datetime

import pytest

from explorer.demonstration import prepare_demonstration
from explorer.settings import Settings


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """Settings that look at a demonstration corpus and its analysis; to be read, not written."""
    home = Settings(data_dir=tmp_path_factory.mktemp("data"))
    return prepare_demonstration(home, now=datetime(2026, 11, 22, 12, tzinfo=UTC))


@pytest.fixture
def home(demonstration, tmp_path):
    """A data folder that holds the demonstration and no real paper; may be written."""
    home = Settings(data_dir=tmp_path / "home")
    shutil.copytree(demonstration.data_dir, home.demonstration.data_dir, symlinks=True)
    return home
