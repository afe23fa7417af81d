from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from explorer.corpus.months import add_months
from explorer.trends.field import read_field
from explorer.trends.scores import ACHIEVABLE_PARTS, NOVEL_PARTS
from explorer.trends.untold import ENOUGH_MONTHS, ENOUGH_NICHES, untold_of

PARTS = dict.fromkeys((*NOVEL_PARTS, *ACHIEVABLE_PARTS))


def field_of(n_months, *, authors="Ann Bee", held=None):
    months = [add_months("2010-01", each) for each in range(n_months)]
    nothing = dict.fromkeys(("title", "abstract", "comments"), "")
    papers = pd.DataFrame(
        {"month": months, **nothing, "authors": authors, "categories": "a"}
    ).astype({"month": "str", "authors": "str"})
    uses = csr_array(np.ones((n_months, 3), dtype=np.float32))
    return read_field(papers, uses, last_month=months[-1], held=held)


def niches_of(n, **others):
    parts = {name: np.arange(n) / n for name in PARTS}
    return pd.DataFrame(parts).assign(papers_recent=40, beyond_chance=True, **others)


def test_of_many_niches_and_years_all_can_be_told():
    assert untold_of(field_of(ENOUGH_MONTHS), niches_of(ENOUGH_NICHES)) == {}


def test_one_year_is_short():
    untold = untold_of(field_of(12), niches_of(20))
    assert untold == {"months": 12, "window": 6}


def test_few_niches_have_papers_enough():
    niches = niches_of(20)
    niches.loc[3:, "papers_recent"] = 5
    assert untold_of(field_of(90), niches)["niches"] == 3


def test_parts_that_are_the_same_in_all_niches_are_named():
    untold = untold_of(field_of(90), niches_of(20).assign(newcomers=0.5, small_teams=1.0))
    assert untold == {"alike": ["newcomers", "small_teams"]}


def test_without_a_name_no_author_is_known():
    assert untold_of(field_of(90, authors=""), niches_of(20)) == {"authors": False}


@pytest.mark.parametrize(("month", "counts"), [("2012-01", False), ("2016-12", True)])
def test_a_hole_counts_among_the_months_compared(month, counts):
    field = field_of(90, held=pd.Series({month: 0.5}))
    assert ("holes" in untold_of(field, niches_of(20))) == counts


def test_it_is_said_that_nothing_is_beyond_chance():
    niches = niches_of(20).assign(beyond_chance=False)
    assert untold_of(replace(field_of(90)), niches) == {"beyond_chance": 0}
