import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from explorer.jobs import Order
from explorer.jobs.standing import LOCK, Standing, write_standing
from explorer.niches import keep_niche
from explorer.presentation.escaping import plain
from explorer.refreshing.run import refresh_run
from explorer.runs import read_run, read_table

NOW = datetime(2026, 11, 22, tzinfo=UTC)

NASTY = "$x$ <b>y</b> [z](http://a.b)"


@pytest.fixture
def behind(place, hold):
    """A data folder whose last months are not in its analysis, of which a busy niche is saved."""
    run = read_run(place.runs)
    niches = read_table(run, "niches").query("level == 'niche'")
    busiest = niches.sort_values("papers_recent").iloc[-1]
    keep_niche(place, run, busiest["niche_id"], now=NOW)
    hold(place, date(2024, 12, 31))
    return place


def test_a_refresh_is_one_click_and_tells_what_changed(open_page, behind):
    screen = open_page("data", behind)
    assert "What changed since" not in screen.words
    screen.button("Refresh").click().run()
    assert not screen.exception
    assert not screen.error
    assert "papers joined the analysis" in screen.words
    assert "What changed since 30 September 2024" in screen.words
    assert "new paper" in screen.words
    assert "https://arxiv.org/abs/241" in screen.words
    assert read_run(behind.runs).manifest["as_of"] == "2024-12-31"


def test_within_a_month_papers_join_and_every_page_tells_both_days(open_page, early, hold):
    hold(early, date(2024, 10, 20))
    screen = open_page("data", early)
    assert "Scores, flags and names are as of 3 October 2024." in screen.words
    screen.button("Refresh").click().run()
    assert not screen.exception
    assert not screen.error
    joined = read_run(early.runs).manifest["assigned"]
    assert f"as of 3 October 2024; {joined} papers joined since." in screen.words
    for page in ("discover", "map", "niche", "data"):
        screen = open_page(page, early)
        assert not screen.exception
        assert "as of 20 October 2024 · last whole month September 2024" in screen.words
        assert "scores and flags as of 3 October 2024" in screen.words


def test_all_niches_are_scored_anew_on_demand(open_page, early, hold):
    hold(early, date(2024, 10, 20))
    screen = open_page("data", early)
    screen.toggle(key="refresh-whole").set_value(True).run()
    screen.button("Refresh").click().run()
    assert not screen.exception
    assert "verdicts_as_of" not in read_run(early.runs).manifest
    assert "Scores, flags and names are as of 20 October 2024." in screen.words


def test_what_changed_is_one_click_from_every_page_that_shows_an_analysis(open_page, behind):
    assert "What changed" not in open_page("discover", behind).labels()
    refresh_run(behind, now=NOW)
    for page in ("discover", "map", "niche"):
        screen = open_page(page, behind)
        screen.button("What changed").click().run()
        assert not screen.exception
        assert "What changed since 30 September 2024" in screen.words


def test_a_refresh_made_in_a_terminal_is_told_on_the_page_as_text(open_page, behind):
    with closing(sqlite3.connect(behind.papers)) as store:
        store.execute("UPDATE papers SET title = ? WHERE published > '2024-09-30'", (NASTY,))
        store.commit()
    refresh_run(behind, now=NOW)
    words = open_page("data", behind).words
    assert plain(NASTY) in words
    assert NASTY not in words


def test_the_demonstration_is_not_refreshed(open_page, home):
    assert "Refresh" not in open_page("data", home).labels()


def test_how_the_last_refresh_ended_is_still_told_by_another_dashboard(open_page, real_home):
    ended = Standing(
        order=Order(work="refresh", settings=real_home),
        job_id="abc",
        results=("cs.RO: 5 new papers came.",),
        error="Not everything came from arXiv.",
        ended=True,
        ended_at=datetime(2026, 11, 20, 14, 5, tzinfo=UTC).timestamp(),
    )
    write_standing(real_home.data_dir, ended)
    screen = open_page("data", real_home)
    assert "5 new papers came" in screen.words
    assert "Not everything came from arXiv" in screen.error[0].value
    assert "Ended 20 November 2026, 14:05 UTC" in screen.words
    assert "Refresh" in screen.labels()


def test_a_refresh_that_was_killed_is_told_and_can_be_tried_again(open_page, real_home):
    (real_home.data_dir / LOCK).touch()
    order = Order(work="refresh", settings=real_home)
    write_standing(real_home.data_dir, Standing(order=order, job_id="abc", pid=1))
    screen = open_page("data", real_home)
    assert "ended unexpectedly" in screen.error[0].value
    assert "Refresh" in screen.labels()


def test_an_analysis_whose_forerunner_is_gone_is_shown_all_the_same(open_page, behind):
    before = read_run(behind.runs)
    refresh_run(behind, now=NOW)
    shutil.rmtree(before.path)
    screen = open_page("data", behind)
    assert "What changed cannot be told" in screen.words
    assert not screen.error
