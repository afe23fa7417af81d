from dataclasses import replace

import pytest

from explorer.corpus.reading import read_papers_by_id
from explorer.niches import combinations_of
from explorer.run_combinations import PAPERS_SHOWN
from explorer.runs import read_run, read_table
from explorer.trends.open_combinations import DOCUMENTED


@pytest.fixture(scope="module")
def run(demonstration):
    return read_run(demonstration.runs)


@pytest.fixture(scope="module")
def table(run):
    return read_table(run, "combinations")


def test_the_table_is_of_niches_of_the_run_and_has_the_documented_columns(run, table):
    niches = read_table(run, "niches")
    assert list(table.columns) == list(DOCUMENTED)
    assert set(table["niche_id"]) <= set(niches.loc[niches["level"] == "niche", "niche_id"])
    assert table["likelier"].between(0, 1).all()
    assert len(table)


def test_papers_of_a_side_hold_it(demonstration, table):
    for row in table.head(20).to_dict("records"):
        for side in ("method", "problem"):
            ids = list(row[f"{side}_ids"])
            assert 1 <= len(ids) <= PAPERS_SHOWN
            papers = read_papers_by_id(demonstration.papers, ids)
            texts = papers["title"] + ". " + papers["abstract"]
            words = [word[:5].lower() for word in row[side].split()]
            assert all(word in text.lower() for text in texts for word in words)


def test_the_combinations_of_a_niche_come_likeliest_first(run, table):
    niche_id = table["niche_id"].iloc[0]
    found = combinations_of(run, niche_id)
    assert set(found["niche_id"]) == {niche_id}
    assert found["score"].is_monotonic_decreasing


def test_a_run_made_before_has_none(run):
    files = {k: v for k, v in run.manifest["files"].items() if k != "combinations.parquet"}
    old = replace(run, manifest={**run.manifest, "files": files})
    found = combinations_of(old, "whatever")
    assert found.empty
    assert list(found.columns) == list(DOCUMENTED)
