import shutil
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from explorer.corpus.reading import read_papers_by_id
from explorer.niches import combinations_beside, combinations_of, keep_own
from explorer.own_niche import find_own, open_basis
from explorer.run_combinations import BESIDE, NEAR, PAPERS_SHOWN, nearest
from explorer.runs import read_run, read_table
from explorer.settings import Settings
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


@pytest.fixture(scope="module")
def own(demonstration, run):
    """Return a niche by words."""
    return find_own(demonstration, open_basis(run), "grasp OR gripper")


def test_a_niche_by_words_has_the_pairs_of_its_neighbours_that_it_holds_a_side_of(run, table, own):
    found = combinations_beside(run, own)
    assert len(found)
    assert found["score"].is_monotonic_decreasing
    assert not found.duplicated(["method", "problem"]).any()
    near = table[table["niche_id"].isin(own.neighbours["niche_id"])]
    members = set(own.members["paper_id"])
    held = [
        bool(members & {*row["method_ids"], *row["problem_ids"]}) for row in near.to_dict("records")
    ]
    pairs = near.loc[held, ["method", "problem"]].drop_duplicates()
    assert set(map(tuple, found[["method", "problem"]].values)) == set(map(tuple, pairs.values))
    assert not all(held)


def test_the_last_rung_of_a_niche_by_words_joins_one_of_these_pairs(
    demonstration, run, own, tmp_path
):
    place = Settings(data_dir=tmp_path)
    shutil.copy(demonstration.papers, place.papers)
    plan = keep_own(place, run, own, now=datetime(2026, 11, 20, tzinfo=UTC))
    told = f"{plan.rungs[-1].title} {plan.rungs[-1].problem}".lower()
    pairs = combinations_beside(run, own)[["method", "problem"]].values.tolist()
    assert any(method.lower() in told and problem.lower() in told for method, problem in pairs)


def test_a_run_made_before_has_none(run, own):
    files = {k: v for k, v in run.manifest["files"].items() if k != "combinations.parquet"}
    old = replace(run, manifest={**run.manifest, "files": files})
    for found in (combinations_of(old, "whatever"), combinations_beside(old, own)):
        assert found.empty
        assert list(found.columns) == list(DOCUMENTED)


@pytest.mark.parametrize("n", [1, NEAR + 1, BESIDE + 40])
def test_near_a_niche_are_itself_and_the_first_of_those_whose_middles_lie_nearest(n):
    middles = np.random.default_rng(n).integers(-2, 3, (n, 4)).astype(np.float32)
    cosine = middles @ middles.T  # whole numbers, of which many are equal
    np.fill_diagonal(cosine, cosine.max() + 1)
    wanted = np.argsort(-cosine, axis=1, kind="stable")[:, : NEAR + 1]
    near = nearest(middles / 32).toarray() > 0
    assert [set(np.flatnonzero(row)) for row in near] == [set(row) for row in wanted.tolist()]
