import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from explorer.trends.maturity import IN_USE, NEVER, UNSEEN, technique_maturity, term_months
from explorer.trends.rising_terms import outside_growth, term_use

LAST = 59


def planted(*begins, first=0):
    """Three niches: the first takes up, of late, terms that the second uses from some month on.

    Five papers a month use each, three times as many in the last two years, and the third niche
    nothing. The corpus begins with the month ``first``.
    """
    rows = []
    for month in range(first, LAST + 1):
        used = [month >= each for each in begins]
        rows += [(month, 0, used if month > LAST - 24 else [False] * len(begins))] * 4
        rows += [(month, 1, used)] * (15 if month > LAST - 24 else 5)
        rows += [(month, 2, [False] * len(begins))] * 40
    month, niche, uses = (np.array(column) for column in zip(*rows, strict=True))
    return month - first, niche, csr_array(uses.astype(np.float32))


def maturity(month, niche, uses):
    last = int(month.max())
    recent = month > last - 24
    use = term_use(uses, niche, recent, ~recent & (month > last - 48), 3)
    months = term_months(uses, month, last)
    return technique_maturity(use, outside_growth(use), months, last)


@pytest.mark.parametrize("begins", [14, 20, 25])
def test_a_term_is_as_old_as_its_tenth_paper(begins):
    found = maturity(*planted(begins)).loc[0]
    assert found["technique_maturity"] == LAST - (begins + 1)
    assert not found["maturity_at_least"]


def test_of_several_terms_the_middle_one_counts():
    assert maturity(*planted(14, 20, 24)).loc[0, "technique_maturity"] == LAST - 21


def test_of_what_was_there_from_the_beginning_only_a_least_age_is_known():
    found = maturity(*planted(2)).loc[0]
    assert found["technique_maturity"] == LAST - 3
    assert found["maturity_at_least"]
    assert not maturity(*planted(2, 20, 24)).loc[0, "maturity_at_least"]


@pytest.mark.parametrize("first", range(0, 12, 3))
def test_a_corpus_that_begins_later_says_a_lower_least_age(first):
    found = maturity(*planted(5, first=first)).loc[0]
    assert found["technique_maturity"] == LAST - max(6, first + 1)
    assert found["maturity_at_least"]


def test_a_term_that_is_rare_at_first_may_be_older_than_its_tenth_paper():
    month, niche, uses = planted(20)
    rare = uses.tolil()
    rare[0, 0] = 1
    found = maturity(month, niche, csr_array(rare)).loc[0]
    assert found["technique_maturity"] == LAST - 21
    assert found["maturity_at_least"]


def test_where_nothing_is_imported_nothing_is_said():
    found = maturity(*planted(20))
    assert found["technique_maturity"].isna().tolist() == [False, True, True]
    assert not found["maturity_at_least"].iloc[1:].any()


def test_a_run_that_did_not_keep_the_months_says_nothing():
    month, niche, uses = planted(20)
    use = term_use(uses, niche, month > 35, month <= 35, 3)
    found = technique_maturity(use, outside_growth(use), None, LAST)
    assert found["technique_maturity"].isna().all()


@given(
    st.lists(st.tuples(st.integers(0, 9), st.booleans(), st.integers(0, 3)), max_size=60),
    st.integers(0, 9),
)
def test_a_term_is_in_use_from_its_tenth_paper_on_in_any_order_of_papers(rows, last):
    month = np.array([row[0] for row in rows], dtype=np.int64)
    uses = np.array([row[1:] for row in rows], dtype=np.float32).reshape(len(rows), 2)
    wanted = []
    for term in range(2):
        months = sorted(m for m, n in zip(month, uses[:, term], strict=True) if n and m <= last)
        wanted.append([months[n - 1] if len(months) >= n else NEVER for n in (1, IN_USE)])
    for order in (np.arange(len(rows)), np.arange(len(rows))[::-1]):
        found = term_months(csr_array(uses[order]), month[order], last)
        assert found.T.tolist() == wanted
        assert found.dtype == np.int16


@given(st.lists(st.integers(0, 25), min_size=1, max_size=5))
def test_the_age_is_that_of_one_of_the_terms(begins):
    found = maturity(*planted(*begins)).loc[0]
    ages = [LAST - (each + 1) for each in begins]
    assert found["technique_maturity"] in ages
    assert found["maturity_at_least"] == (LAST - 1 - found["technique_maturity"] < UNSEEN)
