from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from explorer.corpus.months import add_months, months_between
from explorer.trends.authorship import Authorships
from explorer.trends.field import read_field
from explorer.trends.outlook import judge
from explorer.trends.own_group import group_series, judge_group
from explorer.trends.series import monthly_series
from explorer.trends.whole import read_whole

FIRST, LAST = "2015-01", "2019-12"
NAMES = [f"Author {chr(65 + i // 10)}{chr(65 + i % 10)}" for i in range(60)]
FIT = 0.5


def some_papers(n=900, seed=1):
    """Papers of six niches that come and go, by a few dozen authors, in two categories."""
    rng = np.random.default_rng(seed)
    month = np.sort(rng.integers(0, 61, n))
    texts = rng.choice(["we release a dataset", "on 64 GPUs", "we think"], n)
    authors = ["; ".join(rng.choice(NAMES, rng.integers(1, 5), replace=False)) for _ in range(n)]
    group = (rng.random(n) * 6 * (0.4 + month / 100)).astype(int)
    return pd.DataFrame(
        {
            "month": [add_months(FIRST, int(each)) for each in month],
            "group": np.unique(group, return_inverse=True)[1],
            "title": rng.choice(["A survey of moss", "Moss", "Ferns"], n),
            "abstract": texts,
            "comments": "",
            "authors": authors,
            "categories": np.where(group % 2, "a b", "b"),
        }
    ).astype({"month": "str", "authors": "str"})


def only(field, rows):
    """The same field with some of its papers."""
    slots = field.authorships
    kept = np.isin(slots.paper, rows)
    exposure = field.exposure
    if exposure is not None:
        exposure = replace(exposure, month=exposure.month[rows], kind=exposure.kind[rows])
    return replace(
        field,
        month=field.month[rows],
        uses=field.uses[rows],
        authorships=Authorships(
            paper=np.searchsorted(rows, slots.paper[kept]),
            author=slots.author[kept],
            team=slots.team[rows],
        ),
        newcomer=field.newcomer[kept],
        is_open=field.is_open[rows],
        is_heavy=field.is_heavy[rows],
        surveys=field.surveys[rows],
        exposure=exposure,
        shuffled=field.shuffled[:, rows],
    )


HOLES = pd.DataFrame(
    {"a": [0.4, 0.05, 0.0, 1.0], "b": [1.0, 0.5, 0.0, 0.7]},
    index=["2017-03", "2018-11", "2019-02", "2019-10"],
)


@pytest.fixture(scope="module", params=[None, HOLES], ids=["whole", "with holes"])
def judged(request):
    papers = some_papers()
    uses = np.random.default_rng(2).random((len(papers), 40)) < np.linspace(0.02, 0.6, 40)
    field = read_field(
        papers, csr_array(uses.astype(np.float32)), last_month=LAST, held=request.param
    )
    group = papers["group"].to_numpy()
    outlook = judge(field, group, np.full(len(papers), FIT), first_month=FIRST)
    ids = pd.DataFrame({"niche": [f"n{each}" for each in group]})
    series = monthly_series(papers["month"], ids, last_month=LAST, exposure=field.exposure)
    whole = read_whole(field, group, outlook.scores, series, null=outlook.null)
    return papers, field, outlook, series, whole


def rows_of(papers, label):
    return np.flatnonzero(papers["group"].to_numpy() == label)


def judge_rows(judged, rows):
    _, field, outlook, _, whole = judged
    fit = np.full(len(rows), FIT)
    return judge_group(only(field, rows), whole, outlook.scores, fit, first_month=FIRST)


@pytest.mark.parametrize("label", range(4))
def test_a_group_of_a_niches_papers_has_the_numbers_of_that_niche(judged, label):
    papers, _, outlook, _, _ = judged
    rows = rows_of(papers, label)
    own = judge_rows(judged, rows)
    theirs = outlook.scores.iloc[[label]].reset_index(drop=True)
    pd.testing.assert_frame_equal(own.scores, theirs, check_dtype=False, rtol=1e-4)
    evidence = outlook.evidence[outlook.evidence["group"] == label].reset_index(drop=True)
    found = own.evidence.assign(group=label, paper=rows[own.evidence["paper"]])
    pd.testing.assert_frame_equal(found, evidence, check_dtype=False, rtol=1e-4)
    rising = outlook.rising[outlook.rising["group"] == label].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        own.rising.assign(group=label), rising, check_dtype=False, rtol=1e-4
    )


@pytest.mark.parametrize("label", range(4))
def test_its_series_is_that_of_the_niche(judged, label):
    papers, field, _, series, whole = judged
    own = group_series(only(field, rows_of(papers, label)), whole, first_month=FIRST)
    theirs = series[series["niche_id"] == f"n{label}"].drop(columns="niche_id")
    pd.testing.assert_frame_equal(own, theirs.reset_index(drop=True), check_dtype=False, rtol=1e-9)
    assert own["month"].tolist() == months_between(FIRST, LAST)


def test_one_paper_is_a_group_that_tells_nothing(judged):
    own = judge_rows(judged, np.array([len(judged[0]) - 1])).scores.iloc[0]
    assert own["papers"] == 1
    assert not own["opening"]
    assert own["growth_low"] < own["growth"] < own["growth_high"]


def test_all_papers_together_have_no_terms_that_grow_elsewhere(judged):
    own = judge_rows(judged, np.arange(len(judged[0])))
    assert own.scores["growing_terms"].iloc[0] == pytest.approx(0)
    assert own.scores["papers"].iloc[0] == len(judged[0])


def test_scores_lie_among_those_of_the_niches(judged):
    rng = np.random.default_rng(3)
    for size in (5, 60, 300):
        rows = np.sort(rng.choice(len(judged[0]), size, replace=False))
        scores = judge_rows(judged, rows).scores.iloc[0]
        ranks = [scores[name] for name in scores.index if name.endswith("_rank")]
        assert min(ranks) >= 0
        assert max(ranks) <= 1
        assert 0 <= scores["novel"] <= 100
        assert scores["score"] == scores["novel"]
