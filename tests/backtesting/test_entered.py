import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from explorer.backtesting.entered import entered, entered_table, people_of
from explorer.trends.authorship import read_authorships
from explorer.trends.outcomes import parts_shared_out, shared_out

PAPERS = pd.DataFrame(
    {
        "id": ["a", "b", "c", "d"],
        "authors": ["Ada Bo", "Ada Bo; Cy Di", "Eva Fu; Cy Di; Gil Ho; Ida Jo", "Eva Fu"],
    }
)


def test_who_signed_an_earlier_paper_of_the_niche_is_not_new_to_it():
    people = people_of(PAPERS["id"], read_authorships(PAPERS["authors"]))
    holds = csr_array([[1.0, 0.0], [0.0, 1.0]])  # a and b were there, one in each niche
    wrote = people.papers_by_author(pd.Series(["a", "b"])).T @ holds
    shared = csr_array([[1.0, 0.0], [0.0, 1.0]])  # c came to the first, d to the second
    found = entered(shared, people.papers_by_author(pd.Series(["c", "d"])), csr_array(wrote))
    assert found["new_people"].tolist() == [1.0, 1.0]
    shared = csr_array([[0.0, 1.0], [0.0, 1.0]])
    found = entered(shared, people.papers_by_author(pd.Series(["c", "d"])), csr_array(wrote))
    assert np.isnan(found["new_people"][0])
    assert found["new_people"][1] == pytest.approx(4 / 5)  # of five authorships, Cy Di's is old
    assert found["small_teams_later"][1] == 0.5


def test_a_paper_that_is_shared_counts_in_part():
    people = people_of(PAPERS["id"], read_authorships(PAPERS["authors"]))
    nobody = csr_array((5, 2))
    shared = csr_array([[0.25, 0.75], [1.0, 0.0]])
    found = entered(shared, people.papers_by_author(pd.Series(["c", "d"])), nobody)
    assert found["small_teams_later"].tolist() == [pytest.approx(1 / 1.25), 0.0]


@given(st.integers(0, 10_000))
def test_parts_of_papers_sum_to_what_is_shared_out(seed):
    rng = np.random.default_rng(seed)
    rows = rng.integers(-1, 6, (5, 3))
    cosines = rng.uniform(-0.2, 1, (5, 3))
    groups = csr_array(rng.integers(0, 2, (6, 4)).astype(float))
    parts = parts_shared_out(rows, cosines, groups)
    assert parts.sum(axis=0) == pytest.approx(shared_out(rows, cosines, groups))


@pytest.fixture
def niches():
    """Two cutoffs of 30 niches, in which twice as many people come to achievable ones."""
    achievable = np.tile(np.arange(30.0), 2)
    return pd.DataFrame(
        {
            "horizon": 3,
            "cutoff": np.repeat(["2010-12", "2011-12"], 30),
            "seed": 0,
            "niche_id": [f"n{i}" for i in range(60)],
            "parent_id": [f"s{i % 12}" for i in range(60)],
            "measured": True,
            "achievable": achievable,
            "new_people": np.where(achievable >= 15, 0.8, 0.4),
            "new_people_before": 0.5 - achievable / 100,
            "small_teams_later": 0.5,
            "small_teams_before": 0.5,
        }
    )


def test_what_was_planted_is_told_and_chance_is_not(niches):
    table = entered_table(niches).set_index(["outcome", "cutoff"])
    told = table.loc[("new_people", "pooled")]
    assert (told["upper"], told["lower"]) == (pytest.approx(0.8), pytest.approx(0.4))
    assert told["more_low"] > 0.3
    assert told["correlation"] > 0.8 > -0.8 > told["unchanged"]
    same = table.loc[("small_teams_later", "pooled")]
    assert same["more"] == same["more_low"] == same["more_high"] == 0
    assert np.isnan(same["correlation"])


def test_niches_that_are_not_measured_do_not_count(niches):
    worse = niches.assign(niche_id=niches["niche_id"] + "x", measured=False, new_people=0.0)
    pd.testing.assert_frame_equal(
        entered_table(pd.concat([niches, worse], ignore_index=True)), entered_table(niches)
    )


def test_nothing_measured_is_a_table_without_rows(niches):
    assert entered_table(niches.head(0)).empty
    assert "unchanged" in entered_table(niches.head(0))
