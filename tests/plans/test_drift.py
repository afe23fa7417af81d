"""What a niche did since a plan was made, and how alike papers are to a rung."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from explorer.plans.drift import (
    LINE,
    SOFTENED,
    Nearest,
    PlanCheck,
    RungCheck,
    above_usual,
    changes_since,
    likeness,
    word_weights,
)

N_TERMS = 12
TERMS = st.sets(st.integers(0, N_TERMS - 1), min_size=1)
SHOWN = {"growth_low": 0.9, "growth_high": 1.5, "papers_recent": 30}


def uses_of(*papers):
    rows = np.zeros((len(papers), N_TERMS))
    for row, terms in enumerate(papers):
        rows[row, list(terms)] = 1
    return csr_array(rows)


@given(TERMS, TERMS, st.lists(st.floats(0.1, 1), min_size=N_TERMS, max_size=N_TERMS))
def test_likeness_is_1_for_the_same_words_and_0_for_none(text, other, weights):
    weights = np.array(weights)
    same, each = likeness(uses_of(text, other), np.array(sorted(text)), weights)
    assert same == pytest.approx(1)
    assert 0 <= each <= 1 + 1e-9
    assert (each == 0) == (not text & other)


@given(TERMS, TERMS)
def test_a_word_more_of_the_rung_makes_a_paper_more_alike(text, other):
    missing = text - other
    if missing:
        more = other | {min(missing)}
        less, now = likeness(uses_of(other, more), np.array(sorted(text)), np.ones(N_TERMS))
        assert now > less


def test_a_paper_without_words_is_alike_to_nothing():
    assert likeness(uses_of(()), np.array([1, 2]), np.ones(N_TERMS)).tolist() == [0]
    assert likeness(uses_of({1}), np.array([], dtype=int), np.ones(N_TERMS)).tolist() == [0]


def test_words_of_everybody_weigh_nothing_and_those_of_the_niche_all():
    known, shares = np.array([50, 5, 0, 0]), np.array([0.5, 0.001, 0.2, 0.2])
    weights = word_weights(known, 100, shares, title=np.array([3]))
    assert weights[0] == pytest.approx(0, abs=0.1)
    assert weights[1] == 1
    assert weights[2] == 0
    assert weights[3] == pytest.approx(0.5**SOFTENED)


def test_what_is_unusual_is_told_by_those_known():
    known = np.array([0.1, 0.2, 0.3])
    assert above_usual(known, known).mean() == pytest.approx(0)
    assert above_usual(np.array([0.2 + 2 * known.std()]), known)[0] == pytest.approx(2)
    assert np.isfinite(above_usual(np.array([0.5]), np.zeros(3))).all()


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (None, ("gone",)),
        ({"growth": 1.2, "papers_recent": 33}, ()),
        ({"growth": 1.6, "papers_recent": 33}, ("rose",)),
        ({"growth": 0.8, "papers_recent": 30}, ("cooled",)),
        ({"growth": 1.6, "papers_recent": 60}, ("rose", "crowded")),
        ({"growth": float("nan"), "papers_recent": 41}, ()),
    ],
)
def test_what_a_niche_did_is_told_by_its_figures(now, told):
    assert changes_since(SHOWN, now) == told


def test_a_niche_saved_without_figures_tells_nothing():
    assert changes_since({}, {"growth": 9.0, "papers_recent": 900}) == ()
    assert changes_since(dict.fromkeys(SHOWN), {"growth": 9.0, "papers_recent": 900}) == ()


def test_rungs_with_a_paper_above_the_line_are_counted(rung):
    far, near = (
        Nearest(paper_id="x", likeness=0.5, above=above) for above in (LINE - 0.1, LINE + 0.1)
    )
    rungs = [RungCheck(rung=rung(), nearest=each) for each in ((far,), (near, far), ())]
    check = PlanCheck(
        plan_id=1,
        title="p",
        since=date(2024, 1, 1),
        as_of=date(2024, 6, 1),
        new_papers=3,
        changes=(),
        rungs=tuple(rungs),
    )
    assert check.alerts == 1
