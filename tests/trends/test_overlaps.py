"""A group that shares its papers is judged as if it stood alone in the same field."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from explorer.trends import forecast
from explorer.trends.field import read_field
from explorer.trends.outlook import judge
from explorer.trends.overlaps import with_papers_again

N = 300


@pytest.fixture(scope="module")
def field():
    rng = np.random.default_rng(0)
    months = pd.period_range("2020-01", periods=48, freq="M").astype(str)
    papers = pd.DataFrame(
        {
            "month": rng.choice(months, N),
            "authors": [f"Ann A{i % 40}; Bob B{i}" for i in range(N)],
            "title": rng.choice(["A survey of moss", "Moss"], N),
            "abstract": rng.choice(["code is available on github", "a proof"], N),
            "comments": "",
            "categories": "cs.LG",
        }
    )
    papers.loc[0, "month"] = months[0]
    uses = csr_array(rng.random((N, 30)) < 0.2).astype(np.float32)
    return read_field(papers, uses, last_month=months[-1])


GROUP = np.arange(N) % 3


def judged(field, again, **options):
    group = np.concatenate([GROUP, np.full(len(again), 3)])
    wide = with_papers_again(field, again)
    fit = np.ones(len(group))
    return judge(wide, group, fit, first_month="2020-01", disjoint=3, **options)


def test_a_group_held_again_has_the_parts_that_it_has_by_itself(field):
    twin = judged(field, np.flatnonzero(GROUP == 1)).scores
    for part in (
        "papers",
        "papers_recent",
        "growth",
        "growth_low",
        "growing_terms",
        "newcomers",
        "imported_terms",
        "openness",
        "survey_share",
        "technique_maturity",
        "entrants",
        "small_teams",
        "concentration",
    ):
        assert twin.loc[3, part] == pytest.approx(twin.loc[1, part], nan_ok=True), part


RANKED = {"novel", "achievable", "score", "opening", "by_chance", "beyond_chance"}
"""What is told of a group among all."""


def test_the_other_groups_do_not_change(field):
    alone = judge(field, GROUP, np.ones(N), first_month="2020-01").scores
    beside = judged(field, np.arange(0, N, 7)).scores
    by_rank = {name for name in forecast.columns() if name != "share"} | RANKED
    parts = [name for name in alone if not name.endswith("_rank") and name not in by_rank]
    pd.testing.assert_frame_equal(beside.loc[:2, parts], alone[parts])


def test_without_papers_again_the_field_is_the_same(field):
    assert with_papers_again(field, np.empty(0, dtype=np.int64)) is field
