"""A whole refresh against a local arXiv: what is fetched, what is said, what stops nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from arxiv_feed import sample_papers
from arxiv_server import ArxivServer

from explorer.analysis import analyze
from explorer.corpus.fetching.harvest import fetch_category
from explorer.corpus.reading import describe_store
from explorer.errors import NothingToCompareError, StoreNotFoundError
from explorer.niches import keep_niche
from explorer.presentation.digest import digest_markdown
from explorer.refreshing.digest import read_digest, read_titles
from explorer.refreshing.renewal import NOTHING_FETCHED, refresh
from explorer.runs import read_run, read_table
from explorer.settings import Settings

THEN = datetime(2024, 6, 30, 12, tzinfo=UTC)
NOW = THEN + timedelta(days=31)


@pytest.fixture
def arxiv():
    """A local arXiv with papers of half a year, some of them later than the first fetch."""
    papers = sample_papers(1500, first=NOW.date() - timedelta(days=180), last=NOW.date())
    with ArxivServer(papers) as server:
        yield server


@pytest.fixture
def polite(tmp_path):
    """A pace that costs no time."""
    return {"lock_dir": tmp_path / "pace", "sleep": lambda _: None, "interval": 0.0}


@pytest.fixture
def home(arxiv, polite, tmp_path):
    """A data folder with papers of one category fetched a month ago, and their analysis."""
    settings = Settings(data_dir=tmp_path / "data", arxiv_url=arxiv.url)
    code = arxiv.papers[0].primary_category
    since = arxiv.papers[0].submitted
    fetch_category(
        settings.papers,
        code,
        since=min(since, THEN.date() - timedelta(days=150)),
        until=THEN.date(),
        url=arxiv.url,
        contact="",
        now=THEN,
        **polite,
    )
    analyze(settings, now=THEN)
    arxiv.asked.clear()
    return settings


def wanted(arxiv, code):
    """The papers that list a category."""
    return {paper.arxiv_id for paper in arxiv.papers if code in paper.categories}


def category(arxiv):
    return arxiv.papers[0].primary_category


def test_what_is_new_is_fetched_joins_and_is_told(home, arxiv, polite):
    before = read_run(home.runs)
    niche = read_table(before, "niches").query("level == 'niche'").iloc[0]
    keep_niche(home, before, niche["niche_id"], now=THEN)
    held = describe_store(home.papers).papers
    done = refresh(home, now=NOW, **polite)
    code = category(arxiv)
    new = describe_store(home.papers).papers - held
    assert new > 0
    assert done.problem == ""
    assert done.lines[0] == f"{code}: {new:,} new papers came."
    assert "papers joined the analysis" in done.lines[1] or "found anew" in done.lines[1]
    assert done.run.manifest["continues"] == before.run_id
    assert done.run.manifest["assigned"] == new
    digest = read_digest(home, done.run)
    assert digest.joined == new
    text = digest_markdown(digest, read_titles(home, digest))
    assert f"**{niche['name']}**" in text
    for paper_id in digest.saved[0].papers:
        assert f"https://arxiv.org/abs/{paper_id}" in text


def test_a_second_refresh_finds_nothing_and_changes_nothing(home, polite):
    first = refresh(home, now=NOW, **polite)
    second = refresh(home, now=NOW, **polite)
    assert second.run == first.run
    assert second.lines[-1] == "No paper is new or changed, so the analysis stays as it is."


def test_a_hole_does_not_stop_the_rescoring_and_is_told(home, arxiv, polite):
    arxiv.fail("short", start=0)
    before = read_run(home.runs)
    done = refresh(home, now=NOW, **polite)
    assert "Not everything came from arXiv" in done.problem
    assert category(arxiv) in done.problem
    assert done.run.manifest["continues"] == before.run_id
    assert done.run.manifest["holes"]
    digest = read_digest(home, done.run)
    assert "What did not come from arXiv" in digest_markdown(digest, {})


def test_a_refusal_stops_asking_and_not_the_rescoring(home, arxiv, polite):
    arxiv.fail("403")
    done = refresh(home, now=NOW, **polite)
    assert "refused the request" in done.problem
    assert len(arxiv.asked) == 1
    assert NOTHING_FETCHED not in done.lines


def test_a_hole_of_before_is_mended(home, arxiv, polite):
    arxiv.fail("short", start=0)
    assert refresh(home, now=NOW, **polite).problem
    arxiv.faults.clear()
    assert refresh(home, now=NOW, **polite).problem == ""
    assert describe_store(home.papers).papers == len(wanted(arxiv, category(arxiv)))


def test_imported_papers_count_as_new_and_arxiv_is_not_asked(place, hold, polite):
    hold(place, datetime(2024, 12, 31, tzinfo=UTC).date())
    done = refresh(place, now=NOW, **polite)
    assert done.lines[0] == NOTHING_FETCHED
    assert "papers joined" in done.lines[1]
    assert done.problem == ""


def test_without_papers_there_is_nothing_to_refresh(tmp_path, polite):
    settings = Settings(data_dir=tmp_path / "nothing")
    with pytest.raises(StoreNotFoundError):
        refresh(settings, now=NOW, **polite)
    assert not settings.data_dir.exists()


def test_a_first_analysis_has_nothing_to_be_compared_with(fitted):
    with pytest.raises(NothingToCompareError, match="goes on from no other"):
        read_digest(fitted, read_run(fitted.runs))
