import pandas as pd
import pytest

from explorer.presentation.narrowing import narrowed
from explorer.presentation.niche_tables import ranking
from explorer.runs import read_run, read_table


@pytest.fixture(scope="module")
def ranked(demonstration):
    run = read_run(demonstration.runs)
    return ranking(read_table(run, "niches"), read_table(run, "series"))


def test_filters_keep_what_passes_all_of_them_in_order(ranked):
    passes = ranked["opening"] & (ranked["papers_recent"] >= 20)
    category = ranked.loc[passes, "primary_category"].iloc[0]
    kept = narrowed(ranked, categories=[category], openings=True, least_papers=20)
    assert len(kept)
    assert (kept["primary_category"] == category).all()
    assert kept["opening"].all()
    assert (kept["papers_recent"] >= 20).all()
    assert kept["score"].is_monotonic_decreasing
    assert len(narrowed(ranked)) == len(ranked)


def test_words_are_looked_for_in_names_and_terms_whatever_their_case(ranked):
    niche = ranked.iloc[3]
    word = niche["terms"][0].split()[0]
    assert niche["slug"] in set(narrowed(ranked, words=f"  {word.upper()} ")["slug"])
    assert narrowed(ranked, words=f"{word} nosuchword").empty
    assert len(narrowed(ranked, words="(.*")) == 0


PLANTED = pd.DataFrame(
    {
        "niche_id": ["old", "new", "faded"],
        "kind": ["partition", "newborn", "partition"],
        "area": ["vision", "vision", "networks"],
        "stage": ["steady", "emerging", ""],
        "onset": ["", "2014-03", "2010-01"],
        "small_teams": [0.4, 0.9, 0.399],
        "papers_recent": 20,
        "score": [3.0, 2.0, 1.0],
    }
)


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ({"areas": ["vision"]}, ["old", "new"]),
        ({"areas": ["networks", "vision"]}, ["old", "new", "faded"]),
        ({"stages": ["emerging", "growing"]}, ["new"]),
        ({"since": "2014-03"}, ["new"]),
        ({"since": "2010-01"}, ["new", "faded"]),
        ({"kind": "partition"}, ["old", "faded"]),
        ({"small_teams": 40}, ["old", "new"]),
        ({"areas": ["vision"], "small_teams": 41}, ["new"]),
    ],
)
def test_each_filter_keeps_what_was_planted_for_it(wanted, kept):
    assert narrowed(PLANTED, **wanted)["niche_id"].tolist() == kept
