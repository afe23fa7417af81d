from dataclasses import replace

import pytest

from explorer.corpus.queries import read_query
from explorer.corpus.reading import read_papers_by_id
from explorer.niches import white_space_of
from explorer.run_white_space import PAPERS_SHOWN
from explorer.runs import read_run, read_table
from explorer.trends.white_space import DOCUMENTED, IN


@pytest.fixture(scope="module")
def run(demonstration):
    return read_run(demonstration.runs)


@pytest.fixture(scope="module")
def table(run):
    return white_space_of(run)


def test_the_table_has_the_documented_columns_and_a_cell_for_each_method_and_field(table):
    assert list(table.columns) == list(DOCUMENTED)
    assert len(table) == table["method"].nunique() * table["field"].nunique() > 0
    assert not table.duplicated(["method", "field"]).any()


def test_a_cell_leads_to_a_niche_of_the_run_and_to_words_that_can_be_asked(run, table):
    niches = read_table(run, "niches")
    assert set(table["niche_id"]) <= set(niches.loc[niches["level"] == "niche", "niche_id"])
    for query in table["query"].unique():
        assert not read_query(query).problem


def test_papers_of_a_cell_are_of_the_field_and_papers_beside_are_not(demonstration, table):
    seen = table[(table["papers"] > 0) | (table["beside"] > 0)].head(12)
    for row in seen.to_dict("records"):
        own, near = list(row["own_ids"]), list(row["near_ids"])
        assert len(own) == min(row["ever"], PAPERS_SHOWN)
        papers = read_papers_by_id(demonstration.papers, own)
        assert set(papers["primary_category"]) <= {row["field"]}
        papers = read_papers_by_id(demonstration.papers, near)
        assert row["field"] not in set(papers["primary_category"])
        assert all(row["field"] in each.split() for each in papers["categories"])


def test_what_is_in_use_was_adopted_and_the_first_field_lags_behind_none(table):
    used = table[table["state"] == IN]
    assert (used["adopted"] != "").all()
    assert (used.groupby("method")["lag"].min() == 0).all()


def test_a_run_made_before_has_none(run):
    files = {k: v for k, v in run.manifest["files"].items() if k != "white_space.parquet"}
    assert white_space_of(replace(run, manifest={**run.manifest, "files": files})) is None
