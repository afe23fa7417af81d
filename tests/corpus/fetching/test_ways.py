from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from arxiv_feed import sample_papers
from arxiv_server import ArxivServer
from hypothesis import given, settings
from hypothesis import strategies as st
from oai_server import OaiServer

from explorer.corpus.fetching.pace import INTERVAL
from explorer.corpus.fetching.slices import DAY
from explorer.corpus.fetching.ways import BULK_MINUTES, FEW, NAMES, VIAS, bulk_advice, fetch, plan
from explorer.corpus.harvest_log import Harvest, log_harvest, read_harvests
from explorer.corpus.store import reading, writing
from explorer.errors import BadDateError, NoListError
from explorer.settings import Settings

NOW = datetime(2024, 4, 2, 9, tzinfo=UTC)
MONTH = {"since": date(2024, 3, 1), "until": NOW.date(), "now": NOW}
YEARS = {"since": date(2014, 1, 1), "until": NOW.date(), "now": NOW}
PAPERS = sample_papers(30, first=date(2024, 3, 1), last=date(2024, 3, 30))


@pytest.fixture
def store(tmp_path):
    return tmp_path / "papers.sqlite"


@pytest.fixture
def api():
    with ArxivServer(PAPERS) as api:
        yield api


@pytest.fixture
def oai():
    with OaiServer(PAPERS, now=NOW) as oai:
        yield oai


@pytest.fixture
def get(store, tmp_path, api, oai):
    def get(category="cs.RO", **options):
        options = MONTH | {"interval": 0.003, "timeout": 2.0} | options
        urls = {"api_url": api.url, "oai_url": oai.url}
        return fetch(store, category, **urls, contact="", lock_dir=tmp_path / "locks", **options)

    return get


def logged(store, **facts):
    facts = {"category": "cs.RO", "fetched_at": NOW, "expected": None, "state": "done"} | facts
    with writing(store) as connection:
        log_harvest(connection, Harvest(**facts))


def test_a_month_is_asked_of_the_api(store):
    way = plan(store, "cs.RO", **MONTH)
    assert way.via == "api"
    assert "states how many" in way.reason
    assert way.minutes == pytest.approx(way.requests * INTERVAL / 60)
    assert not store.exists()


def test_many_years_are_one_list(store):
    way = plan(store, "cs.RO", **YEARS)
    assert way.via == "oai"
    assert way.requests < plan(store, "cs.RO", **YEARS, via="api").requests
    assert "fewer requests than 125 queries" in way.reason


def test_years_of_a_category_that_grew_large_are_cheaper_by_the_query(store):
    span = {"since": date(2023, 1, 1), "until": date(2023, 1, 31)}
    logged(store, source="api", received=31 * 160, **span)
    asked = {"since": date(2023, 9, 1), "until": NOW.date(), "now": NOW}
    way, other = plan(store, "cs.RO", **asked), plan(store, "cs.RO", **asked, via="oai")
    assert way.via == "api"
    assert FEW < way.requests <= other.requests
    assert f"would take {other.requests} requests" in way.reason


@pytest.mark.parametrize("category", ["astro-ph", "q-bio", "chao-dyn"])
def test_a_category_without_a_list_is_asked_of_the_api(store, category):
    assert plan(store, category, **YEARS).via == "api"
    with pytest.raises(NoListError, match=category):
        plan(store, category, **YEARS, via="oai")


def test_what_a_list_brought_before_is_kept_up_to_date_by_the_next(store):
    logged(store, source="oai", since=date(2023, 1, 1), until=date(2024, 3, 20), received=9000)
    way = plan(store, "cs.RO", **MONTH)
    assert (way.via, way.requests) == ("oai", 1)
    assert "what changed since 2024-03-20" in way.reason
    assert plan(store, "cs.LG", **MONTH).via == "api"


def test_what_is_held_costs_nothing_either_way(store):
    logged(store, source="oai", since=date(2023, 1, 1), until=NOW.date(), received=9000)
    way = plan(store, "cs.RO", since=date(2023, 1, 1), until=date(2023, 12, 31), now=NOW)
    assert (way.requests, way.reason) == (0, "all of it is held")


@given(
    st.integers(0, 9000),
    st.integers(0, 9000),
    st.integers(1, 40_000),
    st.sampled_from([None, *VIAS]),
)
@settings(max_examples=50, deadline=None)
def test_a_plan_is_never_dearer_than_the_other_way_by_more_than_a_minute(
    tmp_path_factory, start, length, received, via
):
    store = tmp_path_factory.mktemp("ways") / "papers.sqlite"
    span = {"since": date(2023, 1, 1), "until": date(2023, 1, 31)}
    logged(store, source="api", received=received, **span)
    since = date(1999, 6, 1) + start * DAY
    asked = {"since": since, "until": max(since, NOW.date() - length * DAY), "now": NOW}
    if since > NOW.date():
        with pytest.raises(BadDateError):
            plan(store, "cs.RO", **asked, via=via)
        return
    way = plan(store, "cs.RO", **asked, via=via)
    costs = {each: plan(store, "cs.RO", **asked, via=each).requests for each in VIAS}
    assert way.requests == costs[way.via]
    assert way.via == via or (via is None and way.requests <= max(FEW, *costs.values()))
    if via is None:
        assert way.requests <= max(FEW, min(costs.values()))


def test_the_bulk_file_is_named_where_it_is_the_better_first_load(store):
    way = plan(store, "cs.RO", **YEARS)
    assert bulk_advice([way]) == ""
    long = replace(way, minutes=BULK_MINUTES / 2 + 1)
    assert bulk_advice([long]) == ""
    assert "explorer import" in bulk_advice([long, long])


@pytest.mark.parametrize("via", [None, *VIAS])
def test_papers_come_the_way_that_was_said(get, store, api, oai, via):
    way = plan(store, "cs.RO", **MONTH, via=via)
    fetched = get(via=via)
    assert fetched.via == way.via == (via or "api")
    assert fetched.added == 30
    assert {"api": len(api.asked), "oai": len(oai.asked)}[way.via] == fetched.requests
    assert min(len(api.asked), len(oai.asked)) == 0


def test_a_list_that_was_cut_off_is_gone_on_with(get, store, oai):
    class CancelledError(Exception):
        pass

    def cancel(_step, done, _total):
        if done > 10:
            raise CancelledError

    with pytest.raises(CancelledError):
        get(via="oai", progress=cancel)
    assert "goes on" in plan(store, "cs.RO", **MONTH).reason
    assert get().via == "oai"
    assert len(oai.asked) == 3


def test_the_ways_can_be_taken_in_turn(get, store):
    get(via="api")
    assert get(via="oai").added == 0
    assert get(via="api").added == get().added == 0
    with reading(store) as connection:
        log = read_harvests(connection)
    assert {(entry.source, entry.state) for entry in log} == {("api", "done"), ("oai", "done")}


def test_every_way_has_a_name_and_an_address(tmp_path):
    assert set(NAMES) == set(VIAS)
    assert Settings(data_dir=tmp_path).oai_url == "https://oaipmh.arxiv.org/oai"
