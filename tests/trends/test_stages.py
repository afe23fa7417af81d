import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.trends.stages import (
    DECLINING,
    EMERGING,
    GROWING,
    NEVER,
    STEADY,
    YOUNG,
    onsets,
    stages,
)

MONTHS, FIELD = 120, 500
"""Months of the corpus, and papers of each."""


def onset_of(counts, everything=None):
    month = np.repeat(np.arange(len(counts)), counts)
    field = np.full(len(counts), FIELD) if everything is None else everything
    (found,) = onsets(month, np.zeros(len(month), dtype=int), 1, np.asarray(field))
    return found


@pytest.mark.parametrize("begins", [30, 60, 90])
def test_a_group_that_is_new_begins_with_its_first_papers(begins):
    assert onset_of([0] * begins + [2] * (MONTHS - begins)) == begins


@pytest.mark.parametrize("begins", [40, 80])
def test_a_group_that_trebles_begins_about_when_it_does(begins):
    found = onset_of([2] * begins + [6] * (MONTHS - begins))
    assert abs(found - begins) <= 18


def test_a_share_that_stands_still_never_began_however_the_corpus_grows():
    growing = np.arange(1, MONTHS + 1) * 10
    assert onset_of([3] * MONTHS) == NEVER
    assert onset_of(growing // 10, growing) == NEVER


def test_too_few_papers_and_too_few_months_tell_nothing():
    assert onset_of([0] * 110 + [1] * 9 + [0]) == NEVER
    assert onset_of([0] * 12 + [5] * 12) == NEVER


def test_papers_after_the_last_month_count_for_nothing():
    month = np.array([*range(0, 100, 5), *[130] * 50])
    (found,) = onsets(month, np.zeros(len(month), dtype=int), 1, np.full(MONTHS, FIELD))
    assert found == NEVER


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_groups_do_not_depend_on_each_other_and_begin_in_a_month_with_a_paper(seed, n_groups):
    rng = np.random.default_rng(seed)
    month, group = rng.integers(0, MONTHS, 400), rng.integers(0, n_groups, 400)
    field = np.full(MONTHS, FIELD)
    found = onsets(month, group, n_groups, field)
    for label in range(n_groups):
        own = month[group == label]
        (alone,) = onsets(own, np.zeros(len(own), dtype=int), 1, field)
        assert found[label] == alone
        assert alone == NEVER or alone in own


def test_of_groups_whose_months_are_chance_one_in_a_hundred_began():
    """There are about a hundred windows to be deceived by."""
    rng = np.random.default_rng(7)
    n_groups, papers = 500, 100
    month = rng.integers(0, MONTHS, n_groups * papers)
    group = np.repeat(np.arange(n_groups), papers)
    found = onsets(month, group, n_groups, np.bincount(month, minlength=MONTHS))
    assert (found != NEVER).mean() <= 0.01


def staged(onset, *, low=0.9, high=1.1, recent=50, last=MONTHS - 1):
    parts = pd.DataFrame({"papers_recent": [recent], "growth_low": low, "growth_high": high})
    (row,) = stages(parts, np.array([onset]), first_month="2007-01", last=last).to_dict("records")
    return row["stage"], row["onset"]


def test_a_stage_goes_by_growth_and_by_the_time_since_the_onset():
    last = MONTHS - 1
    assert staged(NEVER) == (STEADY, "")
    assert staged(NEVER, low=1.01, high=2) == (GROWING, "")
    assert staged(NEVER, low=0.5, high=0.99) == (DECLINING, "")
    assert staged(last - YOUNG) == (EMERGING, "2012-12")
    assert staged(last - YOUNG - 1) == (STEADY, "2012-11")
    assert staged(last - YOUNG - 1, low=1.2, high=2) == (GROWING, "2012-11")
    assert staged(last, low=0.5, high=0.99) == (DECLINING, "2016-12")
    assert staged(last, recent=11) == ("", "2016-12")
