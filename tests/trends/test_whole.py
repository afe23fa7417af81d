import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from explorer.trends.field import HALF_LIFE, read_field
from explorer.trends.outlook import judge
from explorer.trends.series import monthly_series
from explorer.trends.whole import read_whole

PAPERS = pd.DataFrame(
    [
        ("2020-01", 0, "we release a dataset", "A A; B B"),
        ("2020-01", 1, "", "C C"),
        ("2020-02", 0, "", "A A"),
        ("2020-03", 1, "we release a dataset", "B B; C C; D D; E E"),
        ("2020-04", 0, "on 64 GPUs", "B B; F F"),
    ],
    columns=["month", "group", "abstract", "authors"],
).assign(title=["", "", "", "Moss: a survey", ""], comments="", categories="a")


@pytest.fixture
def whole():
    uses = csr_array(np.array([[1, 0], [1, 1], [0, 1], [0, 1], [0, 0]], dtype=np.float32))
    field = read_field(PAPERS, uses, last_month="2020-04")
    group = PAPERS["group"].to_numpy()
    niches = judge(field, group, np.ones(5), first_month="2020-01").scores
    ids = pd.DataFrame({"niche": PAPERS["group"].astype(str)})
    series = monthly_series(PAPERS["month"], ids, last_month="2020-04")
    return read_whole(field, group, niches, series)


def test_rates_are_those_of_all_recent_papers(whole):
    assert whole.rates["openness"] == pytest.approx(1 / 2)
    assert whole.rates["survey_share"] == pytest.approx(1 / 2)
    assert whole.rates["heavy"] == pytest.approx(1 / 2)
    assert whole.rates["small_teams"] == pytest.approx(1 / 2)
    assert whole.rates["newcomers"] == pytest.approx(1)
    assert whole.rates["concentration"] == pytest.approx(1)


def test_months_and_terms_are_counted_over_all_papers(whole):
    assert whole.papers_by_month.tolist() == whole.share_base.tolist() == [2, 1, 1, 1]
    assert whole.share_unseen.tolist() == [0, 0, 0, 0]
    assert whole.users.tolist() == [2, 3]
    month_old = round(64 * 0.5 ** (1 / HALF_LIFE)) / 64
    assert whole.use.recent.toarray().tolist() == [[0, month_old]]
    assert whole.use.before.toarray().tolist() == [[2, 3 - month_old]]
    assert whole.use.papers_recent.tolist() == [1 + month_old]


def test_authors_keep_the_month_in_which_they_began(whole):
    assert whole.first_months.tolist() == [0, 0, 0, 2, 2, 3]
