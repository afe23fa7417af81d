"""A corpus with planted growth, and back-tests of it, made once."""

import pickle
import shutil
from dataclasses import replace

import pytest
from planted_backtest import ASKED, NOW, keep
from planted_growth import planted_papers

from explorer.backtesting.known import look_back
from explorer.backtesting.run import back_test
from explorer.settings import Settings


@pytest.fixture(scope="session")
def planted():
    return planted_papers()


@pytest.fixture(scope="session")
def looked_back(planted, shelf):
    """A folder with the planted corpus, a back-test of it, and what that gave; not written."""

    def make(folder):
        settings = Settings(data_dir=folder)
        keep(settings, planted[0])
        made = back_test(settings, ASKED, now=NOW)
        (folder / "made.pickle").write_bytes(pickle.dumps(made))

    return shelf.place("looked_back", make)


@pytest.fixture(scope="session")
def held(looked_back, tmp_path_factory):
    """Settings that look at the planted corpus and the back-test of it."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("planted") / "data")
    shutil.copytree(looked_back, settings.data_dir, symlinks=True)
    return settings


@pytest.fixture(scope="session")
def made(looked_back, held):
    """What the back-test gave; it lies in the folder that is looked at."""
    made = pickle.loads((looked_back / "made.pickle").read_bytes())  # noqa: S301
    return replace(made, path=held.backtests / made.path.name)


@pytest.fixture(scope="session")
def known(held, shelf):
    """What was known at the end of 2013."""
    return shelf.value("known", lambda: look_back(held.papers, ASKED.scope("2013-12", 0)))
