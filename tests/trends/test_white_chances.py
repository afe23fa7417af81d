import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted_fields import ground
from scipy.special import expit

from explorer.trends.white_space import (
    BEGUN,
    IN,
    LONGEST,
    MARKED,
    NOT_YET,
    OPENING,
    USUAL,
    chances,
    fitted,
    looks_back,
    white_space,
)

NONE = np.empty(0)


def test_every_cell_has_one_state_and_only_what_may_open_has_a_chance():
    cells, ahead = white_space(ground())
    table = cells.table
    assert ahead == LONGEST
    assert set(table["state"]) <= {IN, OPENING, BEGUN, NOT_YET}
    assert table["state"].isin([OPENING, NOT_YET]).equals(table["chance"].notna())
    assert (table.loc[table["state"] == OPENING, "chance"] >= MARKED).all()
    assert table.set_index("field")["state"][:2].tolist() == [IN, IN]


def test_where_no_past_can_be_looked_at_the_chance_is_the_usual_one():
    assert fitted(NONE, NONE, ahead=LONGEST) == pytest.approx(USUAL)


def test_in_fewer_years_fewer_cells_open():
    assert fitted(NONE, NONE, ahead=1)[0] < fitted(NONE, NONE, ahead=2)[0] < USUAL[0]


def test_a_long_past_says_how_many_open():
    score = np.random.default_rng(0).normal(size=50_000)
    opened = np.random.default_rng(1).random(50_000) < expit(-2.0 + 1.2 * score)
    assert fitted(score, opened, ahead=3) == pytest.approx((-2.0, 1.2), abs=0.1)


def test_a_past_in_which_nothing_opened_lowers_chances_a_little():
    score = np.linspace(-2, 2, 60)
    low, usual = fitted(score, np.zeros(60, dtype=bool), ahead=3), USUAL
    assert usual[0] - 0.5 < low[0] < usual[0]


@given(
    score=st.lists(st.floats(-4, 4), min_size=2, max_size=60),
    seed=st.integers(0, 100),
    ahead=st.integers(1, 3),
)
def test_a_higher_score_is_never_a_lower_chance(score, seed, ahead):
    values = np.array(sorted(score))
    opened = np.random.default_rng(seed).random(len(values)) < 0.5
    chance = chances(values, fitted(values, opened, ahead=ahead))
    assert (np.diff(chance) >= 0).all()
    assert ((chance > 0) & (chance < 1)).all()


@given(months=st.integers(1, 240))
def test_what_is_looked_back_at_has_ended_and_had_a_past(months):
    ahead, past = looks_back(0, months - 1)
    assert 1 <= ahead <= LONGEST
    for last in past:
        assert last + 12 * ahead <= months - 1
        assert last + 1 >= 24
