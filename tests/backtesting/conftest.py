"""A corpus with planted growth, and back-tests of it, made once."""

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
def held(planted, tmp_path_factory):
    """Settings that look at the planted corpus; a back-test of it may lie there."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("planted"))
    keep(settings, planted[0])
    return settings


@pytest.fixture(scope="session")
def made(held):
    return back_test(held, ASKED, now=NOW)


@pytest.fixture(scope="session")
def known(held):
    """What was known at the end of 2013."""
    return look_back(held.papers, ASKED.scope("2013-12", 0))
