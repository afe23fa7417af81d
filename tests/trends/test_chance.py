from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.sparse import csr_array
from scipy.stats import false_discovery_control

from explorer.corpus.months import add_months
from explorer.trends.chance import (
    TIMED_PARTS,
    Null,
    chances,
    judged_beside,
    judged_by_chance,
    line_of,
    null_arrays,
    null_of,
    shuffled_fields,
    shuffled_uses,
    strengths,
)
from explorer.trends.field import read_field
from explorer.trends.outlook import judge
from explorer.trends.rising_terms import term_use
from explorer.trends.scores import MIN_RECENT
from explorer.trends.stated_rate import FALSE_FLAGS

FIRST, LAST, N_MONTHS, N_TERMS, N_GROUPS = "2015-01", "2019-12", 60, 80, 10

HELD = pd.Series({"2018-03": 0.5, "2019-10": 0.2, "2016-01": 0.9})


def some_field(*, seed=0, rising=0, held=None):
    """Papers that use terms whenever they come; of some groups the terms are used more of late."""
    rng = np.random.default_rng(seed)
    n = 1500
    month = rng.integers(0, N_MONTHS, n)
    group = rng.integers(0, N_GROUPS, n)
    use = np.full((n, N_TERMS), 0.06)
    for each in range(rising):
        own = slice(6 * each, 6 * each + 6)
        use[:, own] = np.where((month > 48)[:, None], 0.12, 0.03)
        use[group == each, own] *= 5
    papers = pd.DataFrame(
        {
            "month": [add_months(FIRST, int(each)) for each in month],
            "title": "",
            "abstract": "we think",
            "comments": "",
            "authors": [f"Ann B{each}" for each in rng.integers(0, 300, n)],
            "categories": "a",
        }
    ).astype({"month": "str", "authors": "str"})
    uses = csr_array((rng.random((n, N_TERMS)) < use).astype(np.float32))
    return read_field(papers, uses, last_month=LAST, held=held), group


def judged(field, group):
    return judge(field, group, np.ones(len(group)), first_month=FIRST)


def test_where_nothing_grows_hardly_a_niche_is_beyond_chance():
    beyond = [judged(*some_field(seed=seed)).scores["beyond_chance"].mean() for seed in range(8)]
    assert np.mean(beyond) <= FALSE_FLAGS


def test_chance_is_even_where_nothing_grows():
    chance = np.concatenate([judged(*some_field(seed=s)).scores["by_chance"] for s in range(8)])
    assert 0.35 < chance.mean() < 0.7


def test_niches_whose_words_grow_are_beyond_chance():
    scores = judged(*some_field(rising=3)).scores
    assert scores["beyond_chance"].tolist()[:3] == [True, True, True]


@pytest.mark.parametrize("held", [None, HELD], ids=["whole", "with holes"])
def test_a_shuffle_is_counted_as_any_corpus_is(held):
    field, group = some_field(held=held)
    made = zip(shuffled_fields(field), shuffled_uses(field, group, N_GROUPS), strict=True)
    for each, use in list(made)[:3]:
        weight = None if held is None else each.exposure.weight
        plain = term_use(field.uses, group, each.late, each.early, N_GROUPS, weight=weight)
        assert use.recent.toarray() == pytest.approx(plain.recent.toarray(), abs=1e-3)
        assert use.before.toarray() == pytest.approx(plain.before.toarray(), abs=1e-3)
        assert use.papers_recent == pytest.approx(plain.papers_recent)
        assert use.papers_before == pytest.approx(plain.papers_before)


def test_of_too_few_papers_nothing_is_said():
    field, group = some_field(rising=3)
    parts = judged(field, group).scores.drop(columns=["by_chance", "beyond_chance"])
    parts.loc[0, "papers_recent"] = MIN_RECENT - 1
    said, _ = judged_by_chance(parts, field, group)
    assert said["by_chance"].tolist()[0] == 1
    assert said["beyond_chance"].tolist()[:3] == [False, True, True]


def test_nothing_is_beyond_chance_where_it_was_not_tried():
    field, group = some_field(rising=3)
    outlook = judged(replace(field, shuffled=None), group)
    assert outlook.null is None
    assert not outlook.scores["beyond_chance"].any()
    assert not outlook.scores["opening"].any()


def test_beside_niches_of_a_run_that_did_not_ask_a_group_goes_by_the_lines_alone():
    parts = pd.DataFrame({name: [0.0] for name in TIMED_PARTS}).assign(papers_recent=50)
    assert judged_beside(parts, [], None)["beyond_chance"].tolist() == [True]


def test_what_chance_gives_is_read_as_it_was_written():
    null = judged(*some_field()).null
    again = null_of(null_arrays(null))
    assert isinstance(again, Null)
    assert again.line == null.line
    assert again.strengths == pytest.approx(null.strengths, rel=1e-6)
    for one, other in zip(again.uses, null.uses, strict=True):
        assert (one.recent.toarray() == other.recent.toarray()).all()
        assert (one.papers_before == other.papers_before).all()
    assert null_of({}) is None


VALUES = arrays.arrays(float, (6, 3, 2), elements=st.integers(-50, 50).map(float))


@given(VALUES)
def test_each_shuffle_is_measured_by_the_others(shuffled):
    observed = shuffled[0] + 1
    strength, null = strengths(observed, shuffled)
    assert null[2] == pytest.approx(by_hand(shuffled[2], np.delete(shuffled, 2, axis=0)), abs=1e-6)
    assert strength == pytest.approx(by_hand(observed, shuffled), abs=1e-6)


def by_hand(values, others):
    """Mean of the parts, in standard deviations of the others."""
    spread = others.std(axis=0, ddof=1)
    return np.where(spread > 0, (values - others.mean(axis=0)) / np.maximum(spread, 1e-12), 0).mean(
        axis=-1
    )


P_VALUES = st.lists(st.integers(1, 1000).map(lambda each: each / 1000), min_size=1, max_size=30)


@given(P_VALUES)
def test_the_line_is_that_of_benjamini_and_hochberg(values):
    chance = np.array(values)
    assert ((chance <= line_of(chance)) == (false_discovery_control(chance) <= FALSE_FLAGS)).all()


@given(st.lists(st.floats(-5, 5), max_size=30), st.lists(st.floats(-5, 5), min_size=1, max_size=5))
def test_the_higher_the_less_by_chance(null, strength):
    chance = chances(np.sort(strength), np.sort(np.array(null)))
    assert ((chance > 0) & (chance <= 1)).all()
    assert (np.diff(chance) <= 0).all()


def test_without_niches_there_is_a_line():
    assert line_of(np.array([])) == FALSE_FLAGS
