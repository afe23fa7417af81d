import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.presentation.niche_tables import ranking
from explorer.presentation.openings import PRESETS, USUAL, preset_of, with_lines
from explorer.runs import read_run, read_table
from explorer.trends.scores import ACHIEVABLE_LINE, MIN_RECENT, NOVEL_LINE

lines = st.integers(0, 100)


@pytest.fixture(scope="module")
def ranked(demonstration):
    run = read_run(demonstration.runs)
    return ranking(read_table(run, "niches"), read_table(run, "series"))


def test_by_the_usual_lines_openings_are_those_of_the_run(ranked):
    again = with_lines(ranked, novel=NOVEL_LINE, achievable=ACHIEVABLE_LINE)
    pd.testing.assert_frame_equal(again, ranked)


@given(novel=lines, achievable=lines, lower=lines)
def test_lower_lines_never_close_an_opening_and_few_papers_never_open_one(
    ranked, novel, achievable, lower
):
    few = ranked.assign(papers_recent=[MIN_RECENT - 1, *ranked["papers_recent"].iloc[1:]])
    high = with_lines(few, novel=novel, achievable=achievable)["opening"]
    low = with_lines(few, novel=min(novel, lower), achievable=achievable)["opening"]
    assert (low | ~high).all()
    assert not low.iloc[0]
    above = (ranked["novel"] >= novel) & (ranked["achievable"] >= achievable)
    assert not (high & ~above).any()


def test_what_is_not_stable_or_is_debris_stays_closed(ranked):
    shaky = ranked.assign(stability=0.1)
    rubbish = ranked.assign(debris="not in English")
    for table in (shaky, rubbish):
        assert not with_lines(table, novel=0, achievable=0)["opening"].any()


def test_no_line_makes_an_opening_of_what_could_be_chance(ranked):
    table = ranked.assign(beyond_chance=False)
    assert not with_lines(table, novel=0, achievable=0)["opening"].any()


def test_a_run_that_did_not_measure_stability_has_openings(ranked):
    assert with_lines(ranked.drop(columns="stability"), novel=0, achievable=0)["opening"].any()


def test_presets_are_known_by_their_lines():
    assert all(preset_of(*pair) == name for name, pair in PRESETS.items())
    assert PRESETS[USUAL] == (NOVEL_LINE, ACHIEVABLE_LINE)
    assert preset_of(1, 2) == ""
