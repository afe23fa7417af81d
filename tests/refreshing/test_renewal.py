"""A whole refresh against a local arXiv: what is fetched, what is said, what stops nothing."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest
from arxiv_server import ArxivServer

from explorer.analysis import analyze
from explorer.corpus.fetching.harvest import fetch_category
from explorer.corpus.reading import describe_store
from explorer.errors import NothingToCompareError, StoreNotFoundError
from explorer.niches import keep_niche
from explorer.plans.flag_ledger import read_ledger
from explorer.presentation.digest import digest_markdown
from explorer.refreshing.digest import read_digest, read_titles
from explorer.refreshing.renewal import NO_NEWS, NOTHING_FETCHED, refresh
from explorer.refreshing.run import read_events
from explorer.runs import read_run, read_table
from explorer.settings import Settings

CODE, SINCE = "cs.LG", date(2023, 7, 1)

THEN = datetime(2024, 11, 30, 12, tzinfo=UTC)
NOW = THEN + timedelta(days=31)


def local_arxiv(invented):
    """A local arXiv with invented papers, some of them later than the first fetch."""
    return ArxivServer([p for p in invented.papers if p.submitted >= SINCE])


def no_pace(folder):
    """A pace that costs no time."""
    return {"lock_dir": folder / "pace", "sleep": lambda _: None, "interval": 0.0}


@pytest.fixture
def arxiv(invented):
    with local_arxiv(invented) as server:
        yield server


@pytest.fixture
def polite(tmp_path):
    return no_pace(tmp_path)


@pytest.fixture(scope="module")
def fetched(invented, tmp_path_factory):
    """A data folder with papers of one category fetched a month ago, and their analysis."""
    folder = tmp_path_factory.mktemp("fetched")
    settings = Settings(data_dir=folder / "data")
    span = {"since": SINCE, "until": THEN.date(), "now": THEN}
    with local_arxiv(invented) as arxiv:
        asked = {"url": arxiv.url, "contact": "", **span, **no_pace(folder)}
        fetch_category(settings.papers, CODE, **asked)
    analyze(settings, now=THEN)
    return settings.data_dir


@pytest.fixture
def home(fetched, arxiv, tmp_path):
    """The same, to be written, and an arXiv that can be asked again."""
    shutil.copytree(fetched, tmp_path / "data", symlinks=True)
    return Settings(data_dir=tmp_path / "data", arxiv_url=arxiv.url)


def wanted(arxiv, code):
    """The papers that list a category."""
    return {paper.arxiv_id for paper in arxiv.papers if code in paper.categories}


def test_what_is_new_is_fetched_joins_and_is_told(home, polite):
    before = read_run(home.runs)
    niche = read_table(before, "niches").query("level == 'niche'").iloc[0]
    keep_niche(home, before, niche["niche_id"], now=THEN)
    held = describe_store(home.papers).papers
    done = refresh(home, now=NOW, **polite)
    new = describe_store(home.papers).papers - held
    assert new > 0
    assert done.problem == ""
    assert done.lines[0] == f"{CODE}: {new:,} new papers came."
    assert "papers joined the analysis" in done.lines[1] or "found anew" in done.lines[1]
    assert done.run.manifest["continues"] == before.run_id
    assert done.run.manifest["assigned"] == new
    digest = read_digest(home, done.run)
    assert digest.joined == new
    text = digest_markdown(digest, read_titles(home, digest))
    assert f"**{niche['name']}**" in text
    assert digest.saved[0].count == len(digest.saved[0].papers) > 0
    for paper_id in digest.saved[0].papers:
        assert f"https://arxiv.org/abs/{paper_id}" in text


def test_a_second_refresh_finds_nothing_and_changes_nothing(home, polite):
    first = refresh(home, now=NOW, **polite)
    second = refresh(home, now=NOW, **polite)
    assert second.run == first.run
    assert second.lines[-1] == "No paper is new or changed, so the analysis stays as it is."


def test_a_hole_does_not_stop_the_rescoring_and_is_told(home, arxiv, polite):
    arxiv.fail("total too high", times=None)
    before = read_run(home.runs)
    done = refresh(home, now=NOW, **polite)
    assert "Not everything came from arXiv" in done.problem
    assert CODE in done.problem
    assert not any("0 new papers" in line for line in done.lines)
    assert done.run.manifest["continues"] == before.run_id
    assert done.run.manifest["not_fetched"]
    digest = read_digest(home, done.run)
    assert "What did not come from arXiv" in digest_markdown(digest, {})


def test_a_refusal_stops_asking_and_not_the_rescoring(home, arxiv, polite):
    arxiv.fail("403", times=None)
    done = refresh(home, now=NOW, **polite)
    assert "refused the request" in done.problem
    assert len(arxiv.asked) == 1
    assert NOTHING_FETCHED not in done.lines


def test_a_hole_of_before_is_mended(home, arxiv, polite):
    arxiv.fail("total too high", times=None)
    assert refresh(home, now=NOW, **polite).problem
    arxiv.faults.clear()
    assert refresh(home, now=NOW, **polite).problem == ""
    assert describe_store(home.papers).papers == len(wanted(arxiv, CODE))


def test_a_clock_that_went_back_before_the_first_day_asks_for_nothing(home, arxiv, polite):
    done = refresh(home, now=datetime(2023, 6, 1, tzinfo=UTC), **polite)
    assert arxiv.asked == []
    assert done.problem == ""
    assert NOTHING_FETCHED not in done.lines


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


# New papers join, or all is judged anew

IN_OCTOBER = date(2024, 10, 20)


def test_within_a_month_new_papers_join_and_verdicts_stay(early, hold, polite):
    before = read_run(early.runs)
    hold(early, IN_OCTOBER)
    done = refresh(early, now=NOW, **polite)
    facts = done.run.manifest
    assert facts["verdicts_as_of"] == before.manifest["as_of"] < facts["as_of"]
    told = f"{facts['assigned']:,} papers joined the analysis of {facts['papers']:,}."
    assert done.lines[-1] == f"{told} Scores, flags and names are those of 3 October 2024."
    again = refresh(early, now=NOW, **polite)
    assert again.run == done.run
    assert again.lines[-1] == NO_NEWS


def test_on_demand_all_is_judged_anew(early, hold, polite):
    hold(early, IN_OCTOBER)
    joined = refresh(early, now=NOW, **polite).run
    whole = refresh(early, now=NOW, whole=True, **polite)
    assert "verdicts_as_of" not in whole.run.manifest
    assert whole.run.manifest["continues"] == joined.manifest["continues"]
    assert f"{joined.manifest['assigned']} papers joined the analysis" in whole.lines[-1]
    again = refresh(early, now=NOW, whole=True, **polite)
    assert again.run == whole.run
    assert again.lines[-1] == NO_NEWS


def test_when_the_month_has_ended_all_is_judged_anew(early, hold, polite):
    hold(early, IN_OCTOBER)
    refresh(early, now=NOW, **polite)
    hold(early, date(2024, 11, 5))
    done = refresh(early, now=NOW, **polite)
    assert "verdicts_as_of" not in done.run.manifest
    assert done.run.manifest["last_month"] == "2024-10"
    assert "All was judged anew: a month has ended since." in done.lines[-1]


def test_a_run_that_papers_cannot_join_is_judged_anew(early, hold, polite):
    hold(early, IN_OCTOBER)
    run = read_run(early.runs)
    points = run.path / "field_points.npy"
    points.write_bytes(b"0" * points.stat().st_size)
    done = refresh(early, now=NOW, **polite)
    assert "verdicts_as_of" not in done.run.manifest
    assert done.run.manifest["assigned"] > 10


def test_what_left_and_what_changed_is_told(early, polite):
    ids = read_table(read_run(early.runs), "members")["paper_id"].drop_duplicates().tolist()
    with closing(sqlite3.connect(early.papers)) as store:
        text = "This paper has been withdrawn by the author."
        store.execute("UPDATE papers SET abstract = ? WHERE arxiv_id = ?", (text, ids[0]))
        store.execute("UPDATE papers SET title = 'Other' WHERE arxiv_id = ?", (ids[1],))
        store.commit()
    told = refresh(early, now=NOW, **polite).lines[-1]
    assert "1 left it, withdrawn or deleted. 1 changed, which counts when" in told


def test_a_digest_of_papers_that_joined_tells_no_births_moves_or_flags(early, hold, polite):
    before = read_run(early.runs)
    niches = read_table(before, "niches").query("level == 'niche'").sort_values("papers_recent")
    for niche_id in niches["niche_id"].tail(6):
        keep_niche(early, before, niche_id, now=THEN)
    flags = read_ledger(early.user)
    hold(early, IN_OCTOBER)
    done = refresh(early, now=NOW, **polite)
    digest = read_digest(early, done.run)
    assert digest.joined == done.run.manifest["assigned"]
    assert digest.judged == digest.since == date(2024, 10, 3)
    assert sum(niche.count for niche in digest.saved) > 0
    assert not digest.events
    assert not digest.opened
    assert not digest.closed
    assert not any(digest.moved.values())
    assert read_ledger(early.user) == flags
    text = digest_markdown(digest, read_titles(early, digest))
    assert "Scores, flags and names are those of 3 October 2024." in text
    assert "No niche moved" not in text


def test_events_of_the_run_before_are_not_told_again(early, hold, polite):
    hold(early, IN_OCTOBER)
    run = refresh(early, now=NOW, whole=True, **polite).run
    assert "events.parquet" in run.manifest["files"]
    hold(early, date(2024, 10, 24))
    joined = refresh(early, now=NOW, **polite).run
    assert joined.manifest["continues"] == run.run_id
    assert read_events(joined).empty
    retired = set(joined.manifest["retired"])
    assert set(run.manifest["retired"]) <= retired
    told = read_events(run)
    died = set(told.loc[told["kind"] == "died", "niche_id"])
    assert died <= retired
