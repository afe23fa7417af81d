import json
import math
from datetime import UTC, date, datetime, timedelta

import pytest
from arxiv_feed import sample_papers
from arxiv_server import ArxivServer

from explorer.corpus.fetching.mending import find_holes
from explorer.corpus.harvest_log import Harvest, log_harvest
from explorer.corpus.merging import merge_papers
from explorer.corpus.reading import describe_store
from explorer.corpus.store import writing
from explorer.jobs import Order
from explorer.jobs.standing import Standing, write_standing
from explorer.pages.parts import holdings
from explorer.presentation.score_parts import PARTS
from explorer.trends.scores import ACHIEVABLE_PARTS, MIN_RECENT


@pytest.fixture
def arxiv(monkeypatch, tmp_path):
    """A local arXiv in place of the real one, and a pace of our own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    last = datetime.now(UTC).date() - timedelta(days=1)
    papers = sample_papers(30, first=last - timedelta(days=80), last=last)
    with ArxivServer(papers) as server:
        monkeypatch.setenv("EXPLORER_ARXIV_URL", server.url)
        yield server


def choose(screen, *codes):
    screen.multiselect(key="fetch-categories").set_value(list(codes)).run()
    assert not screen.exception


def test_what_is_held_is_told_with_its_dates(open_page, home, demonstration):
    held = describe_store(demonstration.papers)
    words = open_page("data", home).words
    assert f"{held.papers:,} papers in {len(held.categories)} categories" in words
    assert f"and {held.last.day} December 2024" in words


def test_work_that_ends_while_the_page_is_drawn_is_in_what_the_page_says(
    open_page, real_home, monkeypatch
):
    held, draw = describe_store(real_home.papers).papers, holdings.draw
    order = Order(work="fetch", settings=real_home, categories=("cs.RO",), since="2024-12-01")

    def end_behind(view):
        drawn = draw(view)
        day = date(2024, 12, 1)
        with writing(real_home.papers) as connection:
            merge_papers(connection, sample_papers(7, first=day, last=day))
        ended_at = math.nextafter(view.began, math.inf)
        write_standing(
            real_home.data_dir,
            Standing(order=order, results=("7 came",), ended=True, ended_at=ended_at),
        )
        monkeypatch.setattr(holdings, "draw", draw)
        return drawn

    monkeypatch.setattr(holdings, "draw", end_behind)
    words = open_page("data", real_home).words
    assert "7 came" in words
    assert f"{held + 7:,} papers in" in words


def test_the_chart_of_what_is_held_counts_every_month(open_page, home):
    spec = json.loads(open_page("data", home).get("vega_lite_chart")[0].proto.spec)
    assert spec["encoding"]["color"]["title"] == "Papers a month"


def test_the_method_is_told_with_the_parts_that_are_used(open_page, home):
    words = open_page("data", home).words
    for name in ACHIEVABLE_PARTS:
        assert PARTS[name].label.lower() in words
    assert f"{MIN_RECENT} papers or more" in words
    assert "Growth is not quality" in words


def test_the_quality_of_the_niches_is_told(open_page, home):
    screen = open_page("data", home)
    words = screen.words
    assert "How good the niches are" in [each.value for each in screen.header]
    assert "**Stability**" in words
    assert "**Debris**" in words


def test_categories_are_found_by_name_and_nothing_is_fetched_before_one_is_chosen(open_page, home):
    screen = open_page("data", home)
    options = screen.multiselect(key="fetch-categories").options
    assert "cs.RO · Robotics" in options
    assert screen.button("Fetch from arXiv").disabled


def choose_last_months(screen, arxiv):
    """Choose so little that the query API is the way; return the day from which."""
    choose(screen, "cs.RO")
    since = arxiv.papers[-1].submitted.replace(day=1)
    screen.selectbox(key="fetch-since").select(f"{since:%Y-%m}").run()
    assert "over the query API" in screen.words
    return since


def test_the_cost_is_told_before_anything_is_asked(open_page, home, arxiv):
    screen = open_page("data", home)
    choose(screen, "cs.RO")
    assert "requests to arXiv in all, at least" in screen.words
    assert "**cs.RO** over OAI-PMH, as one list takes fewer requests" in screen.words
    assert not screen.button("Fetch from arXiv").disabled
    assert arxiv.asked == []


def test_a_fetch_fills_the_real_store_and_leaves_the_demonstration(open_page, home, arxiv):
    screen = open_page("data", home)
    since = choose_last_months(screen, arxiv)
    wanted = sum(paper.submitted >= since for paper in arxiv.papers)
    before = describe_store(home.demonstration.papers).papers
    screen.button("Fetch from arXiv").click().run()
    assert not screen.exception
    assert not screen.error
    assert f"{wanted} papers came, {wanted} of them new" in screen.success[0].value.replace(
        "\\", ""
    )
    assert describe_store(home.papers).papers == wanted
    assert describe_store(home.demonstration.papers).papers == before
    assert f"{wanted} papers held" in screen.words
    assert "Find subfields" in screen.labels()


def tear(home, server):
    """Log that a whole month of cs.RO was asked for and did not come."""
    last = server.papers[-1].submitted.replace(day=1) - timedelta(days=1)
    now = datetime.now(UTC)
    facts = {"source": "api", "category": "cs.RO", "fetched_at": now, "received": 0}
    hole = Harvest(since=last.replace(day=1), until=last, expected=1_000_000, state="hole", **facts)
    done = Harvest(
        since=last + timedelta(days=1), until=now.date(), expected=0, state="done", **facts
    )
    with writing(home.papers) as connection:
        log_harvest(connection, hole)
        log_harvest(connection, done)
    return hole


def test_a_hole_is_told_in_words_and_mended_by_one_press(open_page, real_papers, arxiv):
    hole = tear(real_papers, arxiv)
    screen = open_page("data", real_papers)
    assert f"{hole.since:%B %Y}: 0 % held in cs.RO" in screen.words.replace("\\", "")
    assert screen.code[0].value == "explorer mend"
    wanted = sum(hole.since <= paper.submitted <= hole.until for paper in arxiv.papers)
    screen.button("Mend this hole").click().run()
    assert not screen.exception
    assert not screen.error
    assert f"{wanted} papers came" in screen.success[0].value
    assert find_holes(real_papers.papers) == []
    assert "Mend this hole" not in screen.labels()


def test_where_nothing_can_be_told_of_holes_the_page_says_so(open_page, real_papers):
    screen = open_page("data", real_papers)
    assert "cannot be told" in screen.words
    assert not [label for label in screen.labels() if label.startswith("Mend")]


def test_the_demonstration_has_no_holes_to_mend(open_page, home):
    screen = open_page("data", home)
    assert "Mend" not in " ".join(screen.labels())
    assert " hole" not in screen.words.replace("should be more than are held", "")


def test_an_arxiv_that_refuses_is_told_in_words(open_page, home, arxiv):
    arxiv.fail("403")
    screen = open_page("data", home)
    choose_last_months(screen, arxiv)
    screen.button("Fetch from arXiv").click().run()
    assert not screen.exception
    assert "refused the request" in screen.error[0].value
    assert "Fetch from arXiv" in screen.labels()


def test_real_papers_can_be_analysed_again_for_some_categories(open_page, real_home):
    screen = open_page("data", real_home)
    options = screen.multiselect(key="analysis-categories").options
    assert any(option.startswith("cs.RO") for option in options)
    assert "Find subfields" in screen.labels()


def granularity(screen):
    (found,) = [radio for radio in screen.radio if radio.label == "Niches"]
    return found


def test_how_fine_niches_are_is_chosen_in_words_a_person_knows(open_page, real_home):
    radio = granularity(open_page("data", real_home))
    assert radio.options == [
        "Coarse: about 240 papers each",
        "Usual: about 120 papers each",
        "Fine: about 75 papers each",
    ]
    assert radio.value == 120


def test_a_size_of_ones_own_stays_chosen(open_page, real_home):
    file = (real_home.runs / "current").resolve() / "manifest.json"
    facts = json.loads(file.read_text())
    file.write_text(json.dumps({**facts, "parameters": {"papers_per_niche": 60}}))
    radio = granularity(open_page("data", real_home))
    assert radio.value == 60
    assert "As it is: about 60 papers each" in radio.options


def test_the_demonstration_is_not_analysed_again(open_page, home):
    assert "Find subfields" not in open_page("data", home).labels()
