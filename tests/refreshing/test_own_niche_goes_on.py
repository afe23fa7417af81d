"""Niches by words, saved and judged, when papers come."""

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from explorer.corpus.months import add_months
from explorer.corpus.queries import read_query
from explorer.field_files import field_of, rows_of
from explorer.joined_papers import read_joined
from explorer.niches import keep_own
from explorer.own_niche import find_own, open_basis, own_niche
from explorer.refreshing.digest import read_digest
from explorer.refreshing.joining import join_run
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


# Papers that join niches as they were judged


@pytest.fixture
def joined(early, hold):
    """A data folder, and the run that papers joined before and after that."""
    before = read_run(early.runs)
    hold(early, date(2024, 10, 20))
    return early, before, join_run(early, now=LATER).run


def test_papers_that_joined_are_in_niches_by_words_and_in_no_number_of_theirs(joined):
    place, before, after = joined
    old, new = (find_own(place, open_basis(run), WORDS) for run in (before, after))
    came = read_joined(after)
    found = set(new.members["paper_id"]) - set(old.members["paper_id"])
    assert len(found) > 0
    assert found <= set(came.ids)
    assert new.members["similarity"].is_monotonic_decreasing
    assert {"2024-10"} == {
        add_months(after.manifest["first_month"], month)
        for month in new.members.loc[new.members["paper_id"].isin(found), "month"]
    }
    assert pd.Series(dict(new.niche)).equals(pd.Series(dict(old.niche)))
    assert_frame_equal(new.series, old.series)


def test_papers_that_join_a_saved_niche_are_told_with_its_plan(joined):
    place, before, after = joined
    own = find_own(place, open_basis(before), WORDS)
    keep_own(place, before, own, now=THEN)
    digest = read_digest(place, after)
    (saved,), (check,) = digest.saved, digest.plans
    assert saved.count == check.new_papers > 0
    assert not check.changes
    near = {each.paper_id for rung in check.rungs for each in rung.nearest}
    assert near
    assert near <= set(read_joined(after).ids)


def test_what_joined_says_the_same_as_when_it_is_judged(joined):
    place, _, after = joined
    whole = open_basis(refresh_run(place, now=LATER)).ground
    came = read_joined(after)
    rows = rows_of(whole, came.ids)
    n_terms = len(whole.whole.users)
    uses = came.uses(np.arange(len(came.ids)), n_terms)
    assert (uses != field_of(whole, rows).uses).nnz == 0
    assert np.allclose(came.points, whole.points[rows], atol=2e-3)
    assert (came.month == whole.field.month[rows]).all()
    assert (came.niche == whole.niche_ids[whole.niche[rows]]).all()
