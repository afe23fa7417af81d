from explorer.presentation.beside_score import MEANINGS, SURVEYS, beside_score


def told(n_months=120, **niche):
    return beside_score(niche, last_month="2016-12", n_months=n_months)


def test_a_share_of_surveys_has_its_unit_and_the_month_from_which_it_is_of():
    assert told(survey_share=0.041)[SURVEYS] == "4.1 % of papers since January 2015"
    assert told(n_months=12, survey_share=0.0)[SURVEYS] == "0 % of papers since July 2016"


def test_of_an_older_run_it_is_said_that_nothing_can_be_told():
    assert set(told().values()) == {"cannot be told"}


def test_all_that_is_told_has_a_meaning():
    assert list(told()) == list(MEANINGS)
