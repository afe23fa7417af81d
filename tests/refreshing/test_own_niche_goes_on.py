"""Niches by words, saved and judged, when papers come."""

from datetime import UTC, date, datetime

import pytest

from explorer.corpus.queries import read_query
from explorer.field_files import rows_of
from explorer.niches import keep_own
from explorer.own_niche import find_own, open_basis, own_niche
from explorer.refreshing.digest import read_digest
from explorer.refreshing.run import refresh_run
from explorer.runs import read_run, read_table

THEN = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 29, 12, tzinfo=UTC)

WORDS = "data OR model"


@pytest.fixture
def gone_on(place, hold):
    """A data folder, its niche by words from before, and the run that goes on from that one."""
    before = read_run(place.runs)
    own = find_own(place, open_basis(before), WORDS)
    keep_own(place, before, own, now=THEN)
    hold(place, date(2024, 12, 31))
    return place, own, refresh_run(place, now=LATER)


def test_papers_that_come_to_a_saved_niche_by_words_are_in_the_digest(gone_on):
    place, own, after = gone_on
    (saved,) = read_digest(place, after).saved
    again = find_own(place, open_basis(after), WORDS)
    came = set(again.members["paper_id"]) - set(own.members["paper_id"])
    assert not saved.gone
    assert saved.count == len(came) > 0
    assert set(saved.papers) <= came


def test_papers_of_a_niche_have_its_numbers_after_a_refresh_too(gone_on):
    _, _, run = gone_on
    assert run.manifest["assigned"]
    basis, members = open_basis(run), read_table(run, "members")
    theirs = basis.niches.iloc[2]
    ids = members.loc[members["niche_id"] == theirs["niche_id"], "paper_id"]
    own = own_niche(basis, read_query("x"), rows_of(basis.ground, ids), reading="x").niche
    for name in ("papers", "growth", "growing_terms", "entrants", "concentration", "score"):
        assert own[name] == pytest.approx(theirs[name], rel=1e-6), name
