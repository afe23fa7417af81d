from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from explorer.trends.rates import PSEUDO_PAPERS
from explorer.trends.rising_terms import (
    GROWTH_LIMITS,
    SMOOTHING,
    growing_terms,
    imported_terms,
    imported_weights,
    mean_growth,
    outside_growth,
    taken_up_weights,
    term_use,
)

USES = csr_array(
    np.array(
        [
            # terms: only in niche 0, everywhere, only in niche 1
            [2, 1, 0],  # niche 0, before
            [1, 1, 0],  # niche 0, recent
            [5, 0, 0],  # niche 0, recent
            [0, 1, 1],  # niche 1, before
            [0, 3, 1],  # niche 1, recent
            [0, 1, 0],  # niche 1, neither
        ],
        dtype=np.float32,
    )
)
NICHE = np.array([0, 0, 0, 1, 1, 1])
RECENT = np.array([0, 1, 1, 0, 1, 0], dtype=bool)
BEFORE = np.array([1, 0, 0, 1, 0, 0], dtype=bool)


@pytest.fixture
def use():
    return term_use(USES, NICHE, RECENT, BEFORE, 2)


def pairs(outside):
    return list(zip(outside.niche.tolist(), outside.term.tolist(), strict=True))


def test_papers_are_counted_not_occurrences(use):
    assert use.recent.toarray().tolist() == [[2, 1, 0], [0, 1, 1]]
    assert use.before.toarray().tolist() == [[1, 1, 0], [0, 1, 1]]
    assert use.papers_recent.tolist() == [2, 1]
    assert use.papers_before.tolist() == [1, 1]


def test_growth_outside_by_hand(use):
    outside = outside_growth(use)
    assert pairs(outside) == [(0, 0), (0, 1), (1, 1), (1, 2)]
    assert outside.papers.tolist() == [2, 1, 1, 1]
    assert outside.papers_before.tolist() == [1, 1, 1, 1]
    assert outside.everywhere_before.tolist() == [1, 2, 2, 1]
    a = SMOOTHING
    expected = [
        np.log((0 + a) / (0 * 1 / 1 + a)),  # nobody else uses it
        np.log((1 + a) / (1 * 1 / 1 + a)),  # one of one paper outside, as before
        np.log((1 + a) / (1 * 2 / 1 + a)),  # one of two papers outside, where one of one did
        np.log((0 + a) / (0 * 2 / 1 + a)),
    ]
    assert outside.growth == pytest.approx(expected)


def field(n_niches=4, n_terms=30, n_papers=2_000, seed=0):
    rng = np.random.default_rng(seed)
    uses = csr_array((rng.random((n_papers, n_terms)) < 0.1).astype(np.float32))
    niche = rng.integers(0, n_niches, n_papers)
    window = rng.integers(0, 2, n_papers).astype(bool)
    return uses, niche, window


def test_a_niche_does_not_lift_itself():
    uses, niche, recent = field()
    more = uses.toarray()
    more[np.ix_((niche == 0) & recent, [3])] = 1
    before, after = (
        outside_growth(term_use(csr_array(u), niche, recent, ~recent, 4)) for u in (uses, more)
    )
    growth_before, growth_after = (
        dict(zip(pairs(o), o.growth.tolist(), strict=True)) for o in (before, after)
    )
    assert growth_after[0, 3] == growth_before[0, 3]
    for other in (1, 2, 3):
        assert growth_after[other, 3] > growth_before[other, 3]


def test_a_field_that_doubles_as_a_whole_makes_no_term_grow():
    uses, niche, _ = field()
    doubled = csr_array(np.vstack([uses.toarray()] * 3))
    when = np.repeat([0, 1, 1], len(niche))
    use = term_use(doubled, np.tile(niche, 3), when == 1, when == 0, 4)
    assert outside_growth(use).growth == pytest.approx(0, abs=1e-6)
    assert growing_terms(use, outside_growth(use)) == pytest.approx(0, abs=1e-6)
    assert imported_terms(use, outside_growth(use)).tolist() == [0] * 4


def test_growth_of_one_term_is_limited():
    low, high = GROWTH_LIMITS
    booming = np.zeros((4_000, 2), dtype=np.float32)
    recent = np.arange(4_000) % 2 == 0
    booming[recent, 0] = booming[~recent, 1] = 1
    booming[:4] = 1
    niche = np.arange(4_000) // 2 % 2
    outside = outside_growth(term_use(csr_array(booming), niche, recent, ~recent, 2))
    assert set(np.round(outside.growth, 9)) == {low, high}


def test_growing_terms_weigh_each_term_by_the_papers_that_use_it(use):
    outside = outside_growth(use)
    expected = [
        (2 * outside.growth[0] + 1 * outside.growth[1]) / 3,
        (1 * outside.growth[2] + 1 * outside.growth[3]) / 2,
    ]
    assert mean_growth(use, outside, outside.growth) == pytest.approx(expected)


def test_terms_that_shrink_count_as_standing_still(use):
    outside = replace(outside_growth(use), growth=np.array([0.5, -0.5, -1.0, 0.3]))
    assert growing_terms(use, outside) == pytest.approx([2 * 0.5 / 3, 0.3 / 2])


def test_a_paper_counts_by_how_much_it_is_of_now():
    late = np.array([0, 0.5, 1, 0, 0.25, 0])
    early = np.array([1, 0.5, 0, 1, 0.75, 0])
    use = term_use(USES, NICHE, late, early, 2)
    assert use.recent.toarray().tolist() == [[1.5, 0.5, 0], [0, 0.25, 0.25]]
    assert use.before.toarray().tolist() == [[1.5, 1.5, 0], [0, 1.75, 1.75]]
    assert use.papers_recent.tolist() == [1.5, 0.25]
    assert use.papers_before.tolist() == [1.5, 1.75]
    assert (use.recent + use.before).toarray().tolist() == [[3, 2, 0], [0, 2, 2]]


def test_a_niche_without_recent_papers_has_no_growing_terms():
    use = term_use(USES, NICHE, np.zeros(6, dtype=bool), BEFORE, 2)
    outside = outside_growth(use)
    assert growing_terms(use, outside).tolist() == [0, 0]
    assert imported_terms(use, outside).tolist() == [0, 0]


def importing(*, here_before=0, here_now=4, there_before=60, there_now=150):
    """Two niches of 300 and 400 papers a window; niche 0 takes up a term of niche 1's."""
    rows = []
    for niche, size, when, users in [
        (0, 300, 0, here_before),
        (0, 300, 1, here_now),
        (1, 400, 0, there_before),
        (1, 400, 1, there_now),
    ]:
        rows += [(niche, when, row < users) for row in range(size)]
    niche, when, used = (np.array(column) for column in zip(*rows, strict=True))
    uses = csr_array(np.column_stack([used, ~used]).astype(np.float32))
    return term_use(uses, niche, when == 1, when == 0, 2)


def share_before(here, there=60):
    """Of the term in niche 0, drawn towards its share of all papers."""
    return (here + PSEUDO_PAPERS * (here + there) / 700) / (300 + PSEUDO_PAPERS)


def weight_of_the_term(use):
    outside = outside_growth(use)
    weights = dict(zip(pairs(outside), imported_weights(use, outside).tolist(), strict=True))
    return weights.get((0, 0), 0.0)


def test_an_import_weighs_its_rise_here_times_its_growth_there():
    expected = (4 / 300 - share_before(0)) * np.log((150 + SMOOTHING) / (60 + SMOOTHING))
    assert weight_of_the_term(importing()) == pytest.approx(expected)
    use = importing()
    assert imported_terms(use, outside_growth(use))[0] == pytest.approx(expected)


@pytest.mark.parametrize(
    "change",
    [
        {"here_now": 0},  # nobody uses it here
        {"there_before": 40, "there_now": 100},  # too rare a term before
        {"here_before": 10, "here_now": 40},  # it was at home here already
        {"there_now": 50},  # it shrinks elsewhere
        {"here_before": 3, "here_now": 3},  # it does not rise here
    ],
)
def test_what_is_no_import_weighs_nothing(change):
    assert weight_of_the_term(importing(**change)) == 0


def test_what_a_niche_takes_up_need_not_be_foreign():
    use = importing(here_before=10, here_now=40)
    expected = (40 / 300 - share_before(10)) * np.log((150 + SMOOTHING) / (60 + SMOOTHING))
    assert imported_terms(use, outside_growth(use))[0] == pytest.approx(expected)


@pytest.mark.parametrize("change", [{"there_now": 50}, {"here_before": 3, "here_now": 3}])
def test_what_shrinks_elsewhere_or_does_not_rise_here_is_not_taken_up(change):
    use = importing(**change)
    outside = outside_growth(use)
    taken = dict(zip(pairs(outside), taken_up_weights(use, outside).tolist(), strict=True))
    assert taken[0, 0] == 0


def test_a_niche_that_was_not_there_took_up_what_it_uses_more_than_all_papers_did():
    rows = [(1, 0, row < 60) for row in range(400)] + [(1, 1, row < 120) for row in range(400)]
    rows += [(0, 1, row < 10) for row in range(20)]
    niche, when, used = (np.array(column) for column in zip(*rows, strict=True))
    use = term_use(csr_array(used[:, None].astype(np.float32)), niche, when == 1, when == 0, 2)
    outside = outside_growth(use)
    expected = (10 / 20 - 60 / 400) * np.log((120 + SMOOTHING) / (60 + SMOOTHING))
    assert imported_terms(use, outside)[0] == pytest.approx(expected)


def test_relabelled_niches_have_relabelled_signals():
    uses, niche, recent = field()
    turned = 3 - niche
    signals = []
    for labels in (niche, turned):
        use = term_use(uses, labels, recent, ~recent, 4)
        signals.append(growing_terms(use, outside_growth(use)))
    assert signals[0] == pytest.approx(signals[1][::-1])


@pytest.mark.parametrize("size", [1, 3, 50])
@pytest.mark.parametrize("disjoint", [None, 4])
def test_niches_block_by_block_have_the_signals_they_have_together(size, disjoint):
    uses, niche, recent = field(n_niches=7)
    use = term_use(uses, niche, recent, ~recent, 7, disjoint=disjoint)
    for signal in (growing_terms, imported_terms):
        by_block = [signal(block, outside_growth(block)) for block in use.blocks(size)]
        assert np.concatenate(by_block).tolist() == signal(use, outside_growth(use)).tolist()


def test_all_papers_together_are_those_of_the_niches_that_hold_each_once():
    uses, niche, recent = field(n_niches=7)
    of_all = term_use(uses, niche, recent, ~recent, 7, disjoint=4).everywhere()
    own = niche < 4
    assert of_all.recent.tolist() == (uses.toarray()[own & recent] > 0).sum(axis=0).tolist()
    assert of_all.before.tolist() == (uses.toarray()[own & ~recent] > 0).sum(axis=0).tolist()
    assert (of_all.papers_recent, of_all.papers_before) == (
        (own & recent).sum(),
        (own & ~recent).sum(),
    )
