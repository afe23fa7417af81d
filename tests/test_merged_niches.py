"""Niches made one by a person: judged on the papers of all, and parted without a trace."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from explorer.merged_niches import (
    judge_together,
    members_together,
    read_wished,
    with_judged,
    with_judged_series,
)
from explorer.niches import keep_niche, niche_papers
from explorer.own_niche import open_basis
from explorer.plans.niches import read_niche
from explorer.plans.wish import Wish
from explorer.plans.wishes import merge_niche
from explorer.runs import read_run, read_table

NOW = datetime(2026, 11, 28, tzinfo=UTC)
SAME = 1e-6
"""Relative difference that rounding explains."""


@pytest.fixture(scope="module")
def run(demonstration):
    return read_run(demonstration.runs)


@pytest.fixture(scope="module")
def basis(run):
    return open_basis(run)


@pytest.fixture(scope="module")
def niches(run):
    return read_table(run, "niches")


@pytest.fixture(scope="module")
def pair(basis):
    return basis.niches["niche_id"].iloc[[2, 9]].tolist()


def part(niche_id, whole):
    return Wish(niche_id=niche_id, computed_name="x", part_of=whole, changed=NOW)


@pytest.mark.parametrize("place", [0, 5, -1])
def test_a_niche_without_parts_keeps_its_numbers(basis, niches, place):
    theirs = basis.niches.iloc[place]
    one = judge_together(basis, niches, theirs["niche_id"], []).niche
    for name in basis.niches.select_dtypes("number").columns.drop("coherence"):
        assert one[name] == pytest.approx(theirs[name], rel=SAME, abs=1e-9, nan_ok=True), name
    for name in ("niche_id", "name", "slug", "parent_id", "kind", "opening"):
        assert one[name] == theirs[name]


def test_the_whole_counts_the_papers_and_months_of_both(basis, run, niches, pair):
    whole, other = pair
    found = judge_together(basis, niches, whole, [other])
    both = niches.set_index("niche_id").loc[pair]
    for name in ("papers", "papers_recent", "papers_before"):
        assert found.niche[name] == both[name].sum()
    series = read_table(run, "series")
    months = series[series["niche_id"].isin(pair)].groupby("month")[["papers", "share"]].sum()
    assert found.series["papers"].tolist() == months["papers"].tolist()
    np.testing.assert_allclose(found.series["share"], months["share"], rtol=SAME)
    assert set(found.series["niche_id"]) == {whole}
    low, high = sorted(both["growth"])
    assert low <= found.niche["growth"] <= high
    assert found.niche["stability"] == both["stability"].min()


def test_which_of_two_is_the_whole_and_the_order_of_parts_change_no_number(basis, niches, pair):
    third = basis.niches["niche_id"].iloc[4]
    every = [
        judge_together(basis, niches, *each)
        for each in ((pair[0], [pair[1], third]), (third, pair))
    ]
    numbers = basis.niches.select_dtypes(["number", "bool"]).columns.drop(["x", "y", "coherence"])
    first, second = ({name: each.niche[name] for name in numbers} for each in every)
    assert first == pytest.approx(second, nan_ok=True)


def test_a_newborn_niche_and_its_papers_elsewhere_are_counted_once(basis, niches, pair):
    whole, other = (niches[niches["niche_id"] == each] for each in pair)
    ground, ids = basis.ground, basis.ground.niche_ids.tolist()
    theirs = np.flatnonzero(ground.niche == ids.index(pair[0]))
    strangers = np.flatnonzero(ground.niche == ids.index(pair[1]))[:5]
    held = np.sort(np.concatenate([theirs[:7], strangers]))
    newborn = other.assign(niche_id="n-new", kind="newborn", stability=np.nan)
    born = newborn[["niche_id", "name", "slug", "terms"]].assign(rows=[held])
    found = judge_together(
        replace(basis, newborns=born), pd.concat([niches, newborn]), pair[0], ["n-new"]
    )
    assert found.niche["papers"] == len(theirs) + len(strangers)
    assert found.niche["stability"] == whole["stability"].item()


def test_a_merge_changes_the_row_of_the_whole_and_parting_brings_everything_back(run, niches, pair):
    whole, other = pair
    merged, judged = read_wished(run, niches, [part(other, whole)])
    plain, nothing = read_wished(run, niches, [])
    assert nothing == {}
    rest = ~plain["niche_id"].isin(pair)
    pd.testing.assert_frame_equal(merged[rest], plain[rest])
    assert (merged.dtypes == plain.dtypes).all()
    row = merged.set_index("niche_id").loc[whole]
    assert row["score"] == judged[whole].niche["score"]
    assert merged.loc[merged["niche_id"] == other, "hidden"].item()
    pd.testing.assert_frame_equal(plain[list(niches)], niches)
    assert with_judged(niches, {}) is niches
    series = read_table(run, "series")
    assert with_judged_series(series, {}) is series
    assert len(with_judged_series(series, judged)) == len(series)


def test_members_of_parts_are_those_of_the_whole_once(run, pair):
    members = read_table(run, "members")
    assert members_together(members, {}) is members
    together = members_together(members, {pair[0]: pair[1:]})
    assert set(together["niche_id"]) == set(members["niche_id"]) - {pair[1]}
    assert not together.duplicated(["niche_id", "paper_id"]).any()


def test_a_run_that_keeps_no_field_shows_niches_apart(run, niches, pair):
    files = {name: facts for name, facts in run.manifest["files"].items() if "field" not in name}
    older = replace(run, manifest={**run.manifest, "files": files})
    found, judged = read_wished(older, niches, [part(pair[1], pair[0])])
    assert judged == {}
    assert not found["hidden"].any()


def test_a_whole_is_saved_with_the_papers_of_its_parts(home, run, pair):
    place = home.demonstration
    niches = read_table(run, "niches").set_index("niche_id", drop=False)
    merge_niche(place.user, niches.loc[pair[1]], niches.loc[pair[0]], kind="real", now=NOW)
    keep_niche(place, run, pair[0], now=NOW)
    kept = read_niche(place.user, pair[0])
    papers = niche_papers(place, run, pair[0], parts=[pair[1]])
    assert len(kept.paper_ids) == niches.loc[pair, "papers"].sum() == len(papers)
    assert kept.shown["papers"] == len(papers)
    assert "hidden" not in kept.shown
