import pytest

from explorer.presentation.beside_score import (
    EQUIPMENT,
    MATURITY,
    MEANINGS,
    SPREAD,
    SURVEYS,
    UNKNOWN,
    beside_score,
)


def told(n_months=120, **niche):
    return beside_score(niche, last_month="2016-12", n_months=n_months)


@pytest.mark.parametrize(
    ("name", "label"),
    [("survey_share", SURVEYS), ("light_compute", EQUIPMENT), ("spread_authors", SPREAD)],
)
def test_a_share_has_its_unit_and_the_month_from_which_it_is_of(name, label):
    assert told(**{name: 0.041})[label] == "4.1 % of papers since January 2015"
    assert told(n_months=12, **{name: 0.0})[label] == "0 % of papers since July 2016"


@pytest.mark.parametrize(
    ("months", "at_least", "text"),
    [
        (76.0, True, "at least 6 years"),
        (76.0, False, "6 years"),
        (23.0, False, "1 year"),
        (8.0, False, "8 months"),
        (float("nan"), False, UNKNOWN),
    ],
)
def test_an_age_has_its_unit_and_says_where_it_may_be_more(months, at_least, text):
    assert told(technique_maturity=months, maturity_at_least=at_least)[MATURITY] == text


def test_of_an_older_run_it_is_said_that_nothing_can_be_told():
    assert set(told().values()) == {UNKNOWN}


def test_all_that_is_told_has_a_meaning():
    assert list(told()) == list(MEANINGS)
