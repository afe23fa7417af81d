"""How soon the server answers, one person and five at once, and what it holds in memory.

Looks at the folder that the settings name; ``EXPLORER_DATA`` points it elsewhere. Alone on two
cores; seconds are of the server, to the last message of a page.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from explorer.runs import list_runs, read_run, read_table
from explorer.settings import load_settings

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from dashboard_visitor import Visitor
from served import Dashboard

pytestmark = [pytest.mark.benchmark, pytest.mark.real]

ALONE, TOGETHER, MEMORY = 0.4, 1.5, 800
"""Seconds at the 95th percentile for one person and for five at once; MiB."""

PEOPLE, ROUNDS = 5, 6


@pytest.fixture(scope="module")
def home():
    settings = load_settings()
    if not list_runs(settings.runs) or read_run(settings.runs).manifest["papers"] < 100_000:
        pytest.skip(f"no analysis of 100,000 real papers in {settings.data_dir}")
    return settings


@pytest.fixture(scope="module")
def dashboard(home):
    served = Dashboard(home.data_dir)
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="module")
def slugs(home):
    niches = read_table(read_run(home.runs), "niches")
    return niches.loc[niches["level"] == "niche", "slug"].tolist()


def test_one_person_and_five_at_once_wait_little(dashboard, slugs):
    first, alone = walk(dashboard, slugs, 0)
    with ThreadPoolExecutor(PEOPLE) as pool:
        walks = list(pool.map(lambda i: walk(dashboard, slugs, i), range(PEOPLE)))
    together = sorted(seconds for _, each in walks for seconds in each)
    figures = {
        "first page, s": first,
        "one person, s": percentile(sorted(alone)),
        "five people, s": percentile(together),
        "memory, MiB": dashboard.memory(),
    }
    print(figures)
    assert figures["one person, s"] <= ALONE, figures
    assert figures["five people, s"] <= TOGETHER, figures
    assert figures["memory, MiB"] <= MEMORY, figures


def walk(dashboard, slugs, number):
    """Walk through the pages; return the seconds of the first one, and of every other step."""
    with Visitor(dashboard.url) as person:
        first = person.visit("")
        seconds = []
        for step in range(ROUNDS):
            mine = slugs[(number * ROUNDS + step) % len(slugs)]
            other = slugs[(number * ROUNDS + step + 40) % len(slugs)]
            seconds += [
                person.visit(""),
                person.turn("Only openings"),
                person.visit("map"),
                person.visit("niche", f"niche={mine}"),
                person.visit("compare", f"niche={mine}&niche={other}"),
                person.visit("data"),
            ]
    assert person.errors == []
    return first, seconds


def percentile(seconds):
    return seconds[int(0.95 * len(seconds)) - 1]
