import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.trends.rates import shrunk_rate
from explorer.trends.surveys import MOST, held_back, standardised, survey_share

N = 20_000


def planted(*, cs=True, before=0.08, since=0.02):
    """Two niches alike, one old and one that began when arXiv held surveys back."""
    rng = np.random.default_rng(0)
    new = np.arange(N) % 2 == 1
    is_survey = rng.random(N) < np.where(new, since, before)
    papers = pd.DataFrame(
        {
            "month": np.where(new, "2026-01", "2025-02"),
            "categories": "cs.LG stat.ML" if cs else "stat.ML cs.LG",
        }
    ).astype("str")
    return is_survey, papers, new.astype(int)


def shares(is_survey, papers, group):
    recent = np.ones(len(group), dtype=bool)
    counted = standardised(is_survey, recent, *held_back(papers))
    return survey_share(counted, group, recent, 2)


def test_a_niche_is_not_said_to_have_few_surveys_because_arxiv_holds_them_back():
    is_survey, papers, group = planted()
    old, young = shares(is_survey, papers, group)
    assert young == pytest.approx(old, rel=0.05)
    assert (old + young) / 2 == pytest.approx(is_survey.mean(), rel=0.05)


def test_elsewhere_a_niche_with_few_surveys_has_few():
    old, young = shares(*planted(cs=False))
    assert old == pytest.approx(0.08, rel=0.1)
    assert young == pytest.approx(0.02, rel=0.1)


def test_what_arxiv_holds_back_does_not_hide_that_niches_differ():
    is_survey, papers, group = planted()
    rng = np.random.default_rng(1)
    doubled = is_survey & (rng.random(N) < np.where(group, 1, 0.5))
    old, young = shares(doubled, papers.assign(month=rng.choice(["2025-02", "2026-01"], N)), group)
    assert old / young == pytest.approx(
        doubled[group == 0].mean() / doubled[group == 1].mean(), rel=0.1
    )


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans()), min_size=1))
def test_what_is_no_survey_never_counts_and_what_cannot_be_held_back_counts_as_one(rows):
    is_survey, recent, kind, since = np.array(rows, dtype=bool).T
    counted = standardised(is_survey, recent, kind, since)
    assert (counted[~is_survey] == 0).all()
    assert (counted[is_survey] > 0).all()
    assert counted.max() <= MOST
    assert (counted[is_survey & ~(kind & recent)] == 1).all()
    for side in (since, ~since):
        alone = standardised(is_survey, recent, kind & side, since)
        assert alone == pytest.approx(is_survey.astype(float))


@given(
    st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.booleans()), min_size=1),
)
def test_the_share_is_that_of_recent_papers_drawn_towards_the_field(rows):
    group, is_survey, recent = (np.array(column) for column in zip(*rows, strict=True))
    found = survey_share(is_survey.astype(np.float32), group, recent, 4)
    hits, total = (np.bincount(group[recent & chosen], minlength=4) for chosen in (is_survey, True))
    assert found == pytest.approx(shrunk_rate(hits, total))
    assert found.max() <= 1


def test_where_titles_were_not_read_nothing_is_said():
    assert np.isnan(survey_share(None, np.zeros(3, dtype=int), np.ones(3, dtype=bool), 2)).all()
