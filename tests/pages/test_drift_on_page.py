"""A plan's page says what came since it was drafted."""

from datetime import UTC, datetime

import pytest

from explorer.niches import keep_niche
from explorer.runs import read_run

GRIPPERS = "soft-robotic-grippers"


@pytest.fixture
def plan(home):
    place = home.demonstration
    return keep_niche(place, read_run(place.runs), GRIPPERS, now=datetime.now(UTC))


@pytest.mark.usefixtures("plan")
def test_a_plan_of_this_very_analysis_has_nothing_to_tell(open_page, home):
    screen = open_page("plan", home)
    assert "came to it" not in screen.words
    assert "New papers nearest to each rung" not in [each.label for each in screen.expander]


def test_papers_that_came_since_are_told_with_the_nearest_to_each_rung(open_page, home, plan):
    make_older(home.demonstration.user, plan.plan_id)
    screen = open_page("plan", home)
    words = screen.words.replace("\\", "")
    assert "came to it from 30 June 2024 to 31 December 2024." in words
    assert "New papers nearest to each rung" in [each.label for each in screen.expander]
    assert words.count("(likeness") >= 12
    assert not screen.error


def make_older(store, plan_id):
    """Let the niche of a plan have been saved half a year earlier, with its papers of then."""
    import json
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(store)) as connection:
        (text,) = connection.execute("SELECT definition FROM niches").fetchone()
        definition = json.loads(text)
        ids = [each for each in definition["paper_ids"] if each < "2407"]
        changed = json.dumps({**definition, "paper_ids": ids})
        values = ("2024-06-30", changed)
        connection.execute("UPDATE niches SET as_of = ?, definition = ?", values)
        connection.commit()
    assert plan_id
