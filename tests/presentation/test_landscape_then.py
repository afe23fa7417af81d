from itertools import pairwise

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from explorer.corpus.months import add_months, months_between
from explorer.presentation.landscape_then import STEP, as_it_stood, months_to_look_at

MONTHS = months_between("2010-01", "2015-12")


def groups_and_series():
    """Return two niches of a partition, a newborn one, and what came month by month."""
    groups = pd.DataFrame(
        {
            "niche_id": ["n", "r", "s"],
            "level": "niche",
            "kind": ["newborn", "partition", "partition"],
            "papers": 0,
            "papers_recent": 0,
            "growth": 1.0,
            "growth_low": 1.0,
            "growth_high": 1.0,
        }
    )
    counts = {
        "n": np.where(np.arange(72) >= 60, 4, 0),
        "r": np.where(np.arange(72) >= 36, 90, 10),
        "s": np.full(72, 50),
    }
    rows = [
        (each, month, int(count))
        for each, own in counts.items()
        for month, count in zip(MONTHS, own, strict=True)
    ]
    return groups, pd.DataFrame(rows, columns=["niche_id", "month", "papers"])


def test_sizes_are_those_of_that_month():
    groups, series = groups_and_series()
    stood = as_it_stood(groups, series, until="2013-06").set_index("niche_id")
    assert stood.loc["s", "papers"] == 50 * 42
    assert stood.loc["r", ["papers", "papers_recent"]].tolist() == [360 + 6 * 90, 60 + 540]


def test_what_was_not_there_yet_is_left_out_and_later_papers_move_nothing():
    groups, series = groups_and_series()
    stood = as_it_stood(groups, series, until="2013-12")
    assert list(stood["niche_id"]) == ["r", "s"]
    known = series[series["month"] <= "2013-12"]
    pd.testing.assert_frame_equal(stood, as_it_stood(groups, known, until="2013-12"))


def test_growth_is_that_of_the_share_between_both_years():
    groups, series = groups_and_series()
    then = as_it_stood(groups, series, until="2013-12").set_index("niche_id")
    assert then.loc["r", "growth_low"] > 1
    assert then.loc["s", "growth_high"] < 1
    early = as_it_stood(groups, series, until="2012-12").set_index("niche_id")
    assert early.loc["r", "growth_low"] < 1 < early.loc["r", "growth_high"]


def test_a_newborn_niche_does_not_move_the_others():
    groups, series = groups_and_series()
    with_it = as_it_stood(groups, series, until="2015-12").set_index("niche_id")
    rest = groups[groups["niche_id"] != "n"]
    without = as_it_stood(rest, series, until="2015-12").set_index("niche_id")
    pd.testing.assert_frame_equal(with_it.loc[["r", "s"]], without.loc[["r", "s"]])


@given(st.integers(0, 200))
def test_months_end_at_the_last_and_have_two_years_before_them(span):
    last = add_months("2001-01", span)
    months = months_to_look_at("2001-01", last)
    assert months[-1] == last
    assert all(add_months(a, STEP) == b for a, b in pairwise(months))
    assert len(months) == 1 or months[0] >= "2002-12"
