import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from explorer.backtesting.reference import plain_reference, with_all_told
from explorer.trends.field import read_field

MONTHS = pd.period_range("2014-01", periods=48, freq="M").astype(str)


def field(*, growing=(), young=()):
    """Four niches of five papers a month; some use a term that grows, some have new authors."""
    rows = [(month, niche, i) for month in MONTHS for niche in range(4) for i in range(5)]
    papers = pd.DataFrame(rows, columns=["month", "niche", "number"])
    late = papers["month"] >= MONTHS[24]
    old = papers["niche"].astype(str) + "." + papers["number"].astype(str)
    fresh = papers["niche"].isin(young) & late
    papers["authors"] = ("Ann A" + old).where(~fresh, "Bob B" + papers.index.astype(str))
    papers = papers.assign(title="", abstract="", comments="", categories="a")
    uses = np.column_stack([papers["niche"].isin(growing) & late, np.ones(len(papers))])
    held = read_field(papers, csr_array(uses.astype(np.float32)), last_month=MONTHS[-1])
    return held, papers["niche"].to_numpy()


@pytest.mark.parametrize(
    ("growing", "young", "first"), [((0, 1), (), {0, 1}), ((), (2,), {2}), ((2, 3), (3,), {3})]
)
def test_niches_with_growing_terms_and_new_authors_come_first(growing, young, first):
    found = plain_reference(*field(growing=growing, young=young), 4, disjoint=4)
    assert set(np.flatnonzero(found == found.max())) == first


def test_niches_of_which_nothing_is_told_stand_in_the_middle():
    niches = pd.DataFrame({"survey_share": [0.1, 0.3], "technique_maturity": [np.nan, np.nan]})
    assert with_all_told(niches)["technique_maturity"].tolist() == [0, 0]
    niches = pd.DataFrame({"survey_share": 0.1, "technique_maturity": [12, np.nan, 24, 60]})
    assert with_all_told(niches)["technique_maturity"].tolist() == [12, 24, 24, 60]


def test_niches_that_are_alike_share_a_rank():
    assert plain_reference(*field(), 4, disjoint=4).tolist() == [0.5] * 4
